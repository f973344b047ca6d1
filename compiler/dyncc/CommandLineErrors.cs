using System.CommandLine;
using System.CommandLine.Parsing;
using DynCompile.Diagnostics;
using DynCompile.Text;

namespace DynCompile.CommandLine;

/// <summary>What is wrong with a command line, as diagnostics.</summary>
internal static class CommandLineErrors
{
    public static IReadOnlyList<Diagnostic> Of(ParseResult parsed)
    {
        // `--help` and `--version` need no more words.
        bool isCommand = ReferenceEquals(parsed.Action, parsed.CommandResult.Command.Action);
        if (parsed.Errors.Count == 0 && !isCommand)
            return [];
        // What cannot be read shifts the words behind it, so that the other errors may be of its making.
        string[] unread = [.. OptionsTakenAsArguments(parsed), .. parsed.UnmatchedTokens];
        return unread.Length > 0
            ? [.. unread.Where((word, i) => i == 0 || IsOption(word)).Select(word => Unread(parsed, word))]
            : [.. parsed.Errors.Select(error => Of(parsed, error)).DistinctBy(d => d.ToString())];
    }

    // `dyncc check --formt json`: the first word that stands alone becomes the model, whatever it looks like.
    private static IEnumerable<string> OptionsTakenAsArguments(ParseResult parsed)
    {
        if (parsed.Tokens.Any(t => t.Type == TokenType.DoubleDash))
            return [];
        IEnumerable<ArgumentResult> arguments = parsed.CommandResult.Children.OfType<ArgumentResult>();
        return arguments.SelectMany(a => a.Tokens).Select(t => t.Value).Where(IsOption);
    }

    private static Diagnostic Unread(ParseResult parsed, string word)
    {
        Command command = parsed.CommandResult.Command;
        if (word.StartsWith("--", StringComparison.Ordinal))
        {
            IEnumerable<string> known = OptionsOf(parsed.CommandResult).Select(o => o.Name).Order(StringComparer.Ordinal);
            return new UnknownChoice(Location.OfFile(word), "option", word, [.. known]);
        }
        if (IsOption(word))
            return new WrongCommandLine(Location.OfFile(word), $"there is no option `{word}`", NameOf(parsed));
        return command.Subcommands.Count > 0
            ? new UnknownChoice(Location.OfFile(word), "command", word, [.. command.Subcommands.Select(c => c.Name)])
            : new WrongCommandLine(Location.OfFile(word), $"`{word}` is one word too many", NameOf(parsed));
    }

    private static Diagnostic Of(ParseResult parsed, ParseError error)
    {
        if (OptionOf(error.SymbolResult) is not { } given)
            return new WrongCommandLine(Location.OfFile(NameOf(parsed)), Missing(parsed) ?? error.Message.TrimEnd('.'), NameOf(parsed));
        string name = given.IdentifierToken?.Value ?? given.Option.Name;
        string problem = given.Tokens.Count switch
        {
            0 => "it needs a value",
            1 => $"`{given.Tokens[0].Value}` is not {ValueOf(given.Option)}",
            _ => "it is given more than once",
        };
        return new BadOption(Location.OfFile(name), name, problem);
    }

    private static string? Missing(ParseResult parsed)
    {
        if (parsed.CommandResult.Command.Subcommands.Count > 0)
            return "a command is missing";
        Argument? missing = parsed.CommandResult.Command.Arguments.FirstOrDefault(a =>
            a.Arity.MinimumNumberOfValues > 0 && parsed.GetResult(a) is null or { Tokens.Count: 0 }
        );
        return missing is null ? null : $"{missing.Name} is missing";
    }

    private static string ValueOf(Option option)
    {
        Type type = Nullable.GetUnderlyingType(option.ValueType) ?? option.ValueType;
        if (type == typeof(int) || type == typeof(long))
            return "a whole number";
        return type == typeof(double) ? "a number" : "a value that it takes";
    }

    private static OptionResult? OptionOf(SymbolResult? result)
    {
        while (result is not (null or OptionResult))
            result = result.Parent;
        return (OptionResult?)result;
    }

    /// <summary>The options of a command, and those of the commands above it that hold here as well.</summary>
    private static IEnumerable<Option> OptionsOf(CommandResult command)
    {
        IEnumerable<Option> own = command.Command.Options;
        return command.Parent is CommandResult above ? own.Concat(OptionsOf(above).Where(o => o.Recursive)) : own;
    }

    private static string NameOf(ParseResult parsed)
    {
        CommandResult command = parsed.CommandResult;
        return command.Parent is null ? "dyncc" : $"dyncc {command.Command.Name}";
    }

    private static bool IsOption(string word) => word.Length > 1 && word[0] == '-';
}

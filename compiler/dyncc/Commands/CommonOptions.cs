using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using DynCompile.Diagnostics;
using DynCompile.Graph;
using DynCompile.Text;

namespace DynCompile.CommandLine.Commands;

/// <summary>Arguments and options that several commands take.</summary>
internal static class CommonOptions
{
    private const int MostThreads = 1024;
    private const string FormatName = "--format";

    // In the order of DiagnosticFormat.
    private static readonly string[] Formats = ["human", "json", "sarif"];

    public static Argument<string> Model() => new("MODEL.dnn") { Description = "The model's file." };

    public static Option<string?> Weights() =>
        new("--weights", "-w")
        {
            Description = "The weights, a safetensors file; MODEL.safetensors beside the model unless given.",
            HelpName = "W.safetensors",
        };

    /// <summary>How diagnostics are written; of every command.</summary>
    public static Option<string> Format()
    {
        var format = new Option<string>(FormatName)
        {
            Description = "How errors and warnings are written: human, json or sarif; those of `check` to stdout then, others to stderr.",
            HelpName = "FORMAT",
            DefaultValueFactory = _ => Formats[0],
            Recursive = true,
        };
        format.CompletionSources.Add(Formats);
        return format;
    }

    /// <summary>The format that a command line asks for, whatever else is wrong with it; one that there is not ends the command.</summary>
    public static DiagnosticFormat FormatOf(ParseResult parsed)
    {
        string name = parsed.GetResult(FormatName) is OptionResult { Tokens: [var given, ..] } ? given.Value : Formats[0];
        return Formats.Contains(name) ? (DiagnosticFormat)Array.IndexOf(Formats, name) : throw Unknown(FormatName, "format", name, Formats);
    }

    /// <summary>How many threads run a batch.</summary>
    public static Option<int> Threads() =>
        new("--threads")
        {
            Description = "How many threads share the samples of a batch; the results are the same bytes.",
            HelpName = "N",
            DefaultValueFactory = _ => 1,
        };

    /// <summary>Ends the command when the number makes no sense.</summary>
    public static void CheckThreads(int threads)
    {
        if (threads is < 1 or > MostThreads)
            throw Wrong("--threads", $"{threads} threads cannot run a model; it is 1 to {MostThreads}");
    }

    public static Option<string?> Root() =>
        new("--root")
        {
            Description = "The project's folder, which no import leaves; the folder of the model unless given.",
            HelpName = "DIR",
        };

    public static Option<string[]> Set() =>
        new("--set")
        {
            Description = "The value of an elastic size, `width=32`; may be repeated.",
            HelpName = "NAME=VALUE",
            DefaultValueFactory = _ => [],
        };

    /// <summary>The values of <c>--set</c>, checked against the model; ends the command on a wrong one.</summary>
    public static Dictionary<string, long> Sizes(string[] settings, ModelGraph graph)
    {
        var sizes = new Dictionary<string, long>();
        foreach (string setting in settings)
        {
            string[] parts = setting.Split('=');
            if (parts.Length != 2 || !long.TryParse(parts[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value))
                throw WrongSetting(setting, "not of the form NAME=VALUE with a whole number");
            Elastic? elastic = graph.Elastics.FirstOrDefault(e => e.Symbol.Name == parts[0]);
            if (elastic is null)
            {
                string known =
                    graph.Elastics.Length == 0 ? "has none" : $"has {Prose.AllOf([.. graph.Elastics.Select(e => e.Symbol.Name)])}";
                throw WrongSetting(setting, $"the model has no elastic size `{parts[0]}`; it {known}");
            }
            if (!elastic.Symbol.Values.Contains(value))
                throw WrongSetting(setting, $"`{parts[0]}` is one of {string.Join(", ", elastic.Symbol.Values)}, not {value}");
            if (!sizes.TryAdd(parts[0], value))
                throw WrongSetting(setting, $"`{parts[0]}` is set twice");
        }
        return sizes;
    }

    /// <summary>Ends a command whose option has a value that it does not take.</summary>
    public static CommandFailed Wrong(string option, string problem) =>
        new(ExitCode.WrongUsage, new BadOption(Location.OfFile(option), option, problem));

    /// <summary>Ends a command whose option has a value that is none of those it takes.</summary>
    public static CommandFailed Unknown(string option, string kind, string name, IEnumerable<string> known) =>
        new(ExitCode.WrongUsage, new UnknownChoice(Location.OfFile(option), kind, name, [.. known]));

    private static CommandFailed WrongSetting(string setting, string problem) =>
        new(ExitCode.WrongUsage, new BadSetting(Location.OfFile("--set"), setting, problem));
}

using System.CommandLine;

namespace DynCompile.CommandLine.Commands;

/// <summary><c>dyncc completions SHELL</c>: what a shell runs to complete words; the words come from dyncc itself.</summary>
internal static class CompletionsCommand
{
    private static readonly IReadOnlyDictionary<string, string> Scripts = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["bash"] = """
            _dyncc() {
                local IFS=$'\n'
                COMPREPLY=($(compgen -W "$(dyncc "[suggest:$COMP_POINT]" "$COMP_LINE" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}"))
            }
            complete -o default -F _dyncc dyncc

            """,
        ["zsh"] = """
            _dyncc() {
                local -a words=(${(f)"$(dyncc "[suggest:$CURSOR]" "$BUFFER" 2>/dev/null)"})
                if (( $#words )); then compadd -a words; else _files; fi
            }
            compdef _dyncc dyncc

            """,
        ["fish"] = """
            function __dyncc
                set -l line (commandline --cut-at-cursor --current-process)
                dyncc "[suggest:"(string length -- "$line")"]" "$line" 2>/dev/null
            end
            complete --command dyncc --arguments '(__dyncc)'

            """,
        ["pwsh"] = """
            Register-ArgumentCompleter -Native -CommandName dyncc -ScriptBlock {
                param($word, $command, $cursor)
                dyncc "[suggest:$cursor]" "$command".PadRight($cursor) 2>$null |
                    ForEach-Object { [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_) }
            }

            """,
    };

    public static Command Create()
    {
        var shell = new Argument<string>("SHELL") { Description = $"One of {string.Join(", ", Scripts.Keys)}." };
        shell.CompletionSources.Add([.. Scripts.Keys]);
        var command = new Command(
            "completions",
            "Prints what a shell runs to complete commands, options and their values.\nExample: dyncc completions bash > ~/.local/share/bash-completion/completions/dyncc"
        )
        {
            shell,
        };
        command.SetAction(parsed =>
        {
            string name = parsed.GetRequiredValue(shell);
            Console.Out.Write(
                Scripts.TryGetValue(name, out string? script) ? script : throw CommonOptions.Unknown("SHELL", "shell", name, Scripts.Keys)
            );
            return ExitCode.Done;
        });
        return command;
    }
}

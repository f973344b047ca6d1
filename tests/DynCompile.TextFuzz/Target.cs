namespace DynCompile.TextFuzz;

/// <summary>What reads files: its seeds, its dictionary, and what must hold for any file.</summary>
/// <param name="Run">
/// Reads one input; throws what a user of the library must never see. True when the input ran into a limit of its own on memory.
/// </param>
/// <param name="Seeds">Valid inputs and hostile ones, in a fixed order.</param>
/// <param name="BytesAllowed">The memory that an input of a given length may take, all allocations counted.</param>
/// <param name="Repair">Makes checksums right again, so that mutations get past them.</param>
internal sealed record Target(
    string Name,
    Func<byte[], bool> Run,
    Func<IEnumerable<byte[]>> Seeds,
    Func<int, long> BytesAllowed,
    Action<byte[]>? Repair = null
)
{
    public static readonly TimeSpan TimeAllowed = TimeSpan.FromSeconds(2);

    private static readonly Target parser = ParserTarget.Create();
    private static readonly Target[] all = [parser, CompilerTarget.Create(parser), .. LoaderTargets.Create()];

    private string DictionaryName => Name == "compiler" ? parser.Name : Name;

    public static Target? Find(string name) => Array.Find(all, target => target.Name == name);

    /// <summary>Words that mutations insert, in afl-fuzz's form: one `"word"` a line, with `\xHH`.</summary>
    public IReadOnlyList<byte[]> Dictionary() =>
        [
            .. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "dictionaries", $"{DictionaryName}.dict"))
                .Where(line => line.StartsWith('"'))
                .Select(line => Unescape(line[1..line.LastIndexOf('"')])),
        ];

    private static byte[] Unescape(string word)
    {
        var bytes = new List<byte>();
        for (int i = 0; i < word.Length; i++)
        {
            bool isEscape = word[i] == '\\';
            if (isEscape && word[i + 1] == 'x')
            {
                bytes.Add(Convert.ToByte(word.Substring(i + 2, 2), 16));
                i += 3;
            }
            else
                bytes.Add((byte)(isEscape ? word[++i] : word[i]));
        }
        return [.. bytes];
    }
}

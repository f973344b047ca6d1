namespace DynCompile.Diagnostics;

/// <summary>The known names that an unknown one was probably meant to be.</summary>
public static class NearestName
{
    // A longer name is not misspelt but made up, and comparing it takes long.
    private const int LongestName = 64;

    /// <summary>The closest names, nearest first, then by alphabet; none when all are far off.</summary>
    public static IReadOnlyList<string> Find(string name, IEnumerable<string> known, int atMost = 3)
    {
        if (name.Length > LongestName)
            return [];
        int reach = Math.Max(1, name.Length / 3);
        return
        [
            .. known
                .Where(candidate => Math.Abs(candidate.Length - name.Length) <= reach)
                .Distinct()
                .Select(candidate => (Name: candidate, Distance: Distance(name.ToLowerInvariant(), candidate.ToLowerInvariant())))
                .Where(candidate => candidate.Distance <= reach)
                .OrderBy(candidate => candidate.Distance)
                .ThenBy(candidate => candidate.Name, StringComparer.Ordinal)
                .Take(atMost)
                .Select(candidate => candidate.Name),
        ];
    }

    /// <summary>How many letters must be inserted, removed, replaced or swapped with their neighbour.</summary>
    public static int Distance(string from, string to)
    {
        var beforeLast = new int[to.Length + 1];
        var last = new int[to.Length + 1];
        var row = new int[to.Length + 1];
        for (int j = 0; j <= to.Length; j++)
            last[j] = j;

        for (int i = 1; i <= from.Length; i++)
        {
            row[0] = i;
            for (int j = 1; j <= to.Length; j++)
            {
                int replaced = last[j - 1] + (from[i - 1] == to[j - 1] ? 0 : 1);
                row[j] = Math.Min(replaced, Math.Min(last[j], row[j - 1]) + 1);
                bool swapped = i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1];
                if (swapped)
                    row[j] = Math.Min(row[j], beforeLast[j - 2] + 1);
            }
            (beforeLast, last, row) = (last, row, beforeLast);
        }
        return last[to.Length];
    }
}

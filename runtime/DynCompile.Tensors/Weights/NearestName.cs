namespace DynCompile.Tensors;

/// <summary>Finds the name that was probably meant.</summary>
internal static class NearestName
{
    // Bounds the work on a hostile file; no real weight has a longer name.
    private const int MaxLength = 256;

    /// <summary>The candidate nearest to a name, or null if none is near. Ties go to the first in ordinal order.</summary>
    /// <remarks>A name with a prefix, as a wrapping module adds it, is nearer than a misspelt one.</remarks>
    public static string? Find(string wanted, IEnumerable<string> candidates)
    {
        string? nearest = null;
        int shortest = int.MaxValue;
        foreach (string candidate in candidates)
        {
            if (Distance(wanted, candidate, limit: wanted.Length / 3) is not { } distance)
                continue;
            if (distance > shortest || (distance == shortest && string.CompareOrdinal(candidate, nearest) > 0))
                continue;
            nearest = candidate;
            shortest = distance;
        }
        return nearest;
    }

    private static int? Distance(string wanted, string candidate, int limit)
    {
        if (wanted.Length > MaxLength || candidate.Length > MaxLength)
            return null;
        if (candidate.EndsWith("." + wanted, StringComparison.Ordinal) || wanted.EndsWith("." + candidate, StringComparison.Ordinal))
            return 0;
        if (Math.Abs(wanted.Length - candidate.Length) > limit)
            return null;
        int edits = Edits(wanted, candidate);
        return edits <= limit ? edits : null;
    }

    /// <summary>Levenshtein's distance: insertions, deletions and replacements.</summary>
    private static int Edits(string from, string to)
    {
        var row = new int[to.Length + 1];
        for (int j = 0; j < row.Length; j++)
            row[j] = j;
        for (int i = 1; i <= from.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.Length; j++)
            {
                int replaced = diagonal + (from[i - 1] == to[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, 1 + Math.Min(row[j], row[j - 1]));
            }
        }
        return row[to.Length];
    }
}

namespace DynCompile.Binding;

/// <summary>
/// How deep statements, expressions and calls are inside one another where the binder stands. One text nests little, but calls add texts
/// up, also those of instances that were bound before. With a limit, whatever walks into calls may recurse.
/// </summary>
internal sealed class Nesting
{
    /// <summary>Two texts of the deepest nesting, or more than a hundred calls.</summary>
    public const int Deepest = 2 * Syntax.SyntaxTree.DeepestNesting;

    private int _now;
    private int _reached;

    /// <summary>One level deeper, until <see cref="Leave"/>; false when that is too deep.</summary>
    public bool Enter()
    {
        _now++;
        return Reach(0);
    }

    public void Leave() => _now--;

    /// <summary>Whether something so high may stand here.</summary>
    public bool Reach(int height)
    {
        _reached = Math.Max(_reached, _now + height);
        return _now + height <= Deepest;
    }

    /// <summary>What an action makes, and how many levels it went deeper.</summary>
    public (T Result, int Height) Measure<T>(Func<T> action)
    {
        int before = _reached;
        _reached = _now;
        T result = action();
        int height = _reached - _now;
        _reached = Math.Max(before, _reached);
        return (result, height);
    }
}

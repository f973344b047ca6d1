using DynCompile.Text;

namespace DynCompile.Binding;

/// <summary>The names visible at a place: those of the <c>{ }</c> around it, inner before outer.</summary>
/// <param name="outer">The scope around, whose names are visible here, too.</param>
/// <param name="isForHelper">Whether only what a <c>fn</c> may see is visible of the scopes around.</param>
internal sealed class Scope(Scope? outer, bool isForHelper = false)
{
    private readonly Dictionary<string, Symbol> _symbols = [];
    private bool _hasDeclarations;

    public Scope? Outer => outer;

    /// <summary>All visible names, for suggestions.</summary>
    public IEnumerable<string> Names => All.Select(symbol => symbol.Name);

    /// <summary>All visible variables, inner first.</summary>
    public IEnumerable<VariableSymbol> Variables => All.OfType<VariableSymbol>();

    private IEnumerable<Symbol> All
    {
        get
        {
            bool isOutsideHelper = false;
            for (Scope? scope = this; scope is not null; scope = scope.Outer)
            {
                foreach (Symbol symbol in scope._symbols.Values.Where(s => !isOutsideHelper || IsDeclaration(s)))
                    yield return symbol;
                isOutsideHelper |= scope.IsForHelper;
            }
        }
    }

    private bool IsForHelper => isForHelper;

    public Symbol? Find(string name)
    {
        bool isOutsideHelper = false;
        for (Scope? scope = this; scope is not null; scope = scope.Outer)
        {
            // No name hides another, so that what a helper may not see is all there is.
            if (scope._symbols.TryGetValue(name, out Symbol? symbol))
                return !isOutsideHelper || IsDeclaration(symbol) ? symbol : null;
            isOutsideHelper |= scope.IsForHelper;
        }
        return null;
    }

    /// <summary>Adds a name; the visible symbol of the same name, if there is one, is returned instead.</summary>
    public Symbol? Declare(Symbol symbol)
    {
        if (Find(symbol.Name) is { } visible)
            return visible;
        _symbols.Add(symbol.Name, symbol);
        _hasDeclarations |= IsDeclaration(symbol);
        return null;
    }

    /// <summary>What a <c>fn</c> declared here may see: everything but variables and local values.</summary>
    public Scope ForHelper()
    {
        // Helpers that call each other would otherwise stand in scopes as deep as their calls.
        Scope? nearest = this;
        while (nearest is { _hasDeclarations: false })
            nearest = nearest.Outer;
        return new Scope(nearest, isForHelper: true);
    }

    private static bool IsDeclaration(Symbol symbol) =>
        symbol is LayerSymbol or ParamSymbol or ElasticSymbol or HelperSymbol or FixedSymbol { Kind: "compile-time parameter" or "size" };
}

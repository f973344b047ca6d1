using DynCompile.Text;

namespace DynCompile.Binding;

/// <summary>The names visible at a place: those of the <c>{ }</c> around it, inner before outer.</summary>
internal sealed class Scope(Scope? outer)
{
    private readonly Dictionary<string, Symbol> _symbols = [];

    public Scope? Outer => outer;

    public Symbol? Find(string name) => _symbols.TryGetValue(name, out Symbol? symbol) ? symbol : outer?.Find(name);

    /// <summary>Adds a name; the visible symbol of the same name, if there is one, is returned instead.</summary>
    public Symbol? Declare(Symbol symbol)
    {
        if (Find(symbol.Name) is { } visible)
            return visible;
        _symbols.Add(symbol.Name, symbol);
        return null;
    }

    /// <summary>All visible names, for suggestions.</summary>
    public IEnumerable<string> Names => _symbols.Keys.Concat(outer?.Names ?? []);

    /// <summary>All visible variables, outer first, in the order of their declarations.</summary>
    public IEnumerable<VariableSymbol> Variables => (outer?.Variables ?? []).Concat(_symbols.Values.OfType<VariableSymbol>());

    /// <summary>What a <c>fn</c> declared here may see: everything but variables and local values.</summary>
    public Scope ForHelper()
    {
        var scope = new Scope(outer?.ForHelper());
        foreach (Symbol symbol in _symbols.Values)
        {
            if (
                symbol
                is LayerSymbol
                    or ParamSymbol
                    or ElasticSymbol
                    or HelperSymbol
                    or FixedSymbol { Kind: "compile-time parameter" or "size" }
            )
                scope.Declare(symbol);
        }
        return scope;
    }
}

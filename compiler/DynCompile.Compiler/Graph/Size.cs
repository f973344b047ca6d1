using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace DynCompile.Graph;

/// <summary>
/// An extent of a tensor: an integer polynomial over <see cref="SizeSymbol"/>s and exact quotients, kept in one normal form,
/// so that equal sizes are equal values. Constants are the polynomials without symbols.
/// </summary>
/// <exception cref="OverflowException">Thrown by arithmetic that leaves the 64-bit range or makes a polynomial of hundreds of terms.</exception>
public sealed class Size : IEquatable<Size>
{
    /// <summary>A factor that is not a constant: a symbol, or <c>numerator / denominator</c> that does not simplify.</summary>
    private sealed record Factor(string Key, SizeSymbol? Symbol, Size? Numerator, Size? Denominator);

    private sealed record Term(long Coefficient, ImmutableArray<Factor> Factors)
    {
        public string Key => string.Join("*", Factors.Select(f => f.Key));
    }

    /// <summary>The search for the smallest and the largest value tries at most so many combinations of symbol values.</summary>
    private const int CombinationLimit = 4096;

    private const int MostCorneredSymbols = 12;

    private readonly ImmutableArray<Term> _terms;
    private readonly string _text;

    // Boxed, so that threads that share a size see all of a value or none.
    private StrongBox<long>? _largest;
    private StrongBox<long>? _smallest;

    /// <summary>A size is a few numbers and names; one that fills pages was multiplied out of too many.</summary>
    private const int MostTerms = 256;
    private const int LongestText = 4096;

    private Size(IEnumerable<Term> terms)
    {
        _terms = terms
            .Where(t => t.Coefficient != 0)
            .OrderByDescending(t => t.Factors.Length)
            .ThenBy(t => t.Key, StringComparer.Ordinal)
            .ToImmutableArray();
        if (_terms.Length > MostTerms)
            throw new OverflowException($"a size has {_terms.Length} terms, more than {MostTerms}");
        _text = Write(_terms);
        if (_text.Length > LongestText)
            throw new OverflowException($"a size has a text of {_text.Length} characters, more than {LongestText}");
    }

    public static Size Zero { get; } = Constant(0);
    public static Size One { get; } = Constant(1);

    public static Size Constant(long value) => new([new Term(value, ImmutableArray<Factor>.Empty)]);

    public static Size Of(SizeSymbol symbol) => new([new Term(1, ImmutableArray.Create(new Factor(symbol.Name, symbol, null, null)))]);

    public static implicit operator Size(int value) => Constant(value);

    public static implicit operator Size(long value) => Constant(value);

    public bool IsConstant => _terms.All(t => t.Factors.IsEmpty);

    /// <summary>The value of a constant size.</summary>
    public long Value => IsConstant ? _terms.Sum(t => t.Coefficient) : throw new InvalidOperationException($"size {this} is not constant");

    /// <summary>The symbols that the size depends on, by name.</summary>
    public IEnumerable<SizeSymbol> Symbols => FactorSymbols().Distinct().OrderBy(s => s.Name, StringComparer.Ordinal);

    public static Size operator +(Size a, Size b) => Collect(a._terms.Concat(b._terms));

    public static Size operator -(Size a, Size b) => a + (b * -1L);

    public static Size operator *(Size a, Size b) =>
        Collect(
            a._terms.SelectMany(s =>
                b._terms.Select(t => new Term(checked(s.Coefficient * t.Coefficient), Sorted(s.Factors.AddRange(t.Factors))))
            )
        );

    /// <summary>
    /// <c>a / b</c> where it leaves no remainder for any value of the symbols; null where it may leave one, or divides by zero.
    /// </summary>
    public static Size? DivideExactly(Size a, Size b)
    {
        if (b.IsConstant && b.Value == 0)
            return null;
        if (a.IsConstant && b.IsConstant)
            return a.Value % b.Value == 0 ? a.Value / b.Value : null;
        return Cancel(a, b) ?? (AlwaysDivides(a, b) ? Quotient(a, b) : null);
    }

    /// <summary><c>floor(a / b)</c> for a positive constant b, as windows and strides need it.</summary>
    public static Size FloorDivide(Size a, long b)
    {
        if (b <= 0)
            throw new ArgumentOutOfRangeException(nameof(b), b, "windows and strides are positive");
        return Quotient(a, b);
    }

    /// <summary>The value when the symbols have the given values.</summary>
    public long Evaluate(Func<SizeSymbol, long> valueOf)
    {
        long sum = 0;
        foreach (Term term in _terms)
        {
            long product = term.Coefficient;
            foreach (Factor factor in term.Factors)
                product = checked(product * (factor.Symbol is { } s ? valueOf(s) : FloorQuotient(factor, valueOf)));
            sum = checked(sum + product);
        }
        return sum;
    }

    /// <summary>The normal form built in another notation: constants, symbols, sums, products and floored quotients.</summary>
    public T Fold<T>(
        Func<long, T> constant,
        Func<SizeSymbol, T> symbol,
        Func<T, T, T> add,
        Func<T, T, T> multiply,
        Func<T, T, T> floorDivide
    )
    {
        T OfFactor(Factor factor) =>
            factor.Symbol is { } s
                ? symbol(s)
                : floorDivide(
                    factor.Numerator!.Fold(constant, symbol, add, multiply, floorDivide),
                    factor.Denominator!.Fold(constant, symbol, add, multiply, floorDivide)
                );
        T OfTerm(Term term)
        {
            IEnumerable<T> factors = term.Factors.Select(OfFactor);
            return (term.Coefficient == 1 && !term.Factors.IsEmpty ? factors : factors.Prepend(constant(term.Coefficient))).Aggregate(
                multiply
            );
        }
        return _terms.IsEmpty ? constant(0) : _terms.Select(OfTerm).Aggregate(add);
    }

    /// <summary>The same size with some symbols replaced.</summary>
    public Size Substitute(Func<SizeSymbol, Size?> replacement)
    {
        Size sum = Zero;
        foreach (Term term in _terms)
        {
            Size product = term.Coefficient;
            foreach (Factor factor in term.Factors)
            {
                product *= factor.Symbol is { } s
                    ? replacement(s) ?? Of(s)
                    : Quotient(factor.Numerator!.Substitute(replacement), factor.Denominator!.Substitute(replacement));
            }
            sum += product;
        }
        return sum;
    }

    /// <summary>The size when every symbol has its largest value: what weights and buffers are stored at.</summary>
    public long Largest =>
        IsConstant ? Value
        : IsIncreasing ? Evaluate(s => s.Largest)
        : (_largest ??= new(Combinations(Symbols.ToList()).Max(Evaluate))).Value;

    /// <summary>The smallest value over all values of the symbols.</summary>
    public long Smallest =>
        IsConstant ? Value
        : IsIncreasing ? Evaluate(s => s.Smallest)
        : (_smallest ??= new(Combinations(Symbols.ToList()).Min(Evaluate))).Value;

    /// <summary>Sums of products of symbols, which are never negative, and of their quotients: the corners are where all symbols are.</summary>
    private bool IsIncreasing => _terms.All(t => t.Factors.IsEmpty || (t.Coefficient > 0 && t.Factors.All(GrowsFromZero)));

    private static bool GrowsFromZero(Factor factor) =>
        factor.Symbol is { Smallest: >= 0 }
        || (
            factor is { Numerator: { } numerator, Denominator: { IsConstant: true, Value: > 0 } }
            && numerator._terms.All(t => t.Coefficient > 0 && t.Factors.All(GrowsFromZero))
        );

    public bool Equals(Size? other) => other is not null && _text == other._text;

    public override bool Equals(object? obj) => Equals(obj as Size);

    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(_text);

    public static bool operator ==(Size? a, Size? b) => a is null ? b is null : a.Equals(b);

    public static bool operator !=(Size? a, Size? b) => !(a == b);

    /// <summary>The normal form as an expression of the language, e.g. <c>2 * width + 1</c>.</summary>
    public override string ToString() => _text;

    /// <summary><c>floor(a / b)</c> in normal form: only what does not cancel stays a quotient.</summary>
    internal static Size Quotient(Size a, Size b)
    {
        if (a.IsConstant && b.IsConstant)
            return FloorQuotient(a.Value, b.Value);
        if (Cancel(a, b) is { } cancelled)
            return cancelled;
        string key = $"({a}) / ({b})";
        return new Size([new Term(1, ImmutableArray.Create(new Factor(key, null, a, b)))]);
    }

    private static Size Collect(IEnumerable<Term> terms) =>
        new(terms.GroupBy(t => t.Key).Select(g => new Term(g.Aggregate(0L, (sum, t) => checked(sum + t.Coefficient)), g.First().Factors)));

    private static ImmutableArray<Factor> Sorted(ImmutableArray<Factor> factors) =>
        factors.Length < 2 ? factors : factors.Sort((x, y) => string.CompareOrdinal(x.Key, y.Key));

    private static Size? Cancel(Size a, Size b)
    {
        if (b._terms.Length != 1)
            return null;
        List<Term?> quotients = [.. a._terms.Select(t => Cancel(t, b._terms[0]))];
        return quotients.TrueForAll(t => t is not null) ? new Size(quotients!) : null;
    }

    // 6 * width * n / (2 * width) ==> 3 * n
    private static Term? Cancel(Term a, Term b)
    {
        if (a.Coefficient % b.Coefficient != 0)
            return null;
        ImmutableArray<Factor> rest = a.Factors;
        foreach (Factor factor in b.Factors)
        {
            int at = rest.ToList().FindIndex(f => f.Key == factor.Key);
            if (at < 0)
                return null;
            rest = rest.RemoveAt(at);
        }
        return new Term(a.Coefficient / b.Coefficient, rest);
    }

    private static bool AlwaysDivides(Size a, Size b)
    {
        List<SizeSymbol> symbols = [.. a.Symbols.Concat(b.Symbols).Distinct()];
        // Divisibility at the corners says nothing about the values between them.
        return CombinationCount(symbols) <= CombinationLimit
            && Combinations(symbols).All(v => b.Evaluate(v) is not 0 and var d && a.Evaluate(v) % d == 0);
    }

    private static long FloorQuotient(Factor factor, Func<SizeSymbol, long> valueOf) =>
        FloorQuotient(factor.Numerator!.Evaluate(valueOf), factor.Denominator!.Evaluate(valueOf));

    private static long FloorQuotient(long a, long b)
    {
        long quotient = checked(a / b);
        return a % b != 0 && a < 0 != b < 0 ? quotient - 1 : quotient;
    }

    private static double CombinationCount(List<SizeSymbol> symbols) => symbols.Aggregate(1.0, (n, s) => n * s.Values.Length);

    private static IEnumerable<Func<SizeSymbol, long>> Combinations(List<SizeSymbol> symbols)
    {
        double count = CombinationCount(symbols);
        if (count > CombinationLimit && symbols.Count > MostCorneredSymbols)
            throw new OverflowException($"a size has {symbols.Count} symbols, more than {MostCorneredSymbols} that it may fall with");
        // Beyond the limit only the corners are tried: sizes are monotone in each symbol but for contrived ones.
        var values = symbols.ToDictionary(
            s => s,
            s => count <= CombinationLimit ? s.Values : ImmutableArray.Create(s.Values[0], s.Values[^1])
        );
        var digits = new int[symbols.Count];
        while (true)
        {
            int[] chosen = [.. digits];
            yield return s => values[s][chosen[symbols.IndexOf(s)]];
            int place = 0;
            while (place < digits.Length && ++digits[place] == values[symbols[place]].Length)
                digits[place++] = 0;
            if (place == digits.Length)
                yield break;
        }
    }

    private IEnumerable<SizeSymbol> FactorSymbols() =>
        _terms
            .SelectMany(t => t.Factors)
            .SelectMany(f => f.Symbol is { } s ? [s] : f.Numerator!.FactorSymbols().Concat(f.Denominator!.FactorSymbols()));

    private static string Write(ImmutableArray<Term> terms)
    {
        if (terms.IsEmpty)
            return "0";
        string text = "";
        foreach (Term term in terms)
        {
            string magnitude = WriteMagnitude(term);
            string sign = term.Coefficient < 0 ? (text.Length == 0 ? "-" : " - ") : (text.Length == 0 ? "" : " + ");
            text += sign + magnitude;
        }
        return text;
    }

    private static string WriteMagnitude(Term term)
    {
        string coefficient =
            term.Coefficient == long.MinValue ? "9223372036854775808" : Math.Abs(term.Coefficient).ToString(CultureInfo.InvariantCulture);
        if (term.Factors.IsEmpty)
            return coefficient;
        string product = string.Join(" * ", term.Factors.Select(f => f.Symbol is not null ? f.Key : $"({f.Key})"));
        return coefficient == "1" ? product : $"{coefficient} * {product}";
    }
}

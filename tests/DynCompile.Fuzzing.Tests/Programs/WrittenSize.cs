namespace DynCompile.Fuzzing.Programs;

/// <summary>A size as a program writes it: a number, or a name (<c>width</c>, <c>N</c>) that is at least 1 whatever it stands for.</summary>
internal readonly record struct WrittenSize(int Value, string? Name = null)
{
    public bool IsConstant => Name is null;

    public bool IsAtLeastOne => Name is not null || Value >= 1;

    public static implicit operator WrittenSize(int value) => new(value);

    public static WrittenSize Named(string name) => new(0, name);

    public override string ToString() => Name ?? $"{Value}";
}

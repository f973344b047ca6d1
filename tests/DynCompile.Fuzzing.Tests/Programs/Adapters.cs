using DynCompile.Syntax;
using FsCheck;
using FsCheck.Fluent;

namespace DynCompile.Fuzzing.Programs;

/// <summary>Turns a variable into a value of another type, so that conditions and indices depend on what a program computed.</summary>
internal static class Adapters
{
    public static bool Fits(Variable variable, WrittenType type) =>
        variable.Type.IsNumber && variable.Type.HasElements && (type.IsNumber || type.IsBool);

    public static Gen<Expression> Adapt(Variable variable, WrittenType type) =>
        from scalar in Scalar(variable, type.Element)
        select type.IsScalar ? scalar : (Expression)Tree.Call("full", Tree.TypeValue(type), scalar);

    private static Gen<Expression> Scalar(Variable variable, string element) =>
        element switch
        {
            "bool" => from number in Number(variable)
            from isLess in Draw.From(true, false)
            from limit in variable.Type.IsF32
                ? Gen.Choose(-9, 9).Select(n => Tree.Real(n / 10.0))
                : Gen.Choose(-2, 6).Select(n => Tree.Number(n))
            select Tree.Binary(number, isLess ? BinaryOperator.Less : BinaryOperator.Greater, limit),
            _ when variable.Type.Element == element => Number(variable),
            "i32" when variable.Type is { IsF32: true, Rank: 1 } => Gen.Constant<Expression>(Tree.Call("argmax", Tree.Name(variable.Name))),
            "f32" => Number(variable).Select(n => Tree.Multiply(Tree.Cast("f32", n), Tree.Real(0.1))),
            _ when variable.Type.IsF32 => Number(variable).Select(n => Tree.Cast(element, Tree.Multiply(n, Tree.Real(2.9)))),
            _ => Number(variable).Select(n => Tree.Cast(element, n)),
        };

    /// <summary>One number of a tensor's own element type.</summary>
    private static Gen<Expression> Number(Variable variable)
    {
        Expression name = Tree.Name(variable.Name);
        if (variable.Type.IsScalar)
            return Gen.Constant(name);
        return Draw.Weighted(
            (2, () => Gen.Constant<Expression>(Tree.Call(variable.Type.IsF32 ? "mean" : "max", name))),
            (
                variable.Type.IsConstant ? 3 : 0,
                () =>
                    Draw.All(variable.Type.Shape.Select(s => Gen.Choose(0, s.Value - 1)))
                        .Select(i => Tree.At(name, i.Select(n => Tree.Number(n))))
            )
        );
    }
}

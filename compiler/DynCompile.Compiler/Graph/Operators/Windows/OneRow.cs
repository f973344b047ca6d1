namespace DynCompile.Graph.Operators;

/// <summary>Sequences [C, L] as images of one row [C, 1, L], so that 1-D operators are 2-D ones.</summary>
internal static class OneRow
{
    public static T Insert<T>(IOperatorSink<T> sink, T x, int axis) =>
        sink.Apply(new Reshape(sink.TypeOf(x).WithInserted(axis, Size.One).Shape), x);

    public static T Drop<T>(IOperatorSink<T> sink, T x, int axis) => sink.Apply(new Reshape(sink.TypeOf(x).WithoutAxis(axis).Shape), x);
}

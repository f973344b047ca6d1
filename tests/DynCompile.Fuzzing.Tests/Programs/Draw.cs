using FsCheck;
using FsCheck.Fluent;

namespace DynCompile.Fuzzing.Programs;

/// <summary>Small draws that generators are made of.</summary>
internal static class Draw
{
    public static Gen<bool> Percent(int percent) => Gen.Choose(1, 100).Select(n => n <= percent);

    public static Gen<T> From<T>(IEnumerable<T> choices) => Gen.Elements(choices);

    public static Gen<T> From<T>(params T[] choices) => Gen.Elements(choices);

    /// <summary>One of the choices, the heavier the likelier. Only the chosen one makes its generator.</summary>
    public static Gen<T> Weighted<T>(params IEnumerable<(int Weight, Func<Gen<T>> Make)> choices)
    {
        (int Weight, Func<Gen<T>> Make)[] all = [.. choices];
        return Gen.Choose(1, all.Sum(c => c.Weight))
            .SelectMany(at =>
            {
                int chosen = 0;
                for (int left = at - all[0].Weight; left > 0; left -= all[chosen].Weight)
                    chosen++;
                return all[chosen].Make();
            });
    }

    /// <summary>All of them, in order.</summary>
    public static Gen<T[]> All<T>(params IEnumerable<Gen<T>> generators) => Gen.CollectToArray(generators);

    public static Gen<T?> Maybe<T>(int percent, Gen<T> generator)
        where T : class => Percent(percent).SelectMany(has => has ? generator.Select(T? (value) => value) : Gen.Constant<T?>(null));
}

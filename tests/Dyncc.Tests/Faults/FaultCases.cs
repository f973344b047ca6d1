namespace DynCompile.CommandLine.Tests.Faults;

/// <summary>Every kind of fault, and every place where one may stand. The mark § in a program is where the fault is reported.</summary>
internal static class FaultCases
{
    private const string Vector = "x = 1 2 3";

    public static IReadOnlyList<FaultCase> Kinds { get; } =
    [
        Of("an element", "model M(x: f32[3], k: i32) -> (y: f32) { return §x[k] }", Vector, "k", 2, 3, "index 3 is outside 0..3"),
        Of("a negative index", "model M(x: f32[3], k: i32) -> (y: f32) { return §x[k] }", Vector, "k", 0, -1, "index -1 is outside 0..3"),
        Of(
            "the least index",
            "model M(x: f32[3], k: i32) -> (y: f32) { return §x[k] }",
            Vector,
            "k",
            0,
            int.MinValue,
            "index -2147483648 is outside 0..3"
        ),
        Of(
            "an index that wraps",
            "model M(x: f32[3], k: i32) -> (y: f32) { return §x[k + 1] }",
            Vector,
            "k",
            0,
            int.MaxValue,
            "index -2147483648 is outside 0..3"
        ),
        Of("a row", "model M(x: f32[3, 1], k: i32) -> (y: f32[1]) { return §x[k] }", Vector, "k", 2, 7, "index 7 is outside 0..3"),
        Of("a second index", "model M(x: f32[1, 3], k: i32) -> (y: f32) { return §x[0, k] }", Vector, "k", 2, 3, "index 3 is outside 0..3"),
        Of(
            "a third index",
            "model M(x: f32[1, 1, 3], k: i32) -> (y: f32) { return §x[0, 0, k] }",
            Vector,
            "k",
            2,
            3,
            "index 3 is outside 0..3"
        ),
        Of(
            "a fourth index",
            "model M(x: f32[1, 3, 1, 1], k: i32) -> (y: f32) { return §x[k - k, k, 0, 0] }",
            Vector,
            "k",
            2,
            3,
            "index 3 is outside 0..3"
        ),
        Of("an element of a list", "model M(k: i32) -> (y: i32) { return §[16, 32, 64][k] }", "", "k", 2, 3, "index 3 is outside 0..3"),
        Of(
            "an element of a weight",
            "model M(k: i32) -> (y: f32) { param w: f32[4]  return §w[k] }",
            "",
            "k",
            3,
            4,
            "index 4 is outside 0..4"
        ),
        Of(
            "an element that is replaced",
            "model M(x: f32[3], k: i32) -> (y: f32[3]) { var h = x  §h[k] = 5.0  return h }",
            Vector,
            "k",
            2,
            3,
            "index 3 is outside 0..3"
        ),
        Of(
            "a row that is replaced",
            "model M(x: f32[3, 1], k: i32) -> (y: f32[3, 1]) { var h = x  §h[k] = [5.0]  return h }",
            Vector,
            "k",
            2,
            3,
            "index 3 is outside 0..3"
        ),
        Of(
            "a place of two indices that is replaced",
            "model M(x: f32[1, 3], k: i32) -> (y: f32[1, 3]) { var h = x  §h[0, k] = 5.0  return h }",
            Vector,
            "k",
            2,
            3,
            "index 3 is outside 0..3"
        ),
        Of(
            "a slice's start",
            "model M(x: f32[3], k: i32) -> (y: f32[2]) { return §slice(x, k, 2) }",
            Vector,
            "k",
            1,
            2,
            "index 2 is outside 0..2"
        ),
        Of(
            "a slice along the last axis",
            "model M(x: f32[1, 3], k: i32) -> (y: f32[1, 2]) { return §slice(x, k, 2, axis: -1) }",
            Vector,
            "k",
            1,
            -1,
            "index -1 is outside 0..2"
        ),
        Of(
            "a slice's start in i64",
            "model M(x: f32[3], k: i64) -> (y: f32[2]) { return §slice(x, k, 2) }",
            Vector,
            "k",
            1,
            1L << 40,
            "index 1099511627776 is outside 0..2"
        ),
        Of(
            "a selected row",
            "model M(x: f32[3, 1], k: i32[2]) -> (y: f32[2, 1]) { return §index_select(x, k) }",
            Vector,
            "k",
            "2 0",
            "0 3",
            "index 3 is outside 0..3"
        ),
        Of(
            "a selected column",
            "model M(x: f32[1, 3], k: i64[2]) -> (y: f32[1, 2]) { return §index_select(x, k, axis: 1) }",
            Vector,
            "k",
            "2 0",
            "0 4294967296",
            "index 4294967296 is outside 0..3"
        ),
        Of(
            "a selected column of no rows",
            "model M(x: f32[0, 3], k: i32[1]) -> (y: f32[0, 1]) { return §index_select(x, k, axis: 1) }",
            "x =",
            "k",
            2,
            3,
            "index 3 is outside 0..3"
        ),
        Of(
            "a gathered element",
            "model M(x: f32[3], k: i32[2]) -> (y: f32[2]) { return §gather(x, k) }",
            Vector,
            "k",
            "2 0",
            "1 -3",
            "index -3 is outside 0..3"
        ),
        Of(
            "a scattered element",
            "model M(x: f32[3], k: i32[2]) -> (y: f32[3]) { return §scatter(x, k, [7.0, 8.0]) }",
            Vector,
            "k",
            "2 0",
            "1 3",
            "index 3 is outside 0..3"
        ),
        Of(
            "a scattered number",
            "model M(x: f32[3], k: i64[2]) -> (y: f32[3]) { return §scatter(x, k, 7.0) }",
            Vector,
            "k",
            "2 0",
            "1 3",
            "index 3 is outside 0..3"
        ),
        Of(
            "a row of an embedding",
            "model M(k: i32[2]) -> (y: f32[2, 2]) { layer e = embedding(4, 2)  return §e(k) }",
            "",
            "k",
            "3 0",
            "0 4",
            "index 4 is outside 0..4"
        ),
        Of(
            "a row of an embedding by an i64",
            "model M(k: i64) -> (y: f32[2]) { layer e = embedding(4, 2)  return §e(k) }",
            "",
            "k",
            3,
            1L << 32,
            "index 4294967296 is outside 0..4"
        ),
        Of(
            "a row of a computed table",
            "model M(x: f32[3, 1], k: i32) -> (y: f32[1]) { return §embedding(k, x) }",
            Vector,
            "k",
            2,
            3,
            "index 3 is outside 0..3"
        ),
        Of("a class", "model M(k: i32) -> (y: i32[3]) { return §one_hot(k, 3) }", "", "k", 2, 3, "index 3 is outside 0..3"),
        Of(
            "a layer",
            "model M(x: f32[3], k: i32) -> (y: f32[2]) { layer e[3] = linear(2)  return e[§k](x) }",
            Vector,
            "k",
            2,
            3,
            "index 3 is outside 0..3"
        ),
        Of(
            "a layer that nobody reads, by what all samples share",
            "model M(x: f32[3], k: i32) -> (y: f32[3]) { layer e[3] = linear(2)\nfor i in 0..k limit 9 { let unread = e[§i](x) }\nreturn x }",
            Vector,
            "k",
            3,
            4,
            "index 3 is outside 0..3"
        ),
        Of(
            "a layer of two indices",
            "model M(x: f32[3], k: i32) -> (y: f32[2]) { layer e[3][2] = linear(2)  return e[1][§k](x) }",
            Vector,
            "k",
            1,
            2,
            "index 2 is outside 0..2"
        ),
        Of(
            "a block",
            "block B()(x: f32[3]) -> f32[3] { layer f = linear(3)  return f(x) }\nmodel M(x: f32[3], k: i32) -> (y: f32[3]) { layer e[3] = B()  return e[§k](x) }",
            Vector,
            "k",
            2,
            -1,
            "index -1 is outside 0..3"
        ),
        Of(
            "a weight of a layer",
            "model M(x: f32[3], k: i32) -> (y: f32[2, 3], z: f32[2]) { layer e[3] = linear(2)  let z = e[0](x)  return (e[§k].weight, z) }",
            Vector,
            "k",
            2,
            3,
            "index 3 is outside 0..3"
        ),
        Of("a division", "model M(a: i32, k: i32) -> (y: i32) { return §a / k }", "a = 7", "k", 2, 0, "7 is divided by zero"),
        Of("a remainder", "model M(a: i32, k: i32) -> (y: i32) { return §a % k }", "a = -7", "k", 2, 0, "-7 is divided by zero"),
        Of(
            "a division of many",
            "model M(a: i32[3], k: i32[3]) -> (y: i32[3]) { return §a / k }",
            "a = 7 8 9",
            "k",
            "1 2 3",
            "1 0 0",
            "8 is divided by zero"
        ),
        Of(
            "a division of i64",
            "model M(a: i64[2], k: i64) -> (y: i64[2]) { return §a / k }",
            "a = 7 8",
            "k",
            1,
            0,
            "7 is divided by zero"
        ),
        Of(
            "a division of i64 with a remainder",
            "model M(a: i64[2], k: i64) -> (y: i64[2]) { return §a % k }",
            "a = 7 8",
            "k",
            1,
            0,
            "7 is divided by zero"
        ),
        Of(
            "a division among others",
            "model M(a: i32[3], k: i32) -> (y: i32[3]) { return (a + 1) * (§a / k) - 2 }",
            "a = 7 8 9",
            "k",
            1,
            0,
            "7 is divided by zero"
        ),
        Of(
            "an elastic size",
            "model M(x: f32[3], k: i32) -> (y: f32[2]) {\nelastic width in [1, 2, 4]\nlayer a = linear(width)\nlayer b = linear(2)\nvar y = zeros(f32[2])\n§with width = k { y = b(a(x)) }\nreturn y }",
            Vector,
            "k",
            4,
            3,
            "3 is not one of the elastic sizes 1, 2, 4"
        ),
        Of(
            "an elastic size of a range",
            "model M(x: f32[3], k: i32) -> (y: f32[2]) {\nelastic width in 1..=3\nlayer a = linear(width)\nlayer b = linear(2)\nvar y = zeros(f32[2])\n§with width = k { y = b(a(x)) }\nreturn y }",
            Vector,
            "k",
            3,
            4,
            "4 is not one of the elastic sizes 1, 2, 3"
        ),
        Of(
            "an elastic size of a long range",
            "model M(x: f32[3], k: i32) -> (y: f32[2]) {\nelastic width in 1..=20\nlayer a = linear(width)\nlayer b = linear(2)\nvar y = zeros(f32[2])\n§with width = k { y = b(a(x)) }\nreturn y }",
            Vector,
            "k",
            3,
            21,
            "21 is not one of the sizes 1..=20"
        ),
    ];

    public static IReadOnlyList<FaultCase> Places { get; } =
    [
        Of(
            "in a branch that is taken",
            "model M(x: f32[3], k: i32) -> (y: f32) { var y = 0.0  if k > 0 { y = §x[k] }  return y }",
            Vector,
            "k",
            -5,
            3,
            "index 3 is outside 0..3"
        ),
        Of(
            "in the other branch",
            "model M(x: f32[3], k: i32) -> (y: f32) { if k <= 2 { return 1.0 }  return §x[k] }",
            Vector,
            "k",
            -5,
            3,
            "index 3 is outside 0..3"
        ),
        Of(
            "after an exit",
            "model M(x: f32[3], k: i32) -> (y: f32) { exit 1.0 when k < 0  return §x[k] }",
            Vector,
            "k",
            -5,
            3,
            "index 3 is outside 0..3"
        ),
        Of(
            "in a condition",
            "model M(x: f32[3], k: i32) -> (y: f32) { if k >= 0 and §x[k] > 1.0 { return 1.0 }  return 2.0 }",
            Vector,
            "k",
            -5,
            3,
            "index 3 is outside 0..3"
        ),
        Of(
            "in a loop",
            "model M(x: f32[3], k: i32) -> (y: f32) { var y = 0.0  for i in 0..5 { if i < k { y += §x[i] } }  return y }",
            Vector,
            "k",
            3,
            5,
            "index 3 is outside 0..3"
        ),
        Of(
            "in a loop over data",
            "model M(x: f32[3], k: i32) -> (y: f32) { var y = 0.0  for i in 0..k limit 9 { y += §x[i] }  return y }",
            Vector,
            "k",
            3,
            4,
            "index 3 is outside 0..3"
        ),
        Of(
            "in the condition of a loop",
            "model M(x: f32[3], k: i32) -> (y: i32) { var i = 0  while §x[i] < f32(k) limit 9 { i += 1 }  return i }",
            Vector,
            "k",
            3,
            7,
            "index 3 is outside 0..3"
        ),
        Of(
            "in a loop in a loop",
            "model M(x: f32[3], k: i32) -> (y: f32) { var y = 0.0  for i in 0..2 { for j in 0..k limit 4 { y += §x[i + j] } }  return y }",
            Vector,
            "k",
            2,
            3,
            "index 3 is outside 0..3"
        ),
        Of(
            "in a block",
            "block B()(x: f32[3], k: i32) -> f32 { return §x[k] }\nmodel M(x: f32[3], k: i32) -> (y: f32) { layer b = B()  return b(x, k) }",
            Vector,
            "k",
            2,
            3,
            "index 3 is outside 0..3"
        ),
        Of(
            "in a helper",
            "fn f(x: f32[3], k: i32) -> f32 { return §x[k] }\nmodel M(x: f32[3], k: i32) -> (y: f32) { return f(x, k) }",
            Vector,
            "k",
            2,
            3,
            "index 3 is outside 0..3"
        ),
        Of(
            "in a block that is chosen",
            "block B()(x: f32[3], k: i32) -> f32 { param w: f32  return w + §x[k + 1] }\nmodel M(x: f32[3], k: i32) -> (y: f32) { layer b[4] = B()  return b[k](x, k) }",
            Vector,
            "k",
            1,
            2,
            "index 3 is outside 0..3"
        ),
        Of(
            "in a chosen size",
            "model M(x: f32[3], k: i32) -> (y: f32) {\nelastic width in [1, 2, 4]\nlayer a = linear(width)\nvar y = 0.0\nwith width = k { y = max(a(x)) + §x[k] }\nreturn y }",
            Vector,
            "k",
            2,
            4,
            "index 4 is outside 0..3"
        ),
        Of(
            "where nobody reads it",
            "model M(x: f32[3], k: i32) -> (y: f32) { let unused = §x[k]  return x[0] }",
            Vector,
            "k",
            2,
            3,
            "index 3 is outside 0..3"
        ),
        Of(
            "where nobody reads the block's result",
            "block B()(x: f32[3], k: i32) -> f32 { return §x[k] }\nmodel M(x: f32[3], k: i32) -> (y: f32) { layer b = B()  let unused = b(x, k)  return x[0] }",
            Vector,
            "k",
            2,
            3,
            "index 3 is outside 0..3"
        ),
        Of(
            "on the side that where leaves out",
            "model M(x: f32[3], k: i32) -> (y: f32) { return where(k < 3, §x[k], 0.0) }",
            Vector,
            "k",
            2,
            3,
            "index 3 is outside 0..3"
        ),
        Of(
            "before a later fault",
            "model M(x: f32[3], k: i32) -> (y: f32) { let a = §x[k]  let b = x[k + 1]  return a + b }",
            Vector,
            "k",
            1,
            3,
            "index 3 is outside 0..3"
        ),
        Of(
            "before a later fault of another kind",
            "model M(x: f32[3], k: i32) -> (y: f32) { let a = §7 / (3 - k)  return x[k] + f32(a) }",
            Vector,
            "k",
            1,
            3,
            "7 is divided by zero"
        ),
        Of(
            "at the first of two indices",
            "model M(x: f32[3, 1], k: i32) -> (y: f32) { return §x[k, k - 2] }",
            Vector,
            "k",
            2,
            3,
            "index 3 is outside 0..3"
        ),
    ];

    private static FaultCase Of(string name, string model, string others, string input, object good, object bad, string what)
    {
        int at = model.IndexOf('§', StringComparison.Ordinal);
        string before = model[..at];
        int line = before.Count(c => c == '\n') + 1;
        int column = at - before.LastIndexOf('\n');
        string given = others.Length == 0 ? "" : $"{others}; ";
        return new FaultCase(
            name,
            model.Replace("§", "", StringComparison.Ordinal),
            $"{given}{input} = {good}",
            $"{given}{input} = {bad}",
            what,
            line,
            column
        );
    }
}

namespace DynCompile.Compiler.Tests.Graph;

/// <summary>Graphs by hand that several tests run.</summary>
internal static class Samples
{
    /// <summary>An early exit, a block under two paths, weights.</summary>
    public const string EarlyExit = """
        model Gate
        documentation "Two layers,\nthe second \"only if\" needed."
        exit "sure" [0] @4:5
        exit "" [1] @7:5

        func Dense(%0.x: f32[3]) -> (y: f32[3]) {
          %1 = weight {path: "weight", type: f32[3, 3]} : f32[3, 3] @"layers.dnn":3:8
          %2 = linear %0, %1 : f32[3] @"layers.dnn":3:8
          %3.y = relu %2 : f32[3] @"layers.dnn":4:5
          leave 0 %3
        }

        func Gate(%0.x: f32[3]) -> (y: f32[3], exit: i32) {
          %1.tau = weight {path: "tau", type: f32} : f32
          %2.a = call %0 {function: "Dense", path: "first"} : f32[3] @3:9
          %3 = max %2 : f32 @4:20
          %4 = greater_or_equal %3, %1 : bool @4:20
          if %4 @4:5 then {
            %5 = constant {values: [0], type: i32} : i32
            leave 0 %2, %5
          } else {
            yield
          }
          %6.b = call %2 {function: "Dense", path: "second"} : f32[3] @6:9
          %7 = constant {values: [1], type: i32} : i32
          leave 1 %6, %7
        }

        """;

    /// <summary>A loop with a condition, continue, break and a carried value.</summary>
    public const string HaltingLoop = """
        model Halting
        exit "" [0]

        func Halting(%0.x: f32, %1.stop: f32) -> (sum: f32, steps: i32) {
          %2 = constant {values: [0.0], type: f32} : f32
          %3 = constant {values: [0], type: i32} : i32
          %4 = constant {values: [1], type: i32} : i32
          %5.sum, %6.steps = loop %2, %3 {limit: 10, condition: true} : f32, i32 @2:5 while (%7: i32, %8.sum: f32, %9.steps: i32) {
            %10 = less %8, %1 : bool
            yield %10
          } do (%11: i32, %12.sum: f32, %13.steps: i32) {
            %14 = add %12, %0 : f32
            %15 = add %13, %4 : i32
            %16 = constant {values: [5.0], type: f32} : f32
            %17 = greater %14, %16 : bool
            if %17 then {
              break %16, %15
            } else {
              yield
            }
            %18 = remainder %11, %4 : i32
            %19 = equal %18, %4 : bool
            if %19 then {
              continue %12, %13
            } else {
              yield
            }
            continue %14, %15
          }
          leave 0 %5, %6
        }

        """;

    /// <summary>A switch between layers, in a block below a path.</summary>
    public const string Experts = """
        model Experts
        exit "" [0]

        func Ffn(%0.x: f32[2]) -> (y: f32[2]) {
          %1 = weight {path: "bias", type: f32[2]} : f32[2]
          %2 = add %0, %1 : f32[2]
          leave 0 %2
        }

        func Experts(%0.x: f32[2], %1.k: i32) -> (y: f32[2]) {
          %2 = switch %1 {count: 3} : f32[2] @3:13 do (%3.k: i32) {
            %4 = weight %3 {path: "scale.{3}", type: f32[2]} : f32[2]
            %5 = multiply %0, %4 : f32[2]
            %6 = call %3, %5 {function: "Ffn", path: "experts.{3}"} : f32[2] @3:13
            yield %6
          }
          leave 0 %2
        }

        """;

    /// <summary>An elastic size, set by the caller outside and by the model inside.</summary>
    public const string Elastic = """
        model Wide
        elastic width in [2, 4] @2:5
        symbol width.1 in [2, 4]
        exit "" [0]

        func Sum(%0.x: f32[3]) -> (y: f32) {
          %1 = weight {path: "weight", type: f32[width.1, 3]} : f32[width.1, 3]
          %2 = linear %0, %1 : f32[width.1]
          %3 = sum %2 : f32
          leave 0 %3
        }

        func Wide(%0.x: f32[3], %1.chosen: i32) -> (mine: f32, yours: f32) {
          %2.mine = with %1 {elastic: width, bound: width.1} : f32 @5:5 do {
            %3 = call %0 {function: "Sum", path: "inner"} : f32
            yield %3
          }
          %4 = weight {path: "outer", type: f32[width, 3]} : f32[width, 3]
          %5 = linear %0, %4 : f32[width]
          %6.yours = sum %5 : f32
          leave 0 %2, %6
        }

        """;

    public static TheoryData<string> All => [EarlyExit, HaltingLoop, Experts, Elastic];
}

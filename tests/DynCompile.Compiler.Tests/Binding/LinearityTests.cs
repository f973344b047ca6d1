using System.Diagnostics;
using DynCompile.Diagnostics;
using DynCompile.Text;

namespace DynCompile.Compiler.Tests.Binding;

[CollectionDefinition(nameof(LinearityTests), DisableParallelization = true)]
public class AloneInTheProcess;

/// <summary>
/// A program of twice the length costs about twice as much. What is measured is memory allocated, which does not depend on who else
/// uses the machine; work that grows with the square of a length shows in it, too, when it makes anything.
/// </summary>
[Collection(nameof(LinearityTests))]
public class LinearityTests
{
    // Linear is 2, a square 4; lists that double at the wrong moment make a little more of 2.
    private const double MostGrowth = 2.6;

    private static readonly Dictionary<string, (int Count, Func<int, string> Write)> programs = new()
    {
        ["a body of lets"] = (4000, n => Model(Lines(n, i => $"let v{i} = relu({(i == 0 ? "x" : $"v{i - 1}")}) + x * 2.0"))),
        ["blocks"] = (
            250,
            n =>
                Lines(n, i => $"block B{i}(z: f32[K]) -> f32[K] {{ layer fc = linear(K)  if z[0] > 0.0 {{ return z }}  return fc(z) }}")
                + Model($"{Lines(n, i => $"layer b{i} = B{i}()")}var h = x\n{Lines(n, i => $"h = b{i}(h)")}")
        ),
        ["instances of one block"] = (
            250,
            n =>
                "block B(width: int)(z: f32[K]) -> f32[K] { layer a = linear(width)  layer b = linear(K)  return z |> a |> relu |> b }\n"
                + Model($"{Lines(n, i => $"layer b{i} = B({i + 1})")}var h = x\n{Lines(n, i => $"h = b{i}(h)")}")
        ),
        ["layers"] = (2000, n => Model($"{Lines(n, i => $"layer l{i} = linear(4)")}var h = x\n{Lines(n, i => $"h = l{i}(h)")}")),
        ["calls of helpers"] = (
            1000,
            n =>
                Lines(n, i => $"fn add{i}(z: f32[K]) -> f32[K] {{ return z + {i}.0 }}")
                + Model($"var h = x\n{Lines(n, i => $"h = add{i}(h)")}")
        ),
        ["calls of a helper beside many layers"] = (
            1000,
            n =>
                Model(
                    $"{Lines(n, i => $"layer l{i} = linear(4)")}fn add(z: f32[K]) -> f32[K] {{ return z + 1.0 }}\nvar h = x\n{Lines(n, _ => "h = add(h)")}"
                )
        ),
        ["exits"] = (1000, n => Model(Lines(n, i => $"exit x when x[0] > {i}.0"))),
        ["branches"] = (1000, n => Model($"var h = x\n{Lines(n, i => $"if x[0] > {i}.0 {{ h = h + x }}")}")),
        ["branches beside many variables"] = (
            500,
            n => Model($"{Lines(n, i => $"var v{i} = x")}{Lines(n, i => $"if x[0] > {i}.0 {{ v{i} = x + x }}")}")
        ),
        ["a branch that assigns many variables"] = (
            1000,
            n => Model($"{Lines(n, i => $"var v{i} = x")}if x[0] > 1.0 {{\n{Lines(n, i => $"v{i} = x + x")}}}")
        ),
        ["a loop that carries many variables"] = (
            1000,
            n => Model($"{Lines(n, i => $"var v{i} = x")}for k in 0..9 {{\n{Lines(n, i => $"v{i} = v{i} + x")}}}")
        ),
        ["loops"] = (500, n => Model($"var h = x\n{Lines(n, _ => "for k in 0..9 { h = h + x }")}")),
        ["elements of a variable"] = (1000, n => Model($"var h = x\n{Lines(n, i => $"h[{i % 4}] = x[0] + {i}.0")}")),
        ["unknown names"] = (1000, n => Model(Lines(n, i => $"let known{i} = x") + Lines(n, i => $"let v{i} = unknown{i}"))),
        ["comments"] = (4000, n => Model(Lines(n, i => $"// {i}\nlet v{i} = x // behind"))),
        ["weights of an elastic size"] = (
            500,
            n => Model($"elastic w in 1..500\n{Lines(n, i => $"layer l{i} = linear(w)")}{Lines(n, i => $"let h{i} = l{i}(x)")}")
        ),
    };

    public static TheoryData<string> Programs => [.. programs.Keys];

    [Theory]
    [MemberData(nameof(Programs))]
    public void Twice_the_text_takes_about_twice_the_memory(string program)
    {
        (int count, Func<int, string> write) = programs[program];
        // What is made once in a process.
        Allocated(write(10));
        long once = Allocated(write(count));
        long twice = Allocated(write(2 * count));

        Assert.True(twice < MostGrowth * once, $"{program}: {once:N0} bytes for {count}, {twice:N0} for {2 * count}");
    }

    [Fact]
    public void A_megabyte_is_checked_in_seconds()
    {
        string program = programs["a body of lets"].Write(30_000);
        Assert.InRange(program.Length, 1_000_000, 1_300_000);
        var diagnostics = new DiagnosticBag();
        var time = Stopwatch.StartNew();

        Assert.NotNull(Compilation.Check(new SourceText("model.dnn", program), diagnostics));
        Assert.InRange(time.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(60));
    }

    private static long Allocated(string program)
    {
        var source = new SourceText("model.dnn", program);
        long before = GC.GetTotalAllocatedBytes(precise: true);
        Compilation.Check(source, new DiagnosticBag());
        return GC.GetTotalAllocatedBytes(precise: true) - before;
    }

    private static string Model(string body) => $"model M(x: f32[4]) -> (y: f32[4]) {{\n{body}\nreturn x\n}}\n";

    private static string Lines(int count, Func<int, string> line) => string.Concat(Enumerable.Range(0, count).Select(i => $"{line(i)}\n"));
}

using System.Globalization;
using Spectre.Console;

namespace DynCompile.CommandLine;

/// <summary>Shows a benchmark to a person: what was run, and a line for each batch size.</summary>
internal static class BenchReport
{
    public static void Show(BenchSubject subject, IReadOnlyList<BenchResult> results)
    {
        bool hasStatic = results.Any(r => r.Static is not null);
        IAnsiConsole console = Terminal.Out;
        console.Write(SubjectTable(subject, hasStatic));
        console.Write(TimesTable(results, hasStatic));
    }

    private static Table SubjectTable(BenchSubject subject, bool hasStatic)
    {
        var table = new Table().Border(TableBorder.None).HideHeaders().AddColumn("").AddColumn("");
        void Row(string name, string value) => table.AddRow(Markup.Escape(name), Markup.Escape(value));
        Row("model", $"{subject.Model}, {subject.Samples} samples");
        for (int i = 0; i < subject.Exits.Count; i++)
            Row(i == 0 ? "exits" : "", $"{subject.Exits[i].Name}: {subject.Exits[i].Samples}");
        Row("multiply-adds", RunReport.Spent(subject.MultiplyAdds, subject.FullMultiplyAdds));
        Row("times", "µs for each run of a batch");
        Row("bytes", "allocated by each run");
        if (hasStatic)
            Row("static", "p50 of the same network without exits; ratio: samples/s to its");
        return table;
    }

    private static Table TimesTable(IReadOnlyList<BenchResult> results, bool hasStatic)
    {
        string[] columns = ["batch", "p50", "p95", "p99", "samples/s", "bytes"];
        if (hasStatic)
            columns = [.. columns, "static", "ratio"];
        Table table = new Table().Border(TableBorder.Simple);
        table.AddColumns([.. columns.Select(name => new TableColumn(name).RightAligned().NoWrap())]);
        foreach (BenchResult result in results)
        {
            RunTimes own = result.Own;
            string[] cells =
            [
                $"{result.Batch}",
                Time(own.P50),
                Time(own.P95),
                Time(own.P99),
                Number(own.SamplesPerSecond, "N0"),
                Number(own.AllocatedBytes, "0.##"),
            ];
            if (result.Static is { } full)
                // Not of the medians: the middle sample says nothing about those that take no exit.
                cells = [.. cells, Time(full.P50), Number(own.SamplesPerSecond / full.SamplesPerSecond, "F2")];
            table.AddRow(cells);
        }
        return table;
    }

    private static string Time(double microseconds) => Number(microseconds, microseconds < 1000 ? "N1" : "N0");

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}

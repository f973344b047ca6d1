using Spectre.Console;

namespace DynCompile.CommandLine;

/// <summary>A bar on stderr that shows how far a run has come; only where a person looks.</summary>
internal static class SampleProgress
{
    /// <summary>Redrawing costs more than most samples.</summary>
    private const int Updates = 200;

    /// <summary>Does the work, which tells how many samples are done; without a terminal nobody listens.</summary>
    public static T Show<T>(int samples, Func<Action<long>?, T> work)
    {
        if (Console.IsErrorRedirected || samples < 2)
            return work(null);
        return Terminal
            .Error.Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .Start(context =>
            {
                ProgressTask task = context.AddTask($"{samples} samples", maxValue: samples);
                long step = Math.Max(1, samples / Updates);
                long next = step;
                return work(done =>
                {
                    if (done < next)
                        return;
                    next = done + step;
                    task.Value = done;
                });
            });
    }
}

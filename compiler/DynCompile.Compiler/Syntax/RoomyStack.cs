using System.Runtime.ExceptionServices;

namespace DynCompile.Syntax;

/// <summary>
/// Runs what recurses as deep as a program nests. Callers may have little stack left (an analyzer's thread has one megabyte), and the
/// generated parser takes some kilobytes a level; so deep programs, which are rare, get a thread of their own.
/// </summary>
internal static class RoomyStack
{
    private const int ShallowNesting = 16;
    private const int Room = 16 * 1024 * 1024;

    public static T? Run<T>(int nesting, Func<T?> action)
        where T : class
    {
        if (nesting <= ShallowNesting)
            return action();

        T? result = null;
        ExceptionDispatchInfo? failure = null;
        var thread = new Thread(
            () =>
            {
                try
                {
                    result = action();
                }
                // Unhandled on this thread it would end the process; it belongs to the caller.
                catch (Exception e)
                {
                    failure = ExceptionDispatchInfo.Capture(e);
                }
            },
            Room
        );
        thread.Start();
        thread.Join();
        failure?.Throw();
        return result;
    }
}

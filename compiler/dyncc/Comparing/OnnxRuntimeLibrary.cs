using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;
using DynCompile.Diagnostics;
using DynCompile.Text;
using Microsoft.ML.OnnxRuntime;

namespace DynCompile.CommandLine;

/// <summary>
/// The native library of ONNX Runtime, which dyncc does not carry along: it is found where the system looks for libraries, or where
/// <c>DYNCC_ONNXRUNTIME</c> says.
/// </summary>
internal static class OnnxRuntimeLibrary
{
    private const string Variable = "DYNCC_ONNXRUNTIME";

    private static readonly Lazy<string?> Problem = new(Find);

    /// <exception cref="CommandFailed">There is none, or not one that this version can use.</exception>
    public static void Require()
    {
        if (Problem.Value is { } problem)
            throw new CommandFailed(ExitCode.WrongInput, new NoOnnxRuntime(Location.OfFile("--oracle"), Version, problem, Variable));
    }

    private static string Version => typeof(OrtEnv).Assembly.GetName().Version!.ToString(3);

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } path)
        {
            if (!NativeLibrary.TryLoad(path, out nint library))
                return $"{Variable} is `{path}`, and that is no library that can be loaded";
            AssemblyLoadContext.Default.ResolvingUnmanagedDll += (_, name) =>
                name.Contains("onnxruntime", StringComparison.Ordinal) ? library : 0;
        }
        try
        {
            return OrtEnv.Instance().GetVersionString() is { Length: > 0 } ? null : "it does not tell its version";
        }
        // An older library does not have the functions that the managed part asks for.
        catch (Exception e)
            when (e is TypeInitializationException or DllNotFoundException or EntryPointNotFoundException or TargetInvocationException)
        {
            return e.GetBaseException() is DllNotFoundException
                ? "there is no library `onnxruntime` where the system looks for libraries"
                : $"the library does not start: {e.GetBaseException().Message}";
        }
    }
}

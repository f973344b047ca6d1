using DynCompile.Text;

namespace DynCompile.Diagnostics;

// Facts about files, weights, inputs and options: what the command line meets beside the program.

/// <param name="What">What was looked for: the model, the weights, the inputs.</param>
public sealed record FileNotFound(Location Location, string What) : Diagnostic(Location)
{
    public override string Id => "DYN0400";
}

public sealed record FileNotReadable(Location Location, string What, string Reason) : Diagnostic(Location)
{
    public override string Id => "DYN0401";
}

public sealed record WeightsDoNotFit(Location Location, EquatableArray<string> Problems) : Diagnostic(Location)
{
    public override string Id => "DYN0402";
}

public sealed record UnusedWeights(Location Location, EquatableArray<string> Names) : Diagnostic(Location)
{
    public override string Id => "DYN0403";

    public override Severity Severity => Severity.Warning;
}

public sealed record MissingInput(Location Location, string Name, string Type, EquatableArray<string> Given) : Diagnostic(Location)
{
    public override string Id => "DYN0404";
}

public sealed record WrongInput(Location Location, string Name, string Expected, string Actual) : Diagnostic(Location)
{
    public override string Id => "DYN0405";
}

public sealed record BadLabels(Location Location, string Name, string Problem) : Diagnostic(Location)
{
    public override string Id => "DYN0406";
}

/// <param name="Problem">What is not there: the variable, the folder or a file.</param>
/// <param name="Origin">Where a person finds the data set.</param>
/// <param name="Variable">The environment variable with the folder of all data sets.</param>
/// <param name="Files">What the data set's folder holds.</param>
public sealed record DataSetMissing(
    Location Location,
    string Name,
    string Problem,
    string Origin,
    string Variable,
    EquatableArray<string> Files
) : Diagnostic(Location)
{
    public override string Id => "DYN0407";
}

public sealed record FaultInModel(Location Location, string Message) : Diagnostic(Location)
{
    public override string Id => "DYN0410";
}

public sealed record FileNotWritable(Location Location, string Reason) : Diagnostic(Location)
{
    public override string Id => "DYN0411";
}

public sealed record UnknownTarget(Location Location, string Name, EquatableArray<string> Known) : Diagnostic(Location)
{
    public override string Id => "DYN0500";
}

public sealed record BadSetting(Location Location, string Text, string Problem) : Diagnostic(Location)
{
    public override string Id => "DYN0501";
}

public sealed record BadOption(Location Location, string Option, string Problem) : Diagnostic(Location)
{
    public override string Id => "DYN0502";
}

public sealed record NoInputs(Location Location, string Beside) : Diagnostic(Location)
{
    public override string Id => "DYN0503";
}

public sealed record UnknownPage(Location Location, string Asked, EquatableArray<string> Nearest) : Diagnostic(Location)
{
    public override string Id => "DYN0504";
}

/// <summary>A judge that is not on this machine.</summary>
/// <param name="Variable">The environment variable that names the library.</param>
public sealed record NoOnnxRuntime(Location Location, string Version, string Problem, string Variable) : Diagnostic(Location)
{
    public override string Id => "DYN0505";
}

/// <summary>Two models of a C# project that would become one class.</summary>
/// <param name="Class">Its full name.</param>
/// <param name="Other">The name of the model that has it.</param>
public sealed record ClassTwice(Location Location, string Class, Location Other) : Diagnostic(Location)
{
    public override string Id => "DYN0506";
}

/// <summary>Samples that do not say what a calibration is to find.</summary>
/// <param name="Layers">The quantized layers that no sample reached; none when the model has no quantized layer.</param>
public sealed record CannotCalibrate(Location Location, EquatableArray<string> Layers) : Diagnostic(Location)
{
    public override string Id => "DYN0507";
}

/// <summary>A word that is none of those which stand here: a command, an option, a value of one.</summary>
/// <param name="Kind">What it should be: command, option, format.</param>
public sealed record UnknownChoice(Location Location, string Kind, string Name, EquatableArray<string> Known) : Diagnostic(Location)
{
    public override string Id => "DYN0508";
}

/// <summary>A command line that says too little or too much.</summary>
/// <param name="Command">The command with the help to read: `dyncc run`.</param>
public sealed record WrongCommandLine(Location Location, string Problem, string Command) : Diagnostic(Location)
{
    public override string Id => "DYN0509";
}

/// <summary>A limit of the tool itself, never a loop's.</summary>
public sealed record LimitReached(Location Location, string What) : Diagnostic(Location)
{
    public override string Id => "DYN0510";
}

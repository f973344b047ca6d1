using System.CommandLine;
using DynCompile.Diagnostics;
using DynCompile.Graph;
using DynCompile.Tensors;
using DynCompile.Text;

namespace DynCompile.CommandLine.Commands;

/// <summary>Where the samples of a command come from: a file, a data set or chance.</summary>
internal sealed class SampleOptions
{
    private readonly Option<string?> _inputs = new("--inputs", "-i")
    {
        Description = "The inputs by name, first axis = sample; MODEL.inputs.safetensors beside the model unless given.",
        HelpName = "IN.safetensors",
    };

    private readonly Option<string?> _data = new("--data")
    {
        Description =
            $"A known data set as the inputs, with its labels: {Prose.AnyOfWords(DataSet.Names)}, a folder of ${DataSet.RootVariable}.",
        HelpName = "NAME",
    };

    private readonly Option<int?> _random = new("--random") { Description = "Makes so many random samples.", HelpName = "N" };

    private readonly Option<int> _seed = new("--seed")
    {
        Description = "The seed of random inputs and weights.",
        HelpName = "S",
        DefaultValueFactory = _ => 0,
    };

    public SampleOptions() => _data.CompletionSources.Add([.. DataSet.Names]);

    /// <summary>Adds the options to a command, where its help is to list them.</summary>
    public void AddTo(Command command, Option behind)
    {
        int index = command.Options.IndexOf(behind);
        foreach (Option option in new Option[] { _inputs, _data, _random, _seed })
            command.Options.Insert(++index, option);
    }

    public SampleChoice Of(ParseResult parsed) =>
        new(parsed.GetValue(_inputs), parsed.GetValue(_data), parsed.GetValue(_random), parsed.GetValue(_seed));
}

/// <summary>What the caller chose of <see cref="SampleOptions"/>.</summary>
internal sealed record SampleChoice(string? Inputs, string? Data, int? Random, int Seed)
{
    /// <summary>Whether samples were asked for, rather than those beside the model.</summary>
    public bool IsGiven => Inputs is not null || Data is not null || Random is not null;

    /// <summary>Ends the command when two sources are named.</summary>
    public void Check()
    {
        if (Random is < 0)
            throw CommonOptions.Wrong("--random", $"{Random} samples cannot be made");
        if (Random is not null && Inputs is not null)
            throw CommonOptions.Wrong("--random", "inputs are given with `-i` as well");
        if (Data is not null && (Inputs is not null || Random is not null))
            throw CommonOptions.Wrong("--data", $"inputs are given with `{(Inputs is null ? "--random" : "-i")}` as well");
    }

    /// <param name="labels">A tensor of the inputs' file that is no input and not to be remarked on.</param>
    public Samples Find(string modelPath, ModelGraph graph, string? labels = null)
    {
        if (Random is { } count)
        {
            long largest = graph.Inputs.Select(i => i.Type.Count.Value * i.Type.Element.Size()).DefaultIfEmpty(0).Max();
            if (largest * count > Tensor.MaxBytes)
                throw new CommandFailed(
                    ExitCode.Limit,
                    new LimitReached(Location.OfFile("--random"), $"{count} samples take more than the {Tensor.MaxBytes} bytes of a tensor")
                );
            return Samples.Random(graph, count, Seed);
        }
        if (Data is { } data)
            return DataSet.Named(data).Read(graph, Environment.GetEnvironmentVariable(DataSet.RootVariable));
        string beside = Path.ChangeExtension(modelPath, ".inputs.safetensors");
        if (Inputs is null && !File.Exists(beside))
            throw new CommandFailed(ExitCode.WrongUsage, new NoInputs(Location.OfFile(modelPath), beside));
        return Samples.Read(Inputs ?? beside, graph, labels);
    }
}

using DynCompile.Graph;
using DynCompile.Text;

namespace DynCompile.Regions;

/// <summary>A value handed to the place where several paths meet.</summary>
public readonly record struct Handover(ValueId From, ValueId To);

/// <summary>
/// One step of the host program. Steps nest and never jump elsewhere: the end of a step is where its samples meet again.
/// </summary>
public abstract record Step
{
    /// <summary>Runs a block.</summary>
    public sealed record Run(Block Block) : Step;

    /// <summary>Parts the samples by a condition; each side runs its own.</summary>
    public sealed record Branch(ValueId Condition, EquatableArray<Step> Then, EquatableArray<Step> Else, Origin Origin) : Step;

    /// <summary>
    /// Runs its body until no sample goes on, at most <paramref name="Limit"/> times. <paramref name="Carried"/> are the values that an
    /// iteration starts with; <paramref name="Results"/> are the same values, as seen behind the loop.
    /// </summary>
    public sealed record Repeat(
        Size Limit,
        Definition Iteration,
        EquatableArray<Definition> Carried,
        EquatableArray<ValueId> Initial,
        EquatableArray<Definition> Results,
        EquatableArray<Step> ConditionSteps,
        ValueId? Condition,
        EquatableArray<Step> Body,
        Origin Origin
    ) : Step;

    /// <summary>Runs its body once for each index that occurs, on the samples with that index.</summary>
    public sealed record Choose(ValueId Index, int Count, Definition Chosen, EquatableArray<Step> Body, Origin Origin) : Step;

    /// <summary>Runs its body once for each size that occurs, on the samples that asked for that size.</summary>
    public sealed record Resize(ValueId Value, SizeSymbol Elastic, SizeSymbol Bound, EquatableArray<Step> Body, Origin Origin) : Step;

    /// <summary>Runs the function of a block of the language.</summary>
    public sealed record Invoke(
        string Function,
        WeightPath Path,
        EquatableArray<ValueId> PathIndices,
        EquatableArray<ValueId> Arguments,
        EquatableArray<Definition> Results,
        Origin Origin
    ) : Step;

    /// <summary>Hands values over, all at once: no target is read after it was written.</summary>
    public sealed record Move(EquatableArray<Handover> Values) : Step;

    /// <summary>Ends the iteration or the loop for the live samples.</summary>
    public sealed record Jump(Ending Ending) : Step;

    /// <summary>Ends the function for the live samples, with its results.</summary>
    public sealed record Leave(EquatableArray<ValueId> Values, int Site) : Step;

    /// <summary>The steps that this one holds, in the order in which they run.</summary>
    public IEnumerable<EquatableArray<Step>> Inner =>
        this switch
        {
            Branch branch => [branch.Then, branch.Else],
            Repeat repeat => [repeat.ConditionSteps, repeat.Body],
            Choose choose => [choose.Body],
            Resize resize => [resize.Body],
            _ => [],
        };

    /// <summary>This step and all steps inside, in order.</summary>
    public IEnumerable<Step> All()
    {
        yield return this;
        foreach (EquatableArray<Step> steps in Inner)
        foreach (Step step in steps)
        foreach (Step inner in step.All())
            yield return inner;
    }

    /// <summary>Whether a sample may end the current iteration or loop inside, or leave the function.</summary>
    public bool MayLose => All().Any(s => s is Jump or Leave);

    /// <summary>Whether fewer samples may be live behind this step than before it: a loop's own jumps end inside it.</summary>
    public bool LosesLanes => this is Repeat ? All().Any(s => s is Leave) : MayLose;
}

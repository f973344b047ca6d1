using DynCompile.Text;

namespace DynCompile.Binding;

/// <summary>A file without a model, as far as it can be checked alone.</summary>
/// <param name="Checked">The blocks and helpers whose sizes the text fixes: bound whole.</param>
/// <param name="Open">Those whose sizes come from the models that call them: their errors show there.</param>
public sealed record Library(EquatableArray<string> Checked, EquatableArray<string> Open);

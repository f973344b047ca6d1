using DynCompile.Graph;

namespace DynCompile.Backends.CSharp;

/// <summary>The place of a checked operation as the session's <c>At</c> takes it; the model's own file is not named.</summary>
internal static class PlaceText
{
    public static string Of(Origin origin) =>
        origin.File is null ? $"At({origin.Line}, {origin.Column})" : $"At({origin.Line}, {origin.Column}, {Names.Quote(origin.File)})";
}

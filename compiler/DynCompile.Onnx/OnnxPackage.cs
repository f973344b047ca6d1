using System.Text.Json;
using DynCompile.Onnx.Format;
using DynCompile.Tensors;
using Google.Protobuf;

namespace DynCompile.Onnx;

/// <summary>A model as a manifest, ONNX files and one file of weights, which is stored once and read by both.</summary>
public sealed class OnnxPackage
{
    /// <summary>The weights' file.</summary>
    internal const string WeightsFile = "weights.safetensors";

    private readonly IReadOnlyList<Region> _regions;

    /// <param name="Embedded">The tensors of the weights' file behind the graph's weights, in order; null when the host binds them.</param>
    internal sealed record Region(RegionFile File, GraphProto Graph, IReadOnlyList<string>? Embedded);

    internal OnnxPackage(HostManifest manifest, IReadOnlyList<Region> regions, IReadOnlyList<KeyValuePair<string, Tensor>> weights)
    {
        Manifest = manifest;
        _regions = regions;
        Weights = weights;
    }

    public HostManifest Manifest { get; }

    /// <summary>The tensors of the weights' file, pruned ones under names of their own.</summary>
    public IReadOnlyList<KeyValuePair<string, Tensor>> Weights { get; }

    /// <summary>Writes all files; the manifest comes last, so that a folder with one is complete.</summary>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public void WriteTo(string folder)
    {
        Directory.CreateDirectory(folder);
        RemoveEarlier(folder);
        string weights = Path.Combine(folder, WeightsFile);
        SafetensorsWriter.Write(weights, Weights);
        Dictionary<string, (long Offset, long Length)> places = PlacesIn(weights);
        foreach (Region region in _regions)
        {
            ModelProto model = ModelOf(region, places);
            AtomicFile.Write(Path.Combine(folder, region.File.File), stream => model.WriteTo(stream));
        }
        AtomicFile.Write(
            Path.Combine(folder, HostManifest.FileName),
            stream => stream.Write(System.Text.Encoding.UTF8.GetBytes(Manifest.ToJson() + "\n"))
        );
    }

    // A build of a larger model leaves no regions behind; files that no manifest names are not ours.
    private static void RemoveEarlier(string folder)
    {
        string file = Path.Combine(folder, HostManifest.FileName);
        if (!File.Exists(file))
            return;
        IReadOnlyList<RegionFile> regions = [];
        try
        {
            regions = HostManifest.Parse(File.ReadAllText(file)).Regions;
        }
        catch (JsonException)
        {
            // Not ours either: it is replaced, and nothing else is touched.
        }
        File.Delete(file);
        foreach (string name in regions.Select(r => r.File).Where(n => n == Path.GetFileName(n)))
            File.Delete(Path.Combine(folder, name));
    }

    private static Dictionary<string, (long Offset, long Length)> PlacesIn(string file)
    {
        using SafetensorsReader reader = SafetensorsReader.Open(file);
        // The data is the file's end: what is before it is the header and its length.
        long data = new FileInfo(file).Length - reader.Entries.Select(e => e.End).DefaultIfEmpty(0).Max();
        return reader.Entries.ToDictionary(e => e.Name, e => (data + e.Begin, e.End - e.Begin), StringComparer.Ordinal);
    }

    private static ModelProto ModelOf(Region region, Dictionary<string, (long Offset, long Length)> places)
    {
        GraphProto graph = region.Graph.Clone();
        for (int i = 0; i < region.Embedded?.Count; i++)
        {
            ValueInfoProto input = graph.Input.First(x => x.Name == $"w{i}");
            graph.Input.Remove(input);
            graph.Initializer.Add(External(input, region.Embedded[i], places[region.Embedded[i]]));
        }
        return new ModelProto
        {
            IrVersion = 8,
            ProducerName = "dyncc",
            Graph = graph,
            OpsetImport = { new OperatorSetIdProto { Version = OnnxBackend.Opset } },
        };
    }

    private static TensorProto External(ValueInfoProto input, string tensor, (long Offset, long Length) place)
    {
        var proto = new TensorProto
        {
            Name = input.Name,
            DataType = input.Type.TensorType.ElemType,
            Dims = { input.Type.TensorType.Shape.Dim.Select(d => d.DimValue) },
            DataLocation = TensorProto.Types.DataLocation.External,
        };
        // Runtimes cannot read nothing from a file's end.
        if (place.Length == 0)
        {
            proto.DataLocation = TensorProto.Types.DataLocation.Default;
            return proto;
        }
        proto.ExternalData.Add(new StringStringEntryProto { Key = "location", Value = WeightsFile });
        proto.ExternalData.Add(new StringStringEntryProto { Key = "offset", Value = $"{place.Offset}" });
        proto.ExternalData.Add(new StringStringEntryProto { Key = "length", Value = $"{place.Length}" });
        return proto;
    }
}

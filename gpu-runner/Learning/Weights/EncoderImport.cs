using CloudRestore.Learning.Networks;
using CloudRestore.Learning.Pickling;
using CloudRestore.Learning.Safetensors;
using static TorchSharp.torch;

namespace CloudRestore.Learning.Weights;

/// <summary>
/// Turns torchvision's ResNet weights (<c>resnet34-b627a593.pth</c>) into the safetensors file that training takes for its encoder. Our
/// encoder has torchvision's names; the classifier, <c>fc.*</c>, is dropped.
/// </summary>
public static class EncoderImport
{
    private const string Classifier = "fc.";
    private const string BatchCount = ".num_batches_tracked";

    /// <summary>Reads <paramref name="source"/> and writes <paramref name="target"/>, which appears only when it is whole.</summary>
    /// <param name="source">A file of <c>torch.save</c>.</param>
    /// <param name="target">The safetensors file; its folder is made if need be.</param>
    /// <param name="checkHash">Whether the hash in the source's name must be right.</param>
    /// <exception cref="WeightsException">The source is none of a ResNet with 18 or 34 layers, is damaged, or holds something else than tensors.</exception>
    /// <exception cref="IOException">A file cannot be read or written.</exception>
    public static ImportedEncoder Import(string source, string target, bool checkHash = true) => Import(source, target, checkHash, width: 1);

    internal static ImportedEncoder Import(string source, string target, bool checkHash, double width)
    {
        ArgumentException.ThrowIfNullOrEmpty(source);
        ArgumentException.ThrowIfNullOrEmpty(target);
        var sha256 = checkHash ? NameHash.Check(source) : NameHash.Of(source);
        using var file = TorchFile.Open(source);
        var names = file.Tensors.Keys.Where(name => !name.StartsWith(Classifier, StringComparison.Ordinal)).ToList();
        var depth = DepthOf(names, source);
        using var weightSource = new WeightSource(0);
        using var encoder = new ResNetEncoder(depth, width, weightSource);
        Load(encoder, file, names, source);

        var state = ModuleState.Capture(encoder);
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(target))!);
            SafetensorsFile.Write(target, state, new Dictionary<string, string> { ["architecture"] = $"resnet{depth}", ["sourceSha256"] = sha256 });
        }
        finally
        {
            foreach (var tensor in state.Values) tensor.Dispose();
        }

        return new ImportedEncoder($"resnet{depth}", sha256, checkHash && NameHash.Expected(source) is not null);
    }

    private static int DepthOf(List<string> names, string source)
    {
        var isBasic = names.Contains("layer1.0.conv2.weight") && !names.Contains("layer1.0.conv3.weight");
        var blocks = Enumerable.Range(1, 4).Select(layer => names.Count(name => name.StartsWith($"layer{layer}.", StringComparison.Ordinal) && name.EndsWith(".conv1.weight", StringComparison.Ordinal)));
        return (isBasic, string.Join(',', blocks)) switch
        {
            (true, "2,2,2,2") => 18,
            (true, "3,4,6,3") => 34,
            _ => throw new WeightsException($"{source} holds no weights of torchvision's resnet18 or resnet34, which are the encoders there are."),
        };
    }

    private static void Load(ResNetEncoder encoder, TorchFile file, List<string> names, string source)
    {
        using var scope = NewDisposeScope();
        // torch 0.4 and before did not count batches.
        var counts = encoder.named_buffers().Select(buffer => buffer.name).Where(name => name.EndsWith(BatchCount, StringComparison.Ordinal)).Except(names).ToList();
        var described = names.ToDictionary(name => name, name => (TypeOf(file.Tensors[name]), file.Tensors[name].Shape));
        foreach (var name in counts) described.Add(name, (ScalarType.Int64, []));
        try
        {
            // Before anything is read: what is read is then no more than the encoder has.
            ModuleState.RequireFit(encoder, described);
            var tensors = names.ToDictionary(name => name, name => Read(file, name, source));
            foreach (var name in counts) tensors.Add(name, zeros([], ScalarType.Int64));
            ModuleState.Load(encoder, tensors);
        }
        catch (SafetensorsException e)
        {
            throw new WeightsException($"{source} cannot be used: {e.Message}", e);
        }
    }

    private static Tensor Read(TorchFile file, string name, string source)
    {
        using var read = file.Read(name);
        var tensor = read.to(TypeOf(file.Tensors[name]), copy: true);
        if (tensor.is_floating_point() && !tensor.isfinite().all().item<bool>())
            throw new WeightsException($"{source} cannot be used: its tensor {name} has values that are not finite numbers.");
        return tensor;
    }

    /// <summary>The type that a tensor is turned into: every floating type into float32.</summary>
    private static ScalarType TypeOf(TensorReference tensor) =>
        tensor.Storage.Type.Type is ScalarType.Float16 or ScalarType.BFloat16 or ScalarType.Float64 ? ScalarType.Float32 : tensor.Storage.Type.Type;
}

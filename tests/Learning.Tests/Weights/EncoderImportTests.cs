using System.Security.Cryptography;
using CloudRestore.Learning.Networks;
using CloudRestore.Learning.Safetensors;
using CloudRestore.Learning.Stages;
using CloudRestore.Learning.Tests.Data;
using CloudRestore.Learning.Weights;
using static TorchSharp.torch;

namespace CloudRestore.Learning.Tests.Weights;

public sealed class EncoderImportTests : IDisposable
{
    private const double Narrow = 0.125;

    private readonly TemporaryFolder _folder = new();
    private readonly TorchSharp.DisposeScope _scope = NewDisposeScope();

    private string Target => Path.Combine(_folder.Root, "encoders", "encoder.safetensors");

    [Theory]
    [InlineData(18, false)]
    [InlineData(34, true)]
    public void Torchvisions_weights_become_a_file_that_training_takes(int depth, bool old)
    {
        var weights = TorchvisionResNet(depth, Narrow);
        var source = Save("weights.pth", old ? TorchFileWriter.Old(weights) : TorchFileWriter.Zip(weights));

        EncoderImport.Import(source, Target, checkHash: true, Narrow).Should().Be(new ImportedEncoder($"resnet{depth}", NameHash.Of(source), IsHashChecked: false));

        using var encoder = Encoder(depth, Narrow, seed: 99);
        EncoderWeights.Load(encoder, Target);
        var loaded = ModuleState.Capture(encoder);
        loaded.Keys.Should().BeEquivalentTo(weights.Keys.Where(name => !name.StartsWith("fc.", StringComparison.Ordinal)));
        loaded.Should().AllSatisfy(t => t.Value.bytes.SequenceEqual(weights[t.Key].bytes).Should().BeTrue(t.Key));
    }

    [Fact]
    public void A_resnet18_of_full_width_is_imported()
    {
        var weights = TorchvisionResNet(18, 1);
        var source = Save("resnet18.pth", TorchFileWriter.Zip(weights));

        EncoderImport.Import(source, Target).Architecture.Should().Be("resnet18");

        using var content = SafetensorsFile.Read(Target);
        content.Tensors["layer4.1.conv2.weight"].shape.Should().Equal(512, 512, 3, 3);
        content.Tensors["layer4.1.conv2.weight"].equal(weights["layer4.1.conv2.weight"]).all().item<bool>().Should().BeTrue();
        content.Metadata["architecture"].Should().Be("resnet18");
    }

    [Fact]
    public void Half_precision_becomes_single_and_old_files_lack_the_counts_of_batches()
    {
        var weights = TorchvisionResNet(18, Narrow).Where(t => !t.Key.EndsWith("num_batches_tracked", StringComparison.Ordinal)).ToDictionary(t => t.Key, t => t.Value.to(ScalarType.Float16));

        EncoderImport.Import(Save("half.pth", TorchFileWriter.Old(weights)), Target, checkHash: true, Narrow);

        using var content = SafetensorsFile.Read(Target);
        content.Tensors["bn1.num_batches_tracked"].item<long>().Should().Be(0);
        content.Tensors["conv1.weight"].equal(weights["conv1.weight"].to(ScalarType.Float32)).all().item<bool>().Should().BeTrue();
    }

    [Fact]
    public void The_hash_in_the_name_is_checked_unless_told_otherwise()
    {
        var bytes = TorchFileWriter.Zip(TorchvisionResNet(18, Narrow));
        var right = Save($"resnet18-{Convert.ToHexStringLower(SHA256.HashData(bytes))[..8]}.pth", bytes);
        var wrong = Save("resnet18-01234567.pth", bytes);

        EncoderImport.Import(right, Target, checkHash: true, Narrow).IsHashChecked.Should().BeTrue();
        var import = () => EncoderImport.Import(wrong, Target, checkHash: true, Narrow);
        import.Should().Throw<WeightsException>().WithMessage($"{wrong} is damaged or is another file: its SHA-256 begins with {NameHash.Of(right)[..8]} and not with 01234567 *.");
        EncoderImport.Import(wrong, Target, checkHash: false, Narrow).IsHashChecked.Should().BeFalse();
    }

    [Fact]
    public void Weights_of_other_networks_are_refused_and_nothing_is_written()
    {
        var missing = TorchvisionResNet(18, Narrow);
        missing.Remove("bn1.bias");
        var reshaped = TorchvisionResNet(18, Narrow);
        reshaped["conv1.weight"] = zeros(8, 3, 3, 3);
        var bottleneck = TorchvisionResNet(18, Narrow);
        bottleneck["layer1.0.conv3.weight"] = zeros(1);
        var broken = TorchvisionResNet(18, Narrow);
        broken["bn1.weight"] = tensor(new[] { 1f, float.NaN, 1, 1, 1, 1, 1, 1 });

        Refused(missing, "missing: bn1.bias.");
        Refused(reshaped, "of another shape or type: conv1.weight (Float32 8×3×3×3 for Float32 8×3×7×7).");
        Refused(bottleneck, "holds no weights of torchvision's resnet18 or resnet34, which are the encoders there are.");
        Refused(broken, "its tensor bn1.weight has values that are not finite numbers.");
        Refused(new Dictionary<string, Tensor>(), "holds no weights of torchvision's resnet18 or resnet34, which are the encoders there are.");
        File.Exists(Target).Should().BeFalse();
    }

    [Fact]
    public void Names_outside_the_encoder_are_listed_on_one_line()
    {
        var weights = TorchvisionResNet(18, Narrow);
        weights["stray\n" + new string('x', 1000)] = zeros(1);

        Refused(weights, "unexpected: stray?xxx*…*");
    }

    public void Dispose()
    {
        _scope.Dispose();
        _folder.Dispose();
    }

    /// <summary>Random weights under torchvision's names, the classifier among them.</summary>
    internal static Dictionary<string, Tensor> TorchvisionResNet(int depth, double width)
    {
        using var encoder = Encoder(depth, width, seed: 5);
        var weights = ModuleState.Capture(encoder);
        foreach (var name in weights.Keys.Where(name => name.EndsWith("running_mean", StringComparison.Ordinal)))
            weights[name] = rand(weights[name].shape);
        weights["bn1.num_batches_tracked"] = tensor(77L);
        weights["fc.weight"] = rand(1000, 8);
        weights["fc.bias"] = rand(1000);
        return weights;
    }

    private static ResNetEncoder Encoder(int depth, double width, ulong seed)
    {
        using var source = new WeightSource(seed);
        return new ResNetEncoder(depth, width, source);
    }

    private string Save(string name, byte[] bytes)
    {
        var path = Path.Combine(_folder.Root, name);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    private void Refused(Dictionary<string, Tensor> weights, string reason)
    {
        var import = () => EncoderImport.Import(Save("other.pth", TorchFileWriter.Zip(weights)), Target, checkHash: true, Narrow);
        import.Should().Throw<WeightsException>().WithMessage($"*{reason}");
    }
}

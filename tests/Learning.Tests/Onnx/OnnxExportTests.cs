using CloudRestore.Learning.Networks;
using CloudRestore.Learning.Onnx;
using CloudRestore.Learning.Tests.Data;
using global::Onnx;
using Microsoft.ML.OnnxRuntime;

namespace CloudRestore.Learning.Tests.Onnx;

public sealed class OnnxExportTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Any_engine_that_knows_operator_set_17_can_load_the_file()
    {
        using var model = TestModels.Create(TestModels.Tiny);
        var path = Path.Combine(_folder.Root, "model.onnx");

        OnnxExport.Write(model, path);

        ModelProto.Parser.ParseFrom(File.ReadAllBytes(path)).OpsetImport.Should().ContainSingle().Which.Should().Be(new OperatorSetIdProto { Version = 17 });
        OnnxTelemetry.TurnOff();
        using var session = new InferenceSession(path);
        session.InputMetadata.Should().ContainSingle().Which.Key.Should().Be("damaged");
        session.OutputMetadata.Should().ContainSingle().Which.Key.Should().Be("restored");
        session.InputMetadata["damaged"].Dimensions.Should().Equal(-1, 3, -1, -1);
        session.InputMetadata["damaged"].ElementType.Should().Be<float>();
        Directory.GetFiles(_folder.Root).Should().Equal(path);
    }

    [Fact]
    public void The_file_says_what_it_is_and_what_its_numbers_mean()
    {
        using var model = TestModels.Create(TestModels.Tiny);

        var metadata = ModelProto.Parser.ParseFrom(OnnxExport.ToBytes(model)).MetadataProps.ToDictionary(entry => entry.Key, entry => entry.Value);

        metadata.Should().Equal(new Dictionary<string, string>
        {
            ["name"] = "tiny",
            ["version"] = "3",
            ["license"] = "MIT",
            ["stride"] = "32",
            ["mean"] = "0.485 0.456 0.406",
            ["deviation"] = "0.229 0.224 0.225",
            ["weightsSha256"] = model.Card.WeightsSha256,
        });
    }

    [Fact]
    public void The_same_model_gives_the_same_bytes()
    {
        using var model = TestModels.Create(TestModels.Tiny);
        using var again = TestModels.Create(TestModels.Tiny);
        OnnxExport.ToBytes(again).Should().Equal(OnnxExport.ToBytes(model));
    }

    [Fact]
    public void What_only_training_needs_is_folded_away()
    {
        using var model = TestModels.Create(TestModels.Tiny with { SelfAttention = false, Blur = false, Head = GeneratorHead.Residual });

        var graph = ModelProto.Parser.ParseFrom(OnnxExport.ToBytes(model)).Graph;

        graph.Node.Select(node => node.OpType).Distinct().Should().BeEquivalentTo(["Conv", "Relu", "Add", "Concat", "DepthToSpace", "MaxPool"]);
    }

    [Fact]
    public void A_place_where_no_file_can_be_is_named_in_one_sentence()
    {
        using var model = TestModels.Create(TestModels.Tiny);
        var missing = Path.Combine(_folder.Root, "none");

        var intoMissing = () => OnnxExport.Write(model, Path.Combine(missing, "model.onnx"));
        var ontoFolder = () => OnnxExport.Write(model, _folder.Root);

        intoMissing.Should().Throw<DirectoryNotFoundException>().WithMessage($"There is no folder {missing} to write model.onnx into; make it first.");
        ontoFolder.Should().Throw<IOException>().WithMessage($"{_folder.Root} is a folder; name a file in it, such as model.onnx.");
        Directory.EnumerateFileSystemEntries(_folder.Root).Should().BeEmpty();
    }

    public void Dispose() => _folder.Dispose();
}

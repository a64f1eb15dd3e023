using CloudRestore.Learning.Networks;
using CloudRestore.Learning.Onnx;
using global::Onnx;
using Google.Protobuf;

namespace CloudRestore.Learning.Tests.Onnx;

public sealed class OnnxModelCheckTests
{
    private static readonly Dictionary<string, Action<ModelProto>> Changes = new()
    {
        ["weights elsewhere"] = model => model.Graph.Initializer[0].DataLocation = TensorProto.Types.DataLocation.External,
        ["a file beside it"] = model => model.Graph.Initializer[0].ExternalData.Add(new StringStringEntryProto { Key = "location", Value = "/etc/passwd" }),
        ["another operator"] = model => model.Graph.Node[3].OpType = "Loop",
        ["another domain"] = model => model.Graph.Node[3].Domain = "other",
        ["a graph in a graph"] = model => model.Graph.Node[3].Attribute.Add(new AttributeProto { Name = "body", Type = AttributeProto.Types.AttributeType.Graph, G = new GraphProto() }),
        ["functions"] = model => model.Functions.Add(new FunctionProto { Name = "f" }),
        ["another input"] = model => model.Graph.Input[0].Name = "x",
        ["no graph"] = model => model.Graph = null,
    };

    [Theory]
    [InlineData("weights elsewhere", "Its weights lie in another file.")]
    [InlineData("a file beside it", "Its weights lie in another file.")]
    [InlineData("another operator", "It holds the operator Loop, which is not one of ours.")]
    [InlineData("another domain", "It holds the operator *, which is not one of ours.")]
    [InlineData("a graph in a graph", "It holds the operator *, which is not one of ours.")]
    [InlineData("functions", "It holds functions.")]
    [InlineData("another input", "It does not turn damaged into restored.")]
    [InlineData("no graph", "It holds no graph.")]
    public void A_model_that_holds_what_the_exporter_never_writes_is_refused(string change, string reason)
    {
        using var own = TestModels.Create(TestModels.Tiny);
        var model = ModelProto.Parser.ParseFrom(OnnxExport.ToBytes(own));
        Changes[change](model);
        var open = () => OnnxGenerator.Open(model.ToByteArray());
        open.Should().Throw<FormatException>().WithMessage(reason);
    }

    [Fact]
    public void Other_bytes_are_refused()
    {
        var open = () => OnnxGenerator.Open([1, 2, 3]);
        open.Should().Throw<FormatException>().WithMessage("It is not in the ONNX format.");
    }

    [Theory]
    [InlineData(GeneratorHead.SigmoidRange, true)]
    [InlineData(GeneratorHead.Residual, false)]
    [InlineData(GeneratorHead.Gated, false)]
    public void What_the_exporter_writes_passes(GeneratorHead head, bool fullSize)
    {
        using var own = TestModels.Create(TestModels.Tiny with { Head = head, FullSizeBlock = fullSize, LastCross = fullSize });
        var open = () => OnnxGenerator.Open(OnnxExport.ToBytes(own)).Dispose();
        open.Should().NotThrow();
    }
}

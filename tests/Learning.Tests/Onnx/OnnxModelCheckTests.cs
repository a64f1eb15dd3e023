using CloudRestore.Learning.Onnx;
using Google.Protobuf;
using global::Onnx;

namespace CloudRestore.Learning.Tests.Onnx;

public sealed class OnnxModelCheckTests
{
    public static TheoryData<Action<ModelProto>, string> Strange => new()
    {
        { model => model.Graph.Initializer[0].DataLocation = TensorProto.Types.DataLocation.External, "Its weights lie in another file." },
        { model => model.Graph.Initializer[0].ExternalData.Add(new StringStringEntryProto { Key = "location", Value = "/etc/passwd" }), "Its weights lie in another file." },
        { model => model.Graph.Node[3].OpType = "Loop", "It holds the operator Loop, which is not one of ours." },
        { model => model.Graph.Node[3].Domain = "other", "It holds the operator *, which is not one of ours." },
        { model => model.Graph.Node[3].Attribute.Add(new AttributeProto { Name = "body", Type = AttributeProto.Types.AttributeType.Graph, G = new GraphProto() }), "It holds the operator *" },
        { model => model.Functions.Add(new FunctionProto { Name = "f" }), "It holds functions." },
        { model => model.Graph.Input[0].Name = "x", "It does not turn damaged into restored." },
        { model => model.Graph = null, "It holds no graph." },
    };

    [Theory]
    [MemberData(nameof(Strange))]
    public void A_model_that_holds_what_the_exporter_never_writes_is_refused(Action<ModelProto> change, string reason)
    {
        using var own = TestModels.Create(TestModels.Tiny);
        var model = ModelProto.Parser.ParseFrom(OnnxExport.ToBytes(own));
        change(model);
        var open = () => OnnxGenerator.Open(model.ToByteArray());
        open.Should().Throw<FormatException>().WithMessage(reason);
    }

    [Fact]
    public void Other_bytes_are_refused()
    {
        var open = () => OnnxGenerator.Open([1, 2, 3]);
        open.Should().Throw<FormatException>().WithMessage("It is not in the ONNX format.");
    }

    [Fact]
    public void What_the_exporter_writes_passes()
    {
        using var own = TestModels.Create(TestModels.Tiny);
        var open = () => OnnxGenerator.Open(OnnxExport.ToBytes(own)).Dispose();
        open.Should().NotThrow();
    }
}

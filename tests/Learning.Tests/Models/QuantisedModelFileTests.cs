using CloudRestore.Learning.Models;
using CloudRestore.Learning.Onnx;
using CloudRestore.Learning.Tests.Data;
using CloudRestore.Learning.Tests.Onnx;

namespace CloudRestore.Learning.Tests.Models;

public sealed class QuantisedModelFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void What_was_saved_beside_a_model_restores()
    {
        var card = Saved();
        QuantisedModelFile.IsIn(card).Should().BeTrue();
        ModelFolder.ReadCard(_folder.Root).QuantisedSha256.Should().Be(card.QuantisedSha256);
        using var engine = QuantisedModelFile.Load(_folder.Root);
        var levels = new float[32 * 32 * 3];
        engine.Restore(levels, 32, 32, top: 255);
        levels.Should().Contain(level => level != 0).And.OnlyContain(level => float.IsFinite(level));
    }

    [Fact]
    public void A_flipped_bit_is_noticed()
    {
        Saved();
        var path = Path.Combine(_folder.Root, QuantisedModelFile.Name);
        var bytes = File.ReadAllBytes(path);
        bytes[^1] ^= 1;
        File.WriteAllBytes(path, bytes);
        Loading().Should().Throw<ModelFolderException>().WithMessage($"{path} is damaged: its SHA-256 is not the one in manifest.json.");
    }

    [Fact]
    public void A_file_that_the_card_knows_but_that_is_no_model_of_ours_is_refused()
    {
        Saved();
        QuantisedModelFile.Save(_folder.Root, [1, 2, 3]);
        Loading().Should().Throw<ModelFolderException>().WithMessage("*generator-int8.onnx is not a model of CloudRestore: It is not in the ONNX format.");
    }

    [Fact]
    public void Saving_other_weights_forgets_it()
    {
        var card = Saved();
        using var model = TestModels.Create(TestModels.Tiny);
        ModelFolder.Save(_folder.Root, model.Generator, card);
        Loading().Should().Throw<ModelFolderException>().WithMessage("* holds no quantised model: generator-int8.onnx is missing.");
    }

    public void Dispose() => _folder.Dispose();

    private ModelCard Saved()
    {
        using var model = TestModels.Create(TestModels.Tiny);
        ModelFolder.Save(_folder.Root, model.Generator, model.Card);
        return QuantisedModelFile.Save(_folder.Root, OnnxExport.ToBytes(model));
    }

    private Action Loading() => () => QuantisedModelFile.Load(_folder.Root).Dispose();
}

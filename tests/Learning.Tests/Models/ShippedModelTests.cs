using CloudRestore.Learning.Models;
using CloudRestore.Learning.Networks;
using CloudRestore.Learning.Presets;
using CloudRestore.Learning.Safetensors;

namespace CloudRestore.Learning.Tests.Models;

public class ShippedModelTests
{
    private const int MostMegabytes = 25;

    [Fact]
    public void The_model_that_comes_with_the_product_is_whole_small_and_says_under_which_terms()
    {
        using var model = ModelFolder.Load(ShippedModel.Folder!, TorchSharp.torch.CPU);
        model.Card.License.Should().Be("CC-BY-SA-4.0");
        model.Card.Precision.Should().Be(WeightPrecision.Half);
        new FileInfo(Path.Combine(ShippedModel.Folder!, ModelFolder.WeightsName)).Length.Should().BeLessThan(MostMegabytes * 1_000_000);
    }

    [Theory]
    [InlineData("restore")]
    [InlineData("demo")]
    public void Presets_that_go_on_from_it_have_its_network(string preset) =>
        (PresetCatalog.Load(preset).Generator with { Seed = 0 }).Should().Be(ModelFolder.ReadCard(ShippedModel.Folder!).Generator with { Seed = 0 });

    [Fact]
    public void It_has_no_layer_that_sees_the_whole_picture_so_that_tiles_agree() =>
        ModelFolder.ReadCard(ShippedModel.Folder!).Generator.Should().Match<GeneratorOptions>(generator => !generator.SelfAttention);
}

using CloudRestore.Learning.Presets;

namespace CloudRestore.Learning.Tests.Presets;

public sealed class PresetCatalogTests
{
    public static TheoryData<string> Names => [.. PresetCatalog.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_preset_is_valid_and_survives_JSON(string name)
    {
        var preset = PresetCatalog.Load(name);
        preset.Name.Should().Be(name);
        PresetJson.Write(PresetJson.Parse(PresetJson.Write(preset))).Should().Be(PresetJson.Write(preset));
    }

    [Fact]
    public void The_names_are_those_that_the_other_processes_know() => PresetCatalog.Names.Should().Equal("colorize", "demo", "lesson7", "lesson7-fast", "old-photo", "restore", "tiny");

    [Fact]
    public void An_unknown_name_gets_the_names_there_are()
    {
        var load = () => PresetCatalog.Load("lesson8");
        load.Should().Throw<PresetException>().WithMessage("There is no preset 'lesson8'; the presets are colorize, demo, lesson7, lesson7-fast, old-photo, restore, tiny.");
    }

    [Fact]
    public void Settings_are_replaced_by_their_path()
    {
        var preset = PresetCatalog.Load("tiny", new Dictionary<string, string>
        {
            ["gan.pixelWeight"] = "20.5",
            ["pretrainGenerator.phases.1.steps"] = "77",
            ["evaluate.choice"] = "gan",
            ["generator.head"] = "SigmoidRange",
        });
        preset.Gan.PixelWeight.Should().Be(20.5);
        preset.PretrainGenerator.Phases[1].Steps.Should().Be(77);
        preset.Evaluate.Choice.Should().Be(ModelChoice.Gan);
    }

    [Theory]
    [InlineData("gan.pixelWait", "1", "The setting 'gan.pixelWait' does not exist; in place of 'pixelWait' there could be phases, *")]
    [InlineData("gan.phases.9.steps", "1", "The setting 'gan.phases.9.steps' does not exist; in place of '9' there could be a number from 0 to 1.")]
    [InlineData("name.x", "1", "The setting 'name.x' does not exist*")]
    [InlineData("gan.pixelWeight", "-1", "The setting 'gan.pixelWeight' is not valid: *")]
    [InlineData("gan.phases.0.crop.size", "8", "The setting 'gan.phases.0.crop.size' is not valid: *")]
    [InlineData("gan.phases.0.crop.shorterSide", "32", "The setting 'gan.phases.0.crop.shorterSide' is not valid: shorterSide (32) must be at least the crop's size (64).")]
    [InlineData("generator.depth", "50", "The setting 'generator.depth' is not valid: *")]
    [InlineData("gan.pixelWeight", "much", "The preset is not valid at 'gan.pixelWeight': its value is not of the kind that this setting takes.")]
    [InlineData("gan.pixelWeight", "", "The preset is not valid at 'gan.pixelWeight': its value is not of the kind that this setting takes.")]
    [InlineData("gan.phases.0.crop.monochromeShare", "0.5", "*monochromeShare needs freshDamage: the damage comes after.")]
    [InlineData("pretrainCritic.phases.0.crop.freshDamage", "true", "The setting 'pretrainCritic.phases' is not valid: the critic is trained on what the generator made, not on freshDamage.")]
    [InlineData("damage", "fire", "The setting 'damage' is not valid: *")]
    public void A_setting_that_cannot_be_is_named_in_one_sentence(string path, string value, string message)
    {
        var load = () => PresetCatalog.Load("tiny", new Dictionary<string, string> { [path] = value });
        load.Should().Throw<PresetException>().WithMessage(message);
    }

    [Fact]
    public void Lesson7_has_the_figures_of_the_lesson()
    {
        var preset = PresetCatalog.Load("lesson7");
        (preset.Gan.CriticWeight, preset.Gan.PixelWeight, preset.Gan.CriticThreshold, preset.Gan.CriticRateFactor).Should().Be((1, 50, 0.65, 5));
        preset.Gan.Phases.Select(phase => (phase.Crop.Size, phase.Batch, phase.Epochs, phase.LearningRate)).Should().Equal((128, 32, 40, 1e-4), (192, 16, 10, 5e-5));
        preset.PretrainGenerator.Phases.Select(phase => (phase.FreezeEncoder, phase.Epochs)).Should().Equal((true, 2), (false, 3));
        preset.PretrainGenerator.Phases[0].StepsFor(7390 * 9 / 10).Should().Be(2 * 208);
        (preset.Generator.Depth, preset.Generator.Width, preset.Critic.Filters, preset.Critic.Blocks).Should().Be((34, 1.0, 128, 3));
    }
}

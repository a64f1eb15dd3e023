using System.Globalization;
using CloudRestore.Learning.Evaluation;
using CloudRestore.Learning.Events;
using CloudRestore.Learning.Models;
using CloudRestore.Learning.Networks;
using CloudRestore.Learning.Presets;
using CloudRestore.Learning.Stages;
using CloudRestore.Learning.Tests.Events;
using TorchSharp;

namespace CloudRestore.Learning.Tests.Stages;

public sealed class StageTests(FinishedRun finished) : IClassFixture<FinishedRun>
{
    [Fact]
    public void The_five_stages_lead_to_a_model_and_a_report()
    {
        var output = finished.Outputs[StageNames.Evaluate];
        var report = EvaluationReport.Read(output);
        report.Mean.Keys.Should().BeEquivalentTo("candidate", "gan", "pretrained", "champion");
        report.Mean["champion"].Should().Be(report.Mean["pretrained"]);
        report.Mean["candidate"].PsnrRestored.Should().BeGreaterThanOrEqualTo(report.Mean["pretrained"].PsnrRestored);
        report.Photographs.Should().HaveCount(2).And.AllSatisfy(photograph => File.Exists(Path.Combine(output, photograph.Sample!)).Should().BeTrue());
        using var model = ModelFolder.Load(Path.Combine(output, "model"), torch.CPU);
        var page = File.ReadAllText(Path.Combine(output, "report.html"));
        page.Should().Contain("pretrain-generator: step 6<").And.Contain("gan: step 7<").And.Contain("<polyline").And.Contain("data:image/jpeg;base64,").And.Contain("picture 1.png").And.NotContain("src=\"samples");
        finished.Progress.Select(progress => progress.Stage).Distinct().Should().Equal(StageNames.All);
        finished.Progress.Should().AllSatisfy(progress => progress.Step.Should().BeInRange(0, progress.Steps));
    }

    [Fact]
    public void Metrics_have_one_row_for_every_step_that_is_logged()
    {
        var steps = File.ReadLines(Path.Combine(finished.Outputs[StageNames.PretrainGenerator], "metrics.csv")).Skip(1).Select(line => line.Split(',')[0]);
        steps.Should().Equal("2", "3", "4", "6", "7");
    }

    [Theory]
    [InlineData(StageNames.PretrainGenerator, "psnrRestored,ssimRestored,learningRate,loss,phase")]
    [InlineData(StageNames.PretrainCritic, "accuracy,learningRate,loss,phase")]
    [InlineData(StageNames.Gan, "criticLoss,generatorLoss,phase,psnrRestored,sharpness")]
    public void TensorBoard_is_told_what_the_metrics_say(string stage, string columns)
    {
        var events = EventFileReader.Read(Path.Combine(finished.Outputs[stage], EventFile.FileName(stage)));
        var lines = File.ReadAllLines(Path.Combine(finished.Outputs[stage], "metrics.csv")).Select(line => line.Split(',')).ToList();
        lines[0].Skip(1).Should().BeEquivalentTo(columns.Split(','));
        var told = events.SelectMany(entry => entry.Values.Where(value => value.Scalar is not null).Select(value => (entry.Step, value.Tag, value.Scalar!.Value)));
        told.Should().Equal(lines.Skip(1).SelectMany(cells => lines[0].Zip(cells).Skip(1).Where(cell => cell.Second != "")
            .Select(cell => (long.Parse(cells[0], CultureInfo.InvariantCulture), $"{stage}/{cell.First}", float.Parse(cell.Second, CultureInfo.InvariantCulture)))));
    }

    [Theory]
    [InlineData(StageNames.PretrainGenerator)]
    [InlineData(StageNames.Gan)]
    public void Each_epoch_leaves_a_grid_that_TensorBoard_shows_too(string stage)
    {
        var folder = Path.Combine(finished.Outputs[stage], "samples");
        Directory.GetFiles(folder).Select(Path.GetFileName).Should().BeEquivalentTo("01.jpg", "02.jpg", "step-000003.jpg", "step-000006.jpg", "step-000007.jpg");
        var pictures = EventFileReader.Read(Path.Combine(finished.Outputs[stage], EventFile.FileName(stage)))
            .SelectMany(entry => entry.Values.Where(value => value.Image is not null).Select(value => (entry.Step, value.Tag, Image: value.Image!))).ToList();
        pictures.Select(picture => (picture.Step, picture.Tag)).Should().Equal((3, $"{stage}/samples"), (6, $"{stage}/samples"), (7, $"{stage}/samples"));
        pictures.Should().AllSatisfy(picture =>
        {
            picture.Image.Encoded.Should().Equal(File.ReadAllBytes(Path.Combine(folder, $"step-{picture.Step:D6}.jpg")));
            (picture.Image.Width, picture.Image.Height).Should().Be((3 * 168 + 2 * 4, 2 * 128 + 4));
        });
    }

    [Fact]
    public void Looks_at_the_held_out_photographs_are_logged_and_change_nothing()
    {
        using var without = new StageRun();
        using var with = new StageRun { Preset = PresetCatalog.Load("tiny", new Dictionary<string, string> { ["pretrainGenerator.validateEvery"] = "2", ["pretrainGenerator.samplesEvery"] = "1" }) };
        var plain = without.Run(StageNames.PretrainGenerator, "output");
        var looked = with.Run(StageNames.PretrainGenerator, "output");

        var rows = File.ReadLines(Path.Combine(looked, "metrics.csv")).Skip(1).Select(line => line.Split(',')).Where(cells => cells[^1] != "").ToList();
        rows.Select(cells => cells[0]).Should().Equal("2", "4", "6", "7");
        rows.Should().AllSatisfy(cells => double.Parse(cells[^2], CultureInfo.InvariantCulture).Should().BeInRange(5, 60));
        rows.Should().AllSatisfy(cells => double.Parse(cells[^1], CultureInfo.InvariantCulture).Should().BeInRange(0, 1));
        File.ReadAllBytes(Path.Combine(looked, ModelFolder.WeightsName)).Should().Equal(File.ReadAllBytes(Path.Combine(plain, ModelFolder.WeightsName)));
    }

    [Theory]
    [InlineData("Psnr", "0.5")]
    [InlineData("Sharpness", "10")]
    [InlineData("Sharpness", "0")]
    public void The_GAN_is_left_at_the_best_of_its_looks(string best, string mostLost)
    {
        using var run = new StageRun
        {
            Preset = PresetCatalog.Load("tiny", new Dictionary<string, string> { ["gan.best"] = best, ["gan.mostPsnrLost"] = mostLost, ["gan.phases.0.learningRate"] = "0.002" }),
        };
        var output = run.Run(StageNames.Gan, "output", finished.InputsOf(StageNames.Gan));

        var looks = File.ReadLines(Path.Combine(output, "metrics.csv")).Skip(1).Select(line => line.Split(',')).Where(cells => cells[^1] != "")
            .Select(cells => (Step: cells[0], Psnr: double.Parse(cells[^2], CultureInfo.InvariantCulture), Sharpness: double.Parse(cells[^1], CultureInfo.InvariantCulture))).ToList();
        looks.Select(look => look.Step).Should().Equal("0", "3", "6", "7");
        var least = looks[0].Psnr - double.Parse(mostLost, CultureInfo.InvariantCulture);
        var expected = best == "Psnr" ? looks.MaxBy(look => look.Psnr) : looks.Where(look => look.Psnr >= least).MaxBy(look => look.Sharpness);
        using var left = ModelFolder.Load(output, torch.CPU);
        left.Card.Scores["psnrRestored"].Should().BeApproximately(expected.Psnr, 1e-6);
        left.Card.Scores["sharpness"].Should().BeApproximately(expected.Sharpness, 1e-6);
    }

    [Fact]
    public void Interpolated_the_GAN_is_left_on_the_way_from_what_it_began_with_to_what_it_came_to()
    {
        using var began = ModelFolder.Load(finished.InputsOf(StageNames.Gan)[StageRoles.Generator], torch.CPU);
        using var none = Left(0);
        using var half = Left(0.5);
        using var whole = Left(1);
        foreach (var (name, parameter) in began.Generator.named_parameters())
        {
            var (start, between, end) = (none.Generator.get_parameter(name)!, half.Generator.get_parameter(name)!, whole.Generator.get_parameter(name)!);
            start.equal(parameter).all().item<bool>().Should().BeTrue(name);
            torch.allclose(between, (start + end) / 2, atol: 1e-6).Should().BeTrue(name);
        }

        whole.Generator.parameters().Zip(began.Generator.parameters()).Should().Contain(pair => !pair.First.equal(pair.Second).all().item<bool>(), "it was trained");

        LoadedModel Left(double share)
        {
            var tiny = PresetCatalog.Load("tiny");
            using var run = new StageRun { Preset = tiny with { Gan = tiny.Gan with { Interpolation = share, ValidateEvery = null } } };
            return ModelFolder.Load(run.Run(StageNames.Gan, "output", finished.InputsOf(StageNames.Gan)), torch.CPU);
        }
    }

    [Theory]
    [InlineData("gan.criticJudgesCoarseDamage", "false")]
    [InlineData("gan.coarseDamageWeight", "5")]
    [InlineData("pretrainGenerator.coarseDamageWeight", "5")]
    public void Coarse_damage_is_trained_on_as_the_preset_says(string setting, string value)
    {
        var stage = setting.StartsWith("gan", StringComparison.Ordinal) ? StageNames.Gan : StageNames.PretrainGenerator;
        Weights(new() { [setting] = value }).Should().NotEqual(Weights([]));

        byte[] Weights(Dictionary<string, string> settings)
        {
            // An old photograph is damaged everywhere; a number may lie beside the few crops.
            var preset = PresetCatalog.Load("tiny", settings);
            using var run = new StageRun { Preset = preset with { Damage = "old-photo", Gan = preset.Gan with { ValidateEvery = null } } };
            return File.ReadAllBytes(Path.Combine(run.Run(stage, "output", finished.InputsOf(stage)), ModelFolder.WeightsName));
        }
    }

    [Fact]
    public void Training_starts_from_a_parent_s_weights()
    {
        using var run = new StageRun { Preset = OneStep(1e-8) };
        var inputs = new Dictionary<string, string> { [StageRoles.Parent] = finished.Outputs[StageNames.Gan] };
        using var parent = ModelFolder.Load(inputs[StageRoles.Parent], torch.CPU);
        using var child = ModelFolder.Load(run.Run(StageNames.PretrainGenerator, "output", inputs), torch.CPU);
        foreach (var (given, trained) in parent.Generator.parameters().Zip(child.Generator.parameters()))
            torch.allclose(given, trained, atol: 1e-5).Should().BeTrue();
    }

    [Fact]
    public void A_parent_without_gate_and_blur_serves_a_network_that_has_them()
    {
        var atHalfSize = OneStep(1e-8) with { Generator = OneStep(1e-8).Generator with { FullSizeBlock = false, LastCross = false } };
        using var first = new StageRun { Preset = atHalfSize };
        using var second = new StageRun { Preset = atHalfSize with { Generator = atHalfSize.Generator with { HalfSizeBlur = true, Head = GeneratorHead.Gated } } };
        var folder = first.Run(StageNames.PretrainGenerator, "output");
        using var parent = ModelFolder.Load(folder, torch.CPU);
        using var child = ModelFolder.Load(second.Run(StageNames.PretrainGenerator, "output", new Dictionary<string, string> { [StageRoles.Parent] = folder }), torch.CPU);

        foreach (var (name, given) in parent.Generator.named_parameters())
            torch.allclose(given, child.Generator.get_parameter(name)![..(int)given.shape[0]], atol: 1e-5).Should().BeTrue(name);
        var gate = child.Generator.get_parameter("decoder.half.last.weight_g")!;
        gate.shape[0].Should().Be(16);
        gate[12..].abs().max().item<float>().Should().BeLessThan(1e-5f, "it begins open everywhere");
    }

    [Fact]
    public void A_parent_of_another_shape_is_refused_in_one_sentence()
    {
        using var run = new StageRun { Preset = PresetCatalog.Load("tiny", new Dictionary<string, string> { ["generator.width"] = "0.25" }) };
        var train = () => run.Run(StageNames.PretrainGenerator, "output", new Dictionary<string, string> { [StageRoles.Parent] = finished.Outputs[StageNames.Gan] });
        train.Should().Throw<StageFailedException>().WithMessage("The input 'parent' has another shape than the preset tiny asks for; *");
    }

    [Fact]
    public void Structure_counts_in_the_loss_as_much_as_its_weight_says()
    {
        double FirstLoss(string weight)
        {
            var settings = new Dictionary<string, string> { ["pretrainGenerator.structureWeight"] = weight, ["pretrainGenerator.logEvery"] = "1" };
            using var run = new StageRun { Preset = PresetCatalog.Load("tiny", settings) };
            var output = run.Run(StageNames.PretrainGenerator, "output");
            return double.Parse(File.ReadLines(Path.Combine(output, "metrics.csv")).ElementAt(1).Split(',')[2], CultureInfo.InvariantCulture);
        }

        var (without, once, thrice) = (FirstLoss("0"), FirstLoss("1"), FirstLoss("3"));
        (once - without).Should().BeInRange(0.001, 2, "the similarity of two pictures lies between -1 and 1");
        (thrice - without).Should().BeApproximately(3 * (once - without), 1e-4);
    }

    [Fact]
    public void A_GAN_that_nobody_looks_at_leaves_the_average_of_its_weights()
    {
        byte[] Weights(double decay)
        {
            var tiny = PresetCatalog.Load("tiny");
            using var run = new StageRun { Preset = tiny with { Gan = tiny.Gan with { ValidateEvery = null, AverageDecay = decay } } };
            return File.ReadAllBytes(Path.Combine(run.Run(StageNames.Gan, "output", finished.InputsOf(StageNames.Gan)), ModelFolder.WeightsName));
        }

        Weights(0.5).Should().NotEqual(Weights(0));
    }

    private static Preset OneStep(double learningRate)
    {
        var rate = learningRate.ToString("R", CultureInfo.InvariantCulture);
        var tiny = PresetCatalog.Load("tiny", new Dictionary<string, string> { ["pretrainGenerator.averageDecay"] = "0", ["pretrainGenerator.phases.0.steps"] = "1", ["pretrainGenerator.phases.0.learningRate"] = rate });
        return tiny with { PretrainGenerator = tiny.PretrainGenerator with { Phases = [tiny.PretrainGenerator.Phases[0]] } };
    }

    [Fact]
    public void A_cancelled_stage_leaves_no_checkpoint()
    {
        using var run = new StageRun { CheckpointInterval = TimeSpan.Zero };
        using var cancel = new CancellationTokenSource();
        cancel.Cancel();
        var train = () => run.Run(StageNames.PretrainGenerator, "output", cancellationToken: cancel.Token);
        train.Should().Throw<OperationCanceledException>();
        run.Checkpoints.Should().BeEmpty();
    }

    [Fact]
    public void A_missing_input_is_named()
    {
        using var run = new StageRun();
        var train = () => run.Run(StageNames.Gan, "output");
        train.Should().Throw<StageFailedException>().WithMessage("The stage needs the input 'generator', which was not given.");
    }

    [Fact]
    public void A_folder_without_a_model_is_named_in_one_sentence()
    {
        using var run = new StageRun();
        var train = () => run.Run(StageNames.Generate, "output", new Dictionary<string, string> { [StageRoles.Generator] = run.Folder("nothing") });
        train.Should().Throw<StageFailedException>().WithMessage("The input 'generator' cannot be used: *nothing holds no model: manifest.json is missing.");
    }

    [Fact]
    public void An_unknown_stage_gets_the_stages_there_are()
    {
        var get = () => StageCatalog.Get("train");
        get.Should().Throw<ArgumentException>().WithMessage("There is no stage 'train'; the stages are pretrain-generator, generate, pretrain-critic, gan, evaluate.*");
    }

    [Fact]
    public void Every_stage_is_found_by_its_name() =>
        StageNames.All.Should().AllSatisfy(name => StageCatalog.Get(name).Name.Should().Be(name));
}

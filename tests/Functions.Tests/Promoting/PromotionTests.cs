using CloudRestore.Core.Api;
using CloudRestore.Core.Jobs;
using CloudRestore.Core.Models;
using CloudRestore.Core.Runs;
using CloudRestore.Core.Storage;
using CloudRestore.Functions.Tests.Support;

namespace CloudRestore.Functions.Tests.Promoting;

[Collection(ChampionTests.Name)]
public class PromotionTests(FunctionApp app)
{
    [Fact]
    public async Task A_run_passes_every_stage_and_its_model_becomes_the_first_champion()
    {
        await app.SetChampionAsync(null);
        var id = FunctionApp.NewId("run");

        await app.StartTrainingAsync(new StartTrainingRun(await app.DatasetAsync(6), id, "tiny", Seed: 7));
        var run = await app.TrainingAsync(id);

        run.Reason.Should().BeNull();
        run.Status.Should().Be(RunStatus.Succeeded);
        run.Stages.Select(stage => stage.Name).Should().Equal(
            "dataset", "crappify", "pretrain-generator", "generate", "pretrain-critic", "gan", "evaluate", "register");
        run.Stages.Should().OnlyContain(stage => stage.Status == RunStatus.Succeeded && stage.Seconds >= 0);
        run.Metrics["psnrRestored"].Should().Be(26);
        (run.Model, run.Promoted).Should().Be((id, true));
        run.PromotionReason.Should().StartWith("Not worse than leaving 2 held-out photographs damaged: PSNR +1.00 dB");
        run.FinishedAt.Should().BeAfter(run.Request.CreatedAt);

        var registry = await app.GetAsync<ModelPage>("/api/models");
        (registry.Champion, registry.Candidate).Should().Be((id, id));
        (await HistoryAsync()).Should().ContainSingle().Which.Should().Match<Promotion>(promotion => promotion.Model == id && promotion.Previous == null);
        (await app.TextAsync(Containers.Models, $"{id}/generator.safetensors")).Should().Be($"{id}.evaluate model/generator.safetensors");
        (await app.TextAsync(Containers.Runs, RunBlobs.Report(id))).Should().Be($"{id}.evaluate report.html");
    }

    [Fact]
    public async Task A_run_with_a_parent_starts_from_its_weights()
    {
        await app.SetChampionAsync(null);
        var id = FunctionApp.NewId("run");
        await app.StartTrainingAsync(new StartTrainingRun(await app.DatasetAsync(4), id, "tiny", Parent: FunctionApp.Model));
        await app.TrainingAsync(id);

        var jobs = app.Runner.TakenOf(id).ToList();
        jobs[0].Training!.Inputs["parent"].Should().Be(new BlobAddress(Containers.Models, $"{FunctionApp.Model}/"));
        jobs.Skip(1).Should().OnlyContain(job => !job.Training!.Inputs.ContainsKey("parent"));
        jobs.Should().OnlyContain(job => job.Training!.Recipe == "lesson7");
    }

    [Fact]
    public async Task A_model_that_is_no_worse_than_the_champion_replaces_it()
    {
        var champion = await app.TrainedChampionAsync();
        var run = await TrainAsync(psnr: 26.46, champion: 26.5);

        (run.Model, run.Promoted).Should().Be((run.Id, true));
        run.PromotionReason.Should().StartWith($"Not worse than the champion {champion} on 2 photographs that neither was trained on: PSNR -0.04 dB");
        app.Runner.TakenOf(run.Id).Last().Training!.Inputs["champion"].Path.Should().Be($"{champion}/");
        var registry = await app.GetAsync<ModelPage>("/api/models");
        registry.Champion.Should().Be(run.Id);
        (await HistoryAsync())[0].Previous.Should().Be(champion);
    }

    [Fact]
    public async Task A_model_that_is_worse_than_the_champion_is_registered_and_the_champion_stays()
    {
        var champion = await app.TrainedChampionAsync();
        var run = await TrainAsync(psnr: 26, champion: 26.5);

        (run.Status, run.Model, run.Promoted).Should().Be((RunStatus.Succeeded, run.Id, false));
        run.PromotionReason.Should().StartWith($"Worse, or not surely no worse, than the champion {champion} on 2 photographs");
        var registry = await app.GetAsync<ModelPage>("/api/models");
        (registry.Champion, registry.Candidate).Should().Be((champion, run.Id));
        (await app.TextAsync(Containers.Models, $"{run.Id}/generator.safetensors")).Should().Be($"{run.Id}.evaluate model/generator.safetensors");
    }

    [Fact]
    public async Task The_decision_stands_with_its_numbers_in_the_run_and_beside_it()
    {
        var champion = await app.TrainedChampionAsync();
        var run = await TrainAsync(psnr: 26, champion: 26.5);

        var decision = await app.Storage.Blob(Containers.Runs, RunBlobs.Decision(run.Id)).ReadJsonAsync<PromotionDecision>(TestContext.Current.CancellationToken);
        decision.Should().BeEquivalentTo(run.Promotion);
        (decision!.Against, decision.Photographs, decision.LeftOut, decision.Promoted).Should().Be((champion, 2, 0, false));
        decision.Deltas["psnr"].Should().Match<PromotionDelta>(delta => Math.Abs(delta.Mean + 0.5) < 1e-9 && delta.Tolerance == 0.1 && !delta.NotWorse);
    }

    [Fact]
    public async Task A_champion_that_was_trained_on_the_held_out_photographs_cannot_be_judged_by_them()
    {
        var dataset = await app.DatasetAsync(4);
        string[] hashes = [.. Enumerable.Range(0, 4).Select(i => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Photographs.Jpeg(i))))];
        var champion = await app.TrainedChampionAsync(hashes);
        var run = await TrainAsync(psnr: 30, champion: 26, dataset: dataset);

        (run.Promoted, run.Promotion!.LeftOut).Should().Be((false, 2));
        run.PromotionReason.Should().StartWith($"Not promoted: 0 of 2 held-out photographs can judge it and 2 are needed ({champion}, the model or a parent was trained on the others");
    }

    [Fact]
    public async Task A_champion_of_which_nothing_is_known_keeps_its_place()
    {
        await app.SetChampionAsync("the-stranger");
        var run = await TrainAsync(psnr: 30, champion: 26);

        run.PromotionReason.Should().Contain("it is not known what the-stranger was trained on");
        (await app.GetAsync<ModelPage>("/api/models")).Champion.Should().Be("the-stranger");
    }

    [Fact]
    public async Task A_model_is_not_promoted_over_a_champion_that_it_was_not_compared_with()
    {
        await app.TrainedChampionAsync();
        var run = await TrainAsync(psnr: 30, champion: 26, whileEvaluating: () => app.SetChampionAsync("a-newer-one"));

        run.Promoted.Should().BeFalse();
        run.PromotionReason.Should().Be("a-newer-one became champion after this model was evaluated, and the two were not compared.");
        (await app.GetAsync<ModelPage>("/api/models")).Champion.Should().Be("a-newer-one");
    }

    private async Task<IReadOnlyList<Promotion>> HistoryAsync() =>
        (await app.GetAsync<Page<Promotion>>("/api/models/aliases/champion/history")).Items;

    private async Task<TrainingRun> TrainAsync(double psnr, double champion, Func<Task>? whileEvaluating = null, string? dataset = null)
    {
        var id = FunctionApp.NewId("run");
        app.Runner.Script($"{id}.evaluate", async job =>
        {
            if (whileEvaluating is not null)
                await whileEvaluating();
            await app.Runner.SucceedAsync(job, metrics: new Dictionary<string, double>
            {
                ["psnrRestored"] = psnr,
                ["ssimRestored"] = 0.8,
                ["psnrChampion"] = champion,
                ["ssimChampion"] = 0.8,
            });
        });
        await app.StartTrainingAsync(new StartTrainingRun(dataset ?? await app.DatasetAsync(4), id, "tiny"));
        return await app.TrainingAsync(id);
    }
}

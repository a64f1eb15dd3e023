using CloudRestore.Core.Jobs;
using CloudRestore.Core.Runs;
using CloudRestore.Functions.Tests.Support;

namespace CloudRestore.Functions.Tests.Training;

public class RunIdTests(FunctionApp app)
{
    [Fact]
    public async Task The_same_request_twice_is_one_run_also_after_it_has_ended()
    {
        var body = FunctionApp.Tiny(await app.DatasetAsync(4), FunctionApp.NewId("run"));

        var first = await app.PostAsync("/api/training-runs", body);
        var second = await app.PostAsync("/api/training-runs", body);
        var ended = await app.TrainingAsync(body.Id!);
        var late = await app.StartTrainingAsync(body);

        ((int)first.StatusCode, (int)second.StatusCode).Should().Be((202, 200));
        first.Headers.Location!.AbsolutePath.Should().Be($"/api/training-runs/{body.Id}");
        late.Should().BeEquivalentTo(ended);
        app.Runner.TakenOf(body.Id!).Select(job => job.Kind).Should().Equal(JobKindNames.TrainingStages);
    }

    [Fact]
    public async Task Ten_callers_with_one_id_at_once_make_one_run()
    {
        var body = FunctionApp.Tiny(await app.DatasetAsync(4), FunctionApp.NewId("run"));

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => app.PostAsync("/api/training-runs", body)));
        (await app.TrainingAsync(body.Id!)).Status.Should().Be(RunStatus.Succeeded);

        answers.Select(answer => (int)answer.StatusCode).Should().OnlyContain(status => status == 202 || status == 200).And.ContainSingle(status => status == 202);
        app.Runner.TakenOf(body.Id!).Should().HaveCount(5);
    }

    [Fact]
    public async Task Another_request_under_the_id_of_a_run_is_refused()
    {
        var body = FunctionApp.Tiny(await app.DatasetAsync(4), FunctionApp.NewId("run"));
        await app.StartTrainingAsync(body);

        var answer = await app.PostAsync("/api/training-runs", body with { Seed = 5 });

        (await FunctionApp.ProblemAsync(answer)).Should().Be((409, $"The run '{body.Id}' exists and was asked for something else: choose another id."));
        (await app.TrainingAsync(body.Id!)).Request.Seed.Should().Be(42);
    }

    [Fact]
    public async Task A_run_without_an_id_is_given_one_that_leads_to_it()
    {
        var answer = await app.PostAsync("/api/training-runs", FunctionApp.Tiny(await app.DatasetAsync(4), null!));

        var location = answer.Headers.Location!.AbsolutePath;
        location.Should().MatchRegex("^/api/training-runs/run-[0-9]{8}-[0-9]{6}-[0-9a-f]{8}$");
        (await app.TrainingAsync(location.Split('/')[^1])).Status.Should().Be(RunStatus.Succeeded);
    }
}

using CloudRestore.Core.Api;
using CloudRestore.Core.Storage;
using CloudRestore.Core.Telemetry;
using CloudRestore.Functions.Health;
using CloudRestore.Functions.Http;
using CloudRestore.Functions.Tests.Support;
using CloudRestore.Stack;
using CloudRestore.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace CloudRestore.Functions.Tests.Health;

public class ReadinessTests(FunctionApp app)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_app_whose_storage_answers_is_ready_and_names_each_check()
    {
        var found = await app.GetAsync<Readiness>("/api/health/ready");

        found.Ready.Should().BeTrue();
        found.Checks.Should().OnlyContain(check => check.Ok && check.Problem == null);
        found.Checks.Select(check => check.Name).Should().Equal([.. Containers.All.Select(name => $"container {name}"), .. Queues.All.Select(name => $"queue {name}")]);
        found.Queues.Select(queue => queue.Queue).Should().Equal(Queues.All);
    }

    [Fact]
    public async Task A_job_that_waits_is_seen_with_its_age_and_a_queue_that_is_missing_makes_the_app_unready()
    {
        await using var azurite = new AzuriteFixture();
        await azurite.InitializeAsync();
        var storage = StorageClients.FromConnectionString(azurite.ConnectionString);
        await storage.EnsureCreatedAsync(Token);
        await storage.Queue(Queues.GpuTrain).SendMessageAsync("a job", Token);
        var gauge = new QueueGauge(TimeProvider.System);
        var probe = new ReadinessProbe(storage, Options.Create(new ReadinessOptions { Timeout = TimeSpan.FromMinutes(1) }), new LaterTime(), gauge);

        var waiting = await probe.LookAsync(Token);
        await storage.Queue(Queues.GpuResults).DeleteAsync(Token);
        var broken = await probe.LookAsync(Token);

        waiting.Ready.Should().BeTrue();
        var (busy, idle) = (waiting.Queues.Single(queue => queue.Queue == Queues.GpuTrain), waiting.Queues.Single(queue => queue.Queue == Queues.GpuRestore));
        busy.Waiting.Should().Be(1);
        busy.OldestSeconds.Should().BeGreaterThan(3500);
        idle.Should().Be(new QueueDepth(Queues.GpuRestore, 0));
        gauge.Ages().Select(age => age.Tags.ToArray().Single().Value).Should().BeEquivalentTo(Queues.All);
        gauge.Ages().Where(age => age.Value > 3500).Should().ContainSingle().Which.Tags.ToArray().Should().ContainSingle(tag => Equals(tag.Value, Queues.GpuTrain));
        broken.Ready.Should().BeFalse();
        broken.Checks.Where(check => !check.Ok).Should().ContainSingle().Which.Problem
            .Should().Be("There is no queue gpu-results: create it, or restart the app where it may create it.");
    }

    [Fact]
    public async Task An_app_whose_storage_does_not_answer_says_so_with_503()
    {
        var port = FreePort.Take(1)[0];
        var storage = StorageClients.FromConnectionString(
            $"DefaultEndpointsProtocol=http;AccountName=none;AccountKey=bm9uZQ==;BlobEndpoint=http://127.0.0.1:{port}/none;QueueEndpoint=http://127.0.0.1:{port}/none;");
        var probe = new ReadinessProbe(storage, Options.Create(new ReadinessOptions { Timeout = TimeSpan.FromSeconds(0.5) }), TimeProvider.System, new QueueGauge(TimeProvider.System));

        var answer = await new HealthEndpoints(probe, new ProcessStart(TimeProvider.System)).Ready(new DefaultHttpContext().Request, Token);

        var problem = answer.Should().BeOfType<ProblemHttpResult>().Subject.ProblemDetails;
        problem.Status.Should().Be(503);
        problem.Detail.Should().Be("The container uploads did not answer within 0.5 s: check that the storage account can be reached. 8 other checks failed too.");
        problem.Extensions["checks"].Should().BeAssignableTo<IReadOnlyList<ReadinessCheck>>().Which.Should().HaveCount(9).And.OnlyContain(check => !check.Ok);
    }

    [Fact]
    public async Task The_app_says_which_one_it_is_and_since_when_it_runs()
    {
        var version = await app.GetAsync<AppVersion>("/api/version");

        version.Version.Should().MatchRegex(@"^\d+\.\d+\.\d+");
        (version.Commit ?? "0000000").Should().MatchRegex("^[0-9a-f]{7,40}$");
        version.StartedAt.Should().BeBefore(app.Clock.GetUtcNow());
        (await app.GetAsync<AppVersion>("/api/version")).Should().Be(version);
    }

    private sealed class LaterTime : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => System.GetUtcNow().AddHours(1);
    }
}

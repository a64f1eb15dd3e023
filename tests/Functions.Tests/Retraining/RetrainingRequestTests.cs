using CloudRestore.Core.Api;
using CloudRestore.Functions.Http;
using CloudRestore.Functions.Idempotency;
using CloudRestore.Functions.Retraining;
using CloudRestore.Functions.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Converters;
using Microsoft.Extensions.Options;
using NSubstitute;

namespace CloudRestore.Functions.Tests.Retraining;

/// <summary>Requests whose process is killed when the orchestration has been started and the answer is not kept yet.</summary>
[Collection(ChampionTests.Name)]
public sealed class RetrainingRequestTests : IDisposable
{
    private readonly FunctionApp _app;
    private readonly CancellationTokenSource _kill = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
    private readonly DurableTaskClient _client = Substitute.For<DurableTaskClient>("retraining");
    private readonly List<RetrainingStart> _started = [];
    private readonly string _key = FunctionApp.NewId("key");
    private OrchestrationMetadata? _instance;

    public RetrainingRequestTests(FunctionApp app)
    {
        _app = app;
        _client.GetInstanceAsync(RetrainingOrchestrator.InstanceId, true, Arg.Any<CancellationToken>()).Returns(_ => _instance);
        _client.ScheduleNewOrchestrationInstanceAsync(default, default, default, default).ReturnsForAnyArgs(call =>
        {
            _started.Add(call.Arg<RetrainingStart>());
            Decides(_started[^1].Id);
            _kill.Cancel();
            return RetrainingOrchestrator.InstanceId;
        });
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _kill.Dispose();

    [Fact]
    public async Task Sent_again_while_its_attempt_is_decided_on_it_is_that_attempt()
    {
        await DieAsync();

        (await StatusAsync(_key)).Should().Be(202);
        _started.Should().ContainSingle();
    }

    [Fact]
    public async Task Sent_again_when_its_attempt_was_decided_on_and_another_is_it_is_still_the_former()
    {
        await DieAsync();
        await new RetrainingStore(_app.Storage).KeepAsync(
            new RetrainingAttempt(_started[0].Id, null, RetrainingOutcome.Started, "5 photographs are new.", 5, $"retrain-{_started[0].Id}", _app.Clock.GetUtcNow()), Token);
        Decides("another");

        (await StatusAsync(_key)).Should().Be(202);
        _started.Should().ContainSingle();
    }

    [Fact]
    public async Task Sent_again_when_its_attempt_was_decided_on_and_has_ended_it_starts_nothing()
    {
        await DieAsync();
        await new RetrainingStore(_app.Storage).KeepAsync(
            new RetrainingAttempt(_started[0].Id, null, RetrainingOutcome.Skipped, "Another run is under way.", null, null, _app.Clock.GetUtcNow()), Token);
        _instance = null;

        (await StatusAsync(_key)).Should().Be(202);
        _started.Should().ContainSingle();
    }

    [Fact]
    public async Task Another_request_is_refused_while_it_is_decided_on()
    {
        await DieAsync();

        (await StatusAsync(FunctionApp.NewId("key"))).Should().Be(409);
        _started.Should().ContainSingle();
    }

    /// <summary>Asks, and is killed as soon as the orchestration has been started.</summary>
    private async Task DieAsync()
    {
        await FluentActions.Awaiting(() => AnswerAsync(_key, _kill.Token)).Should().ThrowAsync<OperationCanceledException>();
        _started.Should().ContainSingle();
    }

    private async Task<int?> StatusAsync(string key) => ((IStatusCodeHttpResult)await AnswerAsync(key, Token)).StatusCode;

    // An app that was started anew: all that is left of the one before is in storage and in the orchestration.
    private Task<IResult> AnswerAsync(string key, CancellationToken cancellationToken)
    {
        var time = _app.Clock;
        var retrainings = new Retrainings(new RetrainingStore(_app.Storage), Options.Create(new RetrainingOptions { Dataset = "pets" }), time);
        var posts = new IdempotentPosts(new IdempotencyRecords(_app.Storage, Options.Create(new IdempotencyOptions()), time), time);
        var request = new DefaultHttpContext().Request;
        (request.Method, request.Path, request.Headers[IdempotentPosts.Header]) = (HttpMethods.Post, "/api/retraining", key);
        return new RetrainingEndpoints(retrainings, posts).StartRetraining(request, _client, cancellationToken);
    }

    private void Decides(string id) => _instance = new OrchestrationMetadata(nameof(RetrainingOrchestrator), RetrainingOrchestrator.InstanceId)
    {
        RuntimeStatus = OrchestrationRuntimeStatus.Running,
        RequestedInputsAndOutputs = true,
        SerializedInput = JsonDataConverter.Default.Serialize(new RetrainingStart(id, null)),
    };
}

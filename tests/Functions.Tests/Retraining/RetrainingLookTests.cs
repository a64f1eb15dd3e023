using CloudRestore.Core.Storage;
using CloudRestore.Functions.Retraining;
using CloudRestore.Functions.Tests.Support;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Converters;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using NSubstitute;
using NSubstitute.ClearExtensions;
using NSubstitute.ExceptionExtensions;

namespace CloudRestore.Functions.Tests.Retraining;

/// <summary>The looks at the schedule, in years in which the app's own timer finds nothing to look at.</summary>
[Collection(ChampionTests.Name)]
public class RetrainingLookTests(FunctionApp app) : IAsyncLifetime
{
    private static readonly DateTimeOffset Noon = DateTimeOffset.Parse("2126-11-26T12:00:00Z");

    private readonly FakeTimeProvider _time = new(Noon);
    private readonly DurableTaskClient _client = Substitute.For<DurableTaskClient>("retraining");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() =>
        await app.Storage.Blob(Containers.Jobs, RetrainingBlobs.State).WriteJsonAsync(new RetrainingState { CheckedUntil = Noon }, Token);

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task An_occurrence_starts_one_attempt_that_is_named_after_it()
    {
        _time.Advance(TimeSpan.FromHours(15) + TimeSpan.FromMinutes(2));
        await App().LookAsync(_client, Token);
        await App().LookAsync(_client, Token);

        Started().Should().Equal(new RetrainingStart("21261127-030000", DateTimeOffset.Parse("2126-11-27T03:00:00Z")));
        (await App().ShowAsync(Token)).Should().Match<Core.Api.RetrainingStatus>(status =>
            status.LastOccurrence == DateTimeOffset.Parse("2126-11-27T03:00:00Z") && status.Next == DateTimeOffset.Parse("2126-11-28T03:00:00Z"));
    }

    [Fact]
    public async Task After_a_stop_of_days_the_newest_occurrence_starts_one_attempt()
    {
        _time.Advance(TimeSpan.FromDays(4));
        await App().LookAsync(_client, Token);

        Started().Select(start => start.Id).Should().Equal("21261130-030000");
    }

    [Fact]
    public async Task An_occurrence_that_could_not_be_started_is_started_by_the_next_look()
    {
        _time.Advance(TimeSpan.FromHours(16));
        _client.ScheduleNewOrchestrationInstanceAsync(default, default, default, default).ThrowsAsyncForAnyArgs(new IOException("The network is gone."));
        var look = () => App().LookAsync(_client, Token);
        await look.Should().ThrowAsync<IOException>();
        _client.ClearSubstitute();
        _time.Advance(TimeSpan.FromMinutes(5));
        await App().LookAsync(_client, Token);

        Started().Select(start => start.Id).Should().Equal("21261127-030000");
    }

    [Fact]
    public async Task While_another_attempt_is_decided_on_an_occurrence_waits()
    {
        _time.Advance(TimeSpan.FromHours(16));
        _client.GetInstanceAsync(RetrainingOrchestrator.InstanceId, true, Arg.Any<CancellationToken>()).Returns(
            new OrchestrationMetadata(nameof(RetrainingOrchestrator), RetrainingOrchestrator.InstanceId)
            {
                RuntimeStatus = OrchestrationRuntimeStatus.Running,
                RequestedInputsAndOutputs = true,
                SerializedInput = JsonDataConverter.Default.Serialize(new RetrainingStart("another", null)),
            });
        await App().LookAsync(_client, Token);
        Started().Should().BeEmpty();
        _client.ClearSubstitute();
        await App().LookAsync(_client, Token);

        Started().Should().ContainSingle();
    }

    // An app that was started anew: all that is left of the one before is in storage.
    private Retrainings App() => new(
        new RetrainingStore(app.Storage), Options.Create(new RetrainingOptions { Schedule = "0 0 3 * * *", Dataset = "pets" }), _time);

    private IEnumerable<RetrainingStart> Started() => _client.ReceivedCalls()
        .Where(call => call.GetMethodInfo().Name == nameof(DurableTaskClient.ScheduleNewOrchestrationInstanceAsync))
        .Select(call => call.GetArguments().OfType<RetrainingStart>().Single());
}

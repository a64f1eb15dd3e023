using CloudRestore.Functions.Idempotency;
using CloudRestore.Functions.Tests.Support;
using Microsoft.Extensions.Options;

namespace CloudRestore.Functions.Tests.Idempotency;

/// <summary>They look at all keys there are: so they come after the others.</summary>
[Collection(ChampionTests.Name)]
public class IdempotencyRecordsTests(FunctionApp app)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_key_is_kept_for_a_day_and_may_then_be_used_for_another_request()
    {
        var key = Convert.ToHexStringLower(Guid.NewGuid().ToByteArray());
        await Records(TimeSpan.Zero).ClaimAsync(key, "first", "request-1", Token);
        await Records(TimeSpan.Zero).KeepAsync(key, "request-1", new KeptAnswer(200, null, null, System.Text.Json.JsonElement.Parse("{}")), Token);

        await Records(TimeSpan.FromHours(23)).SweepAsync(Token);
        var kept = await Records(TimeSpan.Zero).ClaimAsync(key, "second", "request-2", Token);
        var deleted = await Records(TimeSpan.FromHours(25)).SweepAsync(Token);
        var anew = await Records(TimeSpan.Zero).ClaimAsync(key, "second", "request-2", Token);

        (kept.Fingerprint, kept.RequestId).Should().Be(("first", "request-1"));
        deleted.Should().BeGreaterThanOrEqualTo(2);
        (anew.Fingerprint, anew.RequestId).Should().Be(("second", "request-2"));
        (await Records(TimeSpan.Zero).FindAnswerAsync(key, "request-1", Token)).Should().BeNull();
    }

    private IdempotencyRecords Records(TimeSpan later) => new(app.Storage, Options.Create(new IdempotencyOptions()), new LaterTime(later));

    private sealed class LaterTime(TimeSpan by) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + by;
    }
}

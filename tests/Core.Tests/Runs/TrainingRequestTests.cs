using CloudRestore.Core.Runs;

namespace CloudRestore.Core.Tests.Runs;

public sealed class TrainingRequestTests
{
    private static readonly TrainingRequest Request = new()
    {
        Id = "r1",
        Dataset = "pets",
        Preset = "tiny",
        Seed = 1,
        CreatedAt = DateTimeOffset.UnixEpoch,
        Overrides = new Dictionary<string, string> { ["gan.steps"] = "1" },
    };

    [Fact]
    public void The_same_wish_at_another_time_is_the_same_wish() =>
        Request.AsksTheSameAs(Request with { CreatedAt = DateTimeOffset.MaxValue, Overrides = new Dictionary<string, string> { ["gan.steps"] = "1" } }).Should().BeTrue();

    [Fact]
    public void Another_seed_or_override_is_another_wish()
    {
        Request.AsksTheSameAs(Request with { Seed = 2 }).Should().BeFalse();
        Request.AsksTheSameAs(Request with { Overrides = new Dictionary<string, string> { ["gan.steps"] = "2" } }).Should().BeFalse();
        Request.AsksTheSameAs(Request with { Overrides = new Dictionary<string, string>() }).Should().BeFalse();
    }
}

using System.Text.Json;
using CloudRestore.Core.Api;
using CloudRestore.Core.Models;
using CloudRestore.Core.Restorations;
using CloudRestore.Core.Serialization;

namespace CloudRestore.Core.Tests.Serialization;

public class CoreJsonTests
{
    private static readonly DateTimeOffset At = new(2026, 3, 4, 5, 6, 7, TimeSpan.Zero);

    [Fact]
    public void A_null_is_left_out_and_read_back_as_a_null()
    {
        SameAfterwards(new Promotion("model-1", null, "The first.", At)).Should().NotContain("previous");
        SameAfterwards(new RestorationError("cat.jpg", "It is cut short.", null, null, null, At)).Should().NotContain("job");
        SameAfterwards(new OutputSize()).Should().Be("{}");
        var page = JsonSerializer.Deserialize<Page<string>>(JsonSerializer.Serialize(new Page<string>(["a"], null), CoreJson.Options), CoreJson.Options)!;
        page.Continuation.Should().BeNull();
    }

    [Theory]
    [InlineData("""{"previous": "model-0", "reason": "Better.", "at": "2026-03-04T05:06:07Z"}""")]
    [InlineData("""{"model": null, "reason": "Better.", "at": "2026-03-04T05:06:07Z"}""")]
    [InlineData("""{"model": "model-1", "reason": "Better."}""")]
    public void What_may_not_be_null_must_be_there(string json) =>
        FluentActions.Invoking(() => JsonSerializer.Deserialize<Promotion>(json, CoreJson.Options)).Should().Throw<JsonException>();

    private static string SameAfterwards<T>(T document)
    {
        var json = JsonSerializer.Serialize(document, CoreJson.Options);
        JsonSerializer.Deserialize<T>(json, CoreJson.Options).Should().Be(document);
        return json;
    }
}

using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using CloudRestore.Core.Api;
using CloudRestore.Core.Serialization;
using CloudRestore.EndToEnd.Browser.Support;
using CloudRestore.EndToEnd.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CloudRestore.EndToEnd.Browser.Views;

public sealed class RunSamplesTests(TrainedStack stack, Chromium chromium)
{
    private const string Run = TrainedStack.UndisturbedRun;

    private static readonly Sample First = new("gan.000050.jpg", "gan", 1);
    private static readonly Sample Second = new("gan.000100.jpg", "gan", 1);

    [Fact]
    public async Task Sample_grids_appear_as_they_are_written_newest_first_and_each_is_fetched_once_with_the_key()
    {
        SampleList written = new([]);
        var fetched = new ConcurrentQueue<(string Name, string? Key)>();
        await using var tab = await Tab.OpenAsync(chromium, stack, "runs");
        await tab.Page.RouteAsync($"**/training-runs/{Run}", AsRunningAsync);
        await tab.Page.RouteAsync($"**/training-runs/{Run}/samples", route => route.FulfillAsync(new() { ContentType = "application/json", Body = JsonSerializer.Serialize(written, CoreJson.Options) }));
        await tab.Page.RouteAsync($"**/training-runs/{Run}/samples/*", route =>
        {
            fetched.Enqueue((new Uri(route.Request.Url).Segments[^1], route.Request.Headers.GetValueOrDefault("x-functions-key")));
            return route.FulfillAsync(new() { ContentType = "image/jpeg", BodyBytes = Photographs.Jpeg(96, 32) });
        });
        var grids = tab.Page.GetByRole(AriaRole.Region, new() { Name = "Sample grids" });

        await tab.GoAsync($"runs/{Run}");
        await Expect(grids).ToHaveCountAsync(0);

        written = new([First]);
        var picture = grids.GetByAltText("GAN, step 50: damaged, restored and original photographs");
        await Expect(picture).ToBeVisibleAsync();
        (await picture.EvaluateAsync<int[]>("async picture => (await picture.decode(), [picture.naturalWidth, picture.naturalHeight])")).Should().Equal(96, 32);

        written = new([First, Second]);
        await Expect(grids.GetByAltText("GAN, step 100: damaged, restored and original photographs")).ToBeVisibleAsync();
        (await grids.Locator("figcaption").AllInnerTextsAsync()).Should().Equal("GAN, step 100", "GAN, step 50");
        fetched.Should().Equal((First.Name, stack.Stack.Key), (Second.Name, stack.Stack.Key));
        tab.Faults.Should().BeEmpty();
    }

    /// <summary>A run that goes on is asked for again and again.</summary>
    private static async Task AsRunningAsync(IRoute route)
    {
        var answer = await route.FetchAsync();
        var run = JsonNode.Parse(await answer.TextAsync())!;
        run["status"] = "running";
        await route.FulfillAsync(new() { Response = answer, Body = run.ToJsonString() });
    }
}

using CloudRestore.EndToEnd.Browser.Support;
using CloudRestore.EndToEnd.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CloudRestore.EndToEnd.Browser;

public sealed class PollingTests(TrainedStack stack, Chromium chromium)
{
    private const string Hide = "hidden => { Object.defineProperty(document, 'hidden', { configurable: true, get: () => hidden }); document.dispatchEvent(new Event('visibilitychange')); }";

    [Fact]
    public async Task A_page_that_lost_the_server_says_from_when_it_is_and_goes_on_when_the_server_is_back()
    {
        await using var tab = await Tab.OpenAsync(chromium, stack, "models");
        await Expect(tab.Row(TrainedStack.UndisturbedRun)).ToBeVisibleAsync();
        var lost = tab.Page.Locator("#lost");
        await Expect(lost).ToBeHiddenAsync();

        await tab.Page.RouteAsync("**/api/models**", route => route.AbortAsync("connectionrefused"));
        await Expect(lost).ToContainTextAsync("The server does not answer. What you see is from");
        await Expect(tab.Row(TrainedStack.UndisturbedRun)).ToBeVisibleAsync();
        await tab.Page.UnrouteAllAsync();
        await lost.GetByRole(AriaRole.Button, new() { Name = "Try now" }).ClickAsync();

        await Expect(lost).ToBeHiddenAsync();
        tab.Faults.Should().BeEmpty();
    }

    [Fact]
    public async Task A_page_that_nobody_looks_at_asks_nothing_and_asks_at_once_when_it_is_looked_at()
    {
        await using var tab = await Tab.OpenAsync(chromium, stack, "models");
        await tab.Page.Clock.InstallAsync();
        await tab.Page.ReloadAsync();
        await tab.ReadAsync();
        var asked = 0;
        tab.Page.Request += (_, request) =>
        {
            if (request.Url.Contains("/api/models", StringComparison.Ordinal))
                asked++;
        };
        await tab.Page.EvaluateAsync(Hide, true);

        await tab.Page.Clock.RunForAsync(10 * 60 * 1000);
        asked.Should().Be(0);

        await tab.Page.RunAndWaitForRequestAsync(() => tab.Page.EvaluateAsync(Hide, false), "**/api/models/aliases/champion");
    }
}

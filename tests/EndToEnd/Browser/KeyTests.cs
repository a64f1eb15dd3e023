using CloudRestore.EndToEnd.Browser.Support;
using CloudRestore.EndToEnd.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CloudRestore.EndToEnd.Browser;

public sealed class KeyTests(TrainedStack stack, Chromium chromium)
{
    [Fact]
    public async Task The_key_is_asked_for_once_and_a_wrong_one_is_said_to_be_wrong()
    {
        await using var tab = await Tab.OpenAsync(chromium, stack, "models", withKey: false);
        var entry = tab.Page.GetByLabel("Key of this function app");
        await Expect(entry).ToBeFocusedAsync();

        await entry.FillAsync("wrong");
        await tab.InDialog("Continue").ClickAsync();
        await Expect(tab.Page.GetByText("The server does not accept this key.")).ToBeVisibleAsync();
        await entry.FillAsync(stack.Stack.Key);
        await entry.PressAsync("Enter");
        await Expect(tab.Row(TrainedStack.UndisturbedRun)).ToBeVisibleAsync();

        await tab.Page.ReloadAsync();
        await Expect(tab.Row(TrainedStack.UndisturbedRun)).ToBeVisibleAsync();
        await Expect(tab.Page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
        tab.Faults.Should().BeEmpty();
    }

    [Fact]
    public async Task A_server_that_asks_for_no_key_is_shown_at_once()
    {
        await using var tab = await Tab.OpenAsync(chromium, stack, "try", withKey: false);
        await tab.Page.RouteAsync("**/api/**", route => route.ContinueAsync(new RouteContinueOptions
        {
            Headers = new Dictionary<string, string>(route.Request.Headers) { ["x-functions-key"] = stack.Stack.Key },
        }));

        await tab.Page.ReloadAsync();
        await tab.GoAsync("models");

        await Expect(tab.Row(TrainedStack.UndisturbedRun)).ToBeVisibleAsync();
        await Expect(tab.Page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
    }
}

using System.Text.Json;
using CloudRestore.EndToEnd.Browser.Support;
using CloudRestore.EndToEnd.Support;
using CloudRestore.Stack;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CloudRestore.EndToEnd.Browser;

/// <summary>What axe-core finds: names of controls, contrast, landmarks, order of headings, and more. And what it cannot see: focus and narrow screens.</summary>
public sealed class AccessibilityTests(TrainedStack stack, Chromium chromium)
{
    private static readonly string[] Views = ["try", "runs", $"runs/{TrainedStack.UndisturbedRun}", "restorations", "models"];

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task No_view_and_no_dialog_has_a_barrier(ColorScheme scheme)
    {
        var axe = await File.ReadAllTextAsync(
            await NpmInstallation.EnsureAsync(Path.Combine("axe-core", "axe.min.js"), Console.Error.WriteLine, TestContext.Current.CancellationToken),
            TestContext.Current.CancellationToken);
        var other = $"other-{scheme.ToString().ToLowerInvariant()}";
        await stack.CopyModelAsync(other);
        await using var tab = await Tab.OpenAsync(chromium, stack, "models", options: new() { ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce });
        await tab.ReadAsync();
        await tab.Page.EvaluateAsync(axe);
        foreach (var view in Views)
        {
            await tab.GoAsync(view);
            (await BarriersAsync(tab)).Should().BeEmpty(view);
        }

        await tab.Button($"Promote {other}").ClickAsync();
        (await BarriersAsync(tab)).Should().BeEmpty("the dialog");
        await tab.InDialog("Cancel").ClickAsync();
        await tab.GoAsync("try");
        await tab.DropAsync("a.png", "image/png", Photographs.Grey(64, 48));
        await Expect(tab.Page.Locator(".compare")).ToBeVisibleAsync();
        (await BarriersAsync(tab)).Should().BeEmpty("a result");
    }

    [Fact]
    public async Task The_theme_follows_the_system_until_it_is_chosen_and_the_choice_is_kept()
    {
        await using var tab = await Tab.OpenAsync(chromium, stack, "runs", options: new() { ColorScheme = ColorScheme.Dark });
        var ground = await GroundAsync(tab);

        await tab.Button("Light theme").ClickAsync();
        var chosen = await GroundAsync(tab);
        await tab.Page.ReloadAsync();

        chosen.Should().NotBe(ground);
        (await GroundAsync(tab)).Should().Be(chosen);
    }

    [Fact]
    public async Task The_keyboard_reaches_the_content_first_then_the_views_in_their_order()
    {
        await using var tab = await Tab.OpenAsync(chromium, stack, "models");
        await tab.ReadAsync();
        var reached = new List<string>();
        for (var i = 0; i < 7; i++)
        {
            await tab.Page.Keyboard.PressAsync("Tab");
            reached.Add(await tab.Page.EvaluateAsync<string>("document.activeElement.ariaLabel ?? document.activeElement.textContent.trim()"));
        }

        reached.Should().Equal("Skip to the content", "CloudRestore", "Try it", "Runs", "Restorations", "Models", "Dark theme");
        await tab.GoAsync("runs");
        (await tab.Page.EvaluateAsync<string>("document.activeElement.id")).Should().Be("main", "a reader hears the view that was gone to");
        await tab.Button("Start a run").ClickAsync();
        await tab.Page.Keyboard.PressAsync("Escape");
        await Expect(tab.Button("Start a run")).ToBeFocusedAsync();
    }

    [Fact]
    public async Task No_view_is_wider_than_a_phone()
    {
        await using var tab = await Tab.OpenAsync(
            chromium, stack, "models", options: new() { ViewportSize = new() { Width = 360, Height = 740 }, IsMobile = true, HasTouch = true });
        await tab.ReadAsync();
        foreach (var view in Views)
        {
            await tab.GoAsync(view);
            (await tab.Page.EvaluateAsync<int>("document.documentElement.scrollWidth")).Should().BeLessThanOrEqualTo(360, view);
        }
    }

    private static Task<string> GroundAsync(Tab tab) => tab.Page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor");

    private static async Task<List<string>> BarriersAsync(Tab tab)
    {
        var found = await tab.Page.EvaluateAsync<JsonElement>("axe.run(document, { resultTypes: ['violations'] }).then((results) => results.violations)");
        return [.. found.EnumerateArray().Select(barrier =>
            $"{barrier.GetProperty("id").GetString()}: {barrier.GetProperty("help").GetString()} at {string.Join(", ", barrier.GetProperty("nodes").EnumerateArray().Select(node => node.GetProperty("html").GetString()))}")];
    }
}

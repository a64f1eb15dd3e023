using System.Text.Json;
using CloudRestore.EndToEnd.Browser.Support;
using CloudRestore.EndToEnd.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CloudRestore.EndToEnd.Browser.Views;

public sealed class RunActionsTests(TrainedStack stack, Chromium chromium)
{
    [Fact]
    public async Task A_model_that_waits_for_a_person_is_approved_behind_a_question_and_becomes_champion()
    {
        const string Id = "approved-on-the-page";
        await stack.StartTrainedAsync(Id, approval: true);
        await using var tab = await Tab.OpenAsync(chromium, stack, $"runs/{Id}");

        await tab.Button("Approve").ClickAsync();
        await tab.InDialog("Cancel").ClickAsync();
        await Expect(State(tab, "awaiting-approval")).ToBeVisibleAsync();
        await tab.Button("Approve").ClickAsync();
        await tab.Page.GetByLabel("Comment").FillAsync(" Skies are calmer. ");
        var sent = await SentAsync(tab, "Approve", $"{Id}/approve");

        sent.GetProperty("comment").GetString().Should().Be("Skies are calmer.");
        await Expect(State(tab, "succeeded")).ToBeVisibleAsync();
        await Expect(Model(tab)).ToContainTextAsync($"{Id} is promoted to champion.");
        await Expect(Model(tab).GetByText("Approved on")).ToContainTextAsync(": Skies are calmer.");
        await Expect(tab.Button("Approve")).ToHaveCountAsync(0);
        await stack.Api.ChangeChampionAsync(null, null, TestContext.Current.CancellationToken);
        tab.Faults.Should().BeEmpty();
    }

    [Fact]
    public async Task A_model_that_waits_for_a_person_is_rejected_behind_a_question_and_stays_registered()
    {
        const string Id = "rejected-on-the-page";
        await stack.StartTrainedAsync(Id, approval: true);
        await using var tab = await Tab.OpenAsync(chromium, stack, $"runs/{Id}");

        await tab.Button("Reject").ClickAsync();
        await Expect(tab.Page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("It stays registered, and the champion stays as it is.");
        var sent = await SentAsync(tab, "Reject", $"{Id}/reject");

        sent.EnumerateObject().Should().BeEmpty("no comment was made");
        await Expect(State(tab, "succeeded")).ToBeVisibleAsync();
        await Expect(Model(tab)).ToContainTextAsync($"{Id} is registered, and not champion by this run.");
        await Expect(Model(tab)).ToContainTextAsync("Rejected on");
        await Expect(tab.Button("Reject")).ToHaveCountAsync(0);
        await tab.GoAsync("models");
        await Expect(tab.Row(TrainedStack.UndisturbedRun).Locator(".badge.champion")).ToBeVisibleAsync();
        tab.Faults.Should().BeEmpty();
    }

    [Fact]
    public async Task A_run_that_failed_is_resumed_behind_a_question_and_goes_on_to_its_end()
    {
        const string Id = "resumed-on-the-page";
        const string Reason = "The stage evaluate failed: The GPU has only 4 GB: use a smaller batch.";
        await stack.StartTrainedAsync(Id, broken: "The GPU has only 4 GB: use a smaller batch.");
        await using var tab = await Tab.OpenAsync(chromium, stack, $"runs/{Id}");

        await Expect(State(tab, "failed")).ToBeVisibleAsync();
        await Expect(Overview(tab)).ToContainTextAsync(Reason);
        await tab.Button("Resume").ClickAsync();
        await Expect(tab.Page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("Stages that have ended are not done again");
        await SentAsync(tab, "Resume the run", $"{Id}/resume");

        await Expect(tab.Page.Locator("#say")).ToHaveTextAsync($"Run {Id} goes on.");
        await Expect(State(tab, "succeeded")).ToBeVisibleAsync();
        await Expect(Overview(tab)).Not.ToContainTextAsync(Reason);
        await Expect(Model(tab)).ToContainTextAsync("Registered only, as the run asked.");
        await Expect(tab.Button("Resume")).ToHaveCountAsync(0);
        await Expect(tab.Page.GetByRole(AriaRole.Region, new() { Name = "Events" })).ToContainTextAsync(Reason);
        tab.Faults.Should().BeEmpty();
    }

    private static ILocator Overview(Tab tab) => tab.Page.GetByRole(AriaRole.Region, new() { Name = "Overview" });

    private static ILocator State(Tab tab, string status) => Overview(tab).Locator($".badge.{status}");

    private static ILocator Model(Tab tab) => tab.Page.GetByRole(AriaRole.Region, new() { Name = "Model" });

    /// <summary>The body that the page sends when a dialog's button is pressed.</summary>
    private static async Task<JsonElement> SentAsync(Tab tab, string button, string path)
    {
        var sent = await tab.Page.RunAndWaitForRequestAsync(() => tab.InDialog(button).ClickAsync(), $"**/api/training-runs/{path}");
        (sent.Method, sent.Headers.ContainsKey("idempotency-key")).Should().Be(("POST", true));
        return sent.PostDataJSON()!.Value;
    }
}

using System.Text.Json.Nodes;
using CloudRestore.EndToEnd.Browser.Support;
using CloudRestore.EndToEnd.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CloudRestore.EndToEnd.Browser.Views;

public sealed class ModelsTests(TrainedStack stack, Chromium chromium)
{
    [Fact]
    public async Task A_model_is_promoted_and_rolled_back_behind_a_question_and_the_history_tells()
    {
        await stack.CopyModelAsync("twin");
        await using var tab = await Tab.OpenAsync(chromium, stack, "models");

        await tab.Button("Promote twin").ClickAsync();
        await tab.InDialog("Cancel").ClickAsync();
        await Expect(tab.Row(TrainedStack.UndisturbedRun).Locator(".badge.champion")).ToBeVisibleAsync();
        await tab.Button("Promote twin").ClickAsync();
        await tab.Page.GetByLabel("Reason").FillAsync("Skies are calmer.");
        await tab.InDialog("Promote").ClickAsync();
        await Expect(tab.Row("twin").Locator(".badge.champion")).ToBeVisibleAsync();
        await Expect(tab.Page.Locator(".timeline li").First).ToContainTextAsync("Skies are calmer.");

        await tab.Button("Roll back").ClickAsync();
        await tab.InDialog("Roll back").ClickAsync();
        await Expect(tab.Row(TrainedStack.UndisturbedRun).Locator(".badge.champion")).ToBeVisibleAsync();
        await Expect(tab.Page.Locator(".timeline li").First).ToContainTextAsync("by rollback");
        tab.Faults.Should().BeEmpty();
    }

    [Fact]
    public async Task A_model_tells_where_it_comes_from_and_leads_to_its_run()
    {
        await using var tab = await Tab.OpenAsync(chromium, stack, "models");
        await tab.Page.RouteAsync("**/api/models?*", async route =>
        {
            var answer = await route.FetchAsync();
            var page = JsonNode.Parse(await answer.TextAsync())!;
            foreach (var model in page["items"]!.AsArray())
                model!["parent"] = "the-parent";
            await route.FulfillAsync(new() { Response = answer, Body = page.ToJsonString() });
        });
        await tab.Page.ReloadAsync();

        var facts = tab.Row(TrainedStack.UndisturbedRun).Locator(".facts");
        await Expect(facts.Locator("div").Filter(new() { Has = tab.Page.GetByText("From", new() { Exact = true }) })).ToContainTextAsync("the-parent");
        await Expect(facts.Locator("div").Filter(new() { Has = tab.Page.GetByText("Dataset", new() { Exact = true }) })).ToContainTextAsync(TrainedStack.Dataset);
        await facts.GetByRole(AriaRole.Link, new() { Name = TrainedStack.UndisturbedRun }).ClickAsync();

        await Expect(tab.Page.GetByRole(AriaRole.Heading, new() { Level = 1, Name = TrainedStack.UndisturbedRun })).ToBeVisibleAsync();
        tab.Faults.Should().BeEmpty();
    }

    [Fact]
    public async Task A_promotion_that_somebody_else_was_faster_with_is_refused_and_the_list_is_read_again()
    {
        await stack.CopyModelAsync("mine");
        await stack.CopyModelAsync("theirs");
        await using var tab = await Tab.OpenAsync(chromium, stack, "models");
        await tab.Page.RouteAsync("**/models/mine/promote", async route =>
        {
            await PostAsync("models/theirs/promote");
            await route.ContinueAsync();
        });

        await tab.Button("Promote mine").ClickAsync();
        await tab.InDialog("Promote").ClickAsync();

        await Expect(tab.Page.GetByRole(AriaRole.Alert).Filter(new() { HasText = "Since you read the registry of models, it has changed" })).ToBeVisibleAsync();
        await Expect(tab.Row("theirs").Locator(".badge.champion")).ToBeVisibleAsync();
        await PostAsync("models/rollback");
    }

    [Fact]
    public async Task A_refusal_is_said_above_the_list_until_the_next_good_answer()
    {
        const string Sentence = "The registry of models cannot be read: try again.";
        await using var tab = await Tab.OpenAsync(chromium, stack, "models");
        await Expect(tab.Row(TrainedStack.UndisturbedRun)).ToBeVisibleAsync();
        await tab.Page.RouteAsync("**/api/models?*", route => route.FulfillAsync(new() { Status = 409, ContentType = "application/problem+json", Body = $$"""{ "detail": "{{Sentence}}" }""" }));

        await AskNowAsync();
        await Expect(tab.Page.GetByRole(AriaRole.Alert).Filter(new() { HasText = Sentence })).ToBeVisibleAsync();
        await Expect(tab.Row(TrainedStack.UndisturbedRun)).ToBeVisibleAsync();
        await tab.Page.UnrouteAllAsync();
        await AskNowAsync();

        await Expect(tab.Page.GetByText(Sentence)).ToHaveCountAsync(0);
        await Expect(tab.Row(TrainedStack.UndisturbedRun)).ToBeVisibleAsync();
        tab.Faults.Should().BeEmpty();

        // As when somebody looks at the page again.
        Task AskNowAsync() => tab.Page.EvaluateAsync("document.dispatchEvent(new Event('visibilitychange'))");
    }

    private async Task PostAsync(string path)
    {
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Add("x-functions-key", stack.Stack.Key);
        (await http.PostAsync(new Uri(stack.Stack.Url, $"/api/{path}"), null, TestContext.Current.CancellationToken)).EnsureSuccessStatusCode();
    }
}

using CloudRestore.Core.Api;
using CloudRestore.Core.Runs;
using CloudRestore.EndToEnd.Browser.Support;
using CloudRestore.EndToEnd.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CloudRestore.EndToEnd.Browser.Views;

public sealed class RunsTests(TrainedStack stack, Chromium chromium)
{
    private const string Metrics = """
        { "stages": [ { "stage": "gan", "columns": ["step", "phase", "generatorLoss", "criticLoss", "psnrRestored"],
                        "rows": [[1, 0, 2.5, 0.7, null], [2, 0, 1.5, 0.6, 26.8021], [3, 0, 1.25, 0.65, 26.8024]] } ] }
        """;

    [Fact]
    public async Task A_run_is_started_from_the_list_and_watched_to_its_model()
    {
        await using var tab = await Tab.OpenAsync(chromium, stack, "runs");

        await tab.Button("Start a run").ClickAsync();
        await tab.Page.GetByLabel("Dataset").FillAsync("no-such-dataset");
        await tab.Page.GetByLabel("Preset").SelectOptionAsync("tiny");
        await tab.Page.GetByLabel("Promotion", new() { Exact = true }).SelectOptionAsync("never");
        await tab.InDialog("Start").ClickAsync();
        await Expect(tab.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Alert)).ToContainTextAsync("no-such-dataset");
        await tab.Page.GetByLabel("Dataset").FillAsync(TrainedStack.Dataset);
        await tab.InDialog("Start").ClickAsync();

        await Expect(tab.Page.GetByRole(AriaRole.Region, new() { Name = "Stages" })).ToBeVisibleAsync();
        var id = await tab.Page.GetByRole(AriaRole.Heading, new() { Level = 1 }).InnerTextAsync();
        (await stack.EndAsync(id)).Status.Should().Be(RunStatus.Succeeded);
        await Expect(tab.Page.GetByRole(AriaRole.Region, new() { Name = "Model" })).ToContainTextAsync("Registered only, as the run asked.");
        await Expect(tab.Page.Locator(".stages li.succeeded")).ToHaveCountAsync(8);
        tab.Faults.Should().BeEmpty();
    }

    [Fact]
    public async Task A_run_is_cancelled_behind_a_question()
    {
        const string Id = "cancelled-on-the-page";
        await stack.Api.StartTrainingAsync(
            new StartTrainingRun(TrainedStack.Dataset, Id, "tiny", Overrides: new Dictionary<string, string> { ["pretrainGenerator.phases.0.steps"] = "100000" }),
            TestContext.Current.CancellationToken);
        await using var tab = await Tab.OpenAsync(chromium, stack, "runs");
        await Expect(tab.Row(Id).GetByRole(AriaRole.Progressbar)).ToBeVisibleAsync();

        await tab.Button($"Cancel {Id}", exact: true).ClickAsync();
        await tab.InDialog("Cancel the run").ClickAsync();

        await Expect(tab.Row(Id).Locator(".badge.cancelled")).ToBeVisibleAsync();
        await tab.Page.GetByLabel("State").SelectOptionAsync("succeeded");
        await Expect(tab.Row(Id)).ToHaveCountAsync(0);
        await Expect(tab.Row(TrainedStack.UndisturbedRun)).ToBeVisibleAsync();
        tab.Faults.Should().BeEmpty();
    }

    [Fact]
    public async Task The_numbers_of_a_run_are_drawn_as_curves_and_told_in_a_table()
    {
        await using var tab = await Tab.OpenAsync(chromium, stack, "runs");
        await tab.Page.RouteAsync("**/metrics", route => route.FulfillAsync(new() { ContentType = "application/json", Body = Metrics }));

        await tab.GoAsync($"runs/{TrainedStack.UndisturbedRun}");

        var losses = tab.Page.GetByRole(AriaRole.Figure, new() { Name = "GAN: Loss" });
        await Expect(losses.Locator(".series")).ToHaveCountAsync(2);
        await Expect(losses.GetByRole(AriaRole.Img)).ToHaveAttributeAsync("aria-label", "GAN: Loss: Generator loss from 2.5 to 1.25 at Step 3; Critic loss from 0.7 to 0.65 at Step 3");
        await losses.GetByText("Numbers").ClickAsync();
        (await losses.Locator("tbody tr").AllInnerTextsAsync()).Should().Equal("1\t2.5\t0.7", "2\t1.5\t0.6", "3\t1.25\t0.65");
        var psnr = tab.Page.GetByRole(AriaRole.Figure, new() { Name = "GAN: PSNR" });
        await Expect(psnr.Locator("circle")).ToHaveCountAsync(2);
        (await psnr.Locator(".tick text").AllTextContentsAsync()).Should().HaveCountGreaterThan(2).And.OnlyHaveUniqueItems("a difference that four digits do not show is drawn flat");
        (await psnr.Locator("text.axis:not(.name)").AllTextContentsAsync()).Should().Equal("2", "3");
        tab.Faults.Should().BeEmpty();
    }

    [Fact]
    public async Task A_run_that_is_not_there_is_said_not_to_be()
    {
        await using var tab = await Tab.OpenAsync(chromium, stack, "runs/nowhere");

        await Expect(tab.Page.GetByRole(AriaRole.Alert).Filter(new() { HasText = "There is no training run 'nowhere'." })).ToBeVisibleAsync();
    }
}

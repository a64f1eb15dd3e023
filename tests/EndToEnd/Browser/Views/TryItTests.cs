using System.Text.RegularExpressions;
using CloudRestore.EndToEnd.Browser.Support;
using CloudRestore.EndToEnd.Support;
using CloudRestore.Imaging.Photographs;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CloudRestore.EndToEnd.Browser.Views;

public sealed class TryItTests(TrainedStack stack, Chromium chromium)
{
    [Fact]
    public async Task A_photograph_that_is_dropped_is_restored_shown_under_a_slider_and_downloaded()
    {
        await using var tab = await Tab.OpenAsync(chromium, stack, "try");
        await tab.Page.GetByLabel("Size").SelectOptionAsync("2");

        await tab.DropAsync("Am Meer.jpg", "image/jpeg", Photographs.Jpeg(96, 64));

        var restored = tab.Page.GetByAltText("Am Meer.jpg restored");
        await Expect(restored).ToBeAttachedAsync();
        (await restored.EvaluateAsync<int[]>("async picture => (await picture.decode(), [picture.naturalWidth, picture.naturalHeight])")).Should().Equal(192, 128);
        var slider = tab.Page.GetByLabel("Before / restored");
        await slider.PressAsync("End");
        await Expect(slider).ToHaveAttributeAsync("aria-valuetext", "100 % before, 0 % restored");
        (await CutAsync(tab)).Should().Be((0, 1), "only the photograph before is seen");
        await slider.PressAsync("Home");
        await Expect(slider).ToHaveAttributeAsync("aria-valuetext", "0 % before, 100 % restored");
        (await CutAsync(tab)).Should().Be((1, 0), "only the restored one is");

        var download = await tab.Page.RunAndWaitForDownloadAsync(() => tab.Page.GetByRole(AriaRole.Link, new() { NameRegex = new("^Download") }).ClickAsync());
        download.SuggestedFilename.Should().Be("Am Meer restored.jpg");
        var picture = PhotographReader.Read(await File.ReadAllBytesAsync(await download.PathAsync(), TestContext.Current.CancellationToken), "restored").Color;
        (picture.Width, picture.Height).Should().Be((192, 128));
        tab.Faults.Should().BeEmpty();
    }

    [Fact]
    public async Task The_photograph_is_zoomed_and_moved_with_keys_wheel_and_mouse()
    {
        await using var tab = await Tab.OpenAsync(chromium, stack, "try");
        await tab.DropAsync("a.png", "image/png", Photographs.Grey(96, 64));
        var frame = tab.Page.Locator(".stage");
        await Expect(frame).ToBeVisibleAsync();
        await Expect(tab.Page.Locator(".zoom")).Not.ToHaveTextAsync("");
        var fitted = await PlaceAsync(tab);

        await frame.PressAsync("+");
        await frame.PressAsync("+");
        var nearer = await PlaceAsync(tab);
        nearer.Width.Should().BeGreaterThan(fitted.Width);
        await frame.PressAsync("ArrowLeft");
        var moved = await PlaceAsync(tab);
        moved.X.Should().BeGreaterThan(nearer.X);
        await frame.HoverAsync();
        await tab.Page.Mouse.DownAsync();
        var box = (await frame.BoundingBoxAsync())!;
        await tab.Page.Mouse.MoveAsync(box.X + (box.Width / 2) - 60, box.Y + (box.Height / 2), new() { Steps = 4 });
        await tab.Page.Mouse.UpAsync();
        (await PlaceAsync(tab)).X.Should().BeLessThan(moved.X);
        var before = await tab.Page.Locator(".zoom").InnerTextAsync();
        await tab.Page.Mouse.WheelAsync(0, -200);
        await Expect(tab.Page.Locator(".zoom")).Not.ToHaveTextAsync(before);
        await frame.PressAsync("0");
        (await PlaceAsync(tab)).Should().Be(fitted);
        tab.Faults.Should().BeEmpty();
    }

    [Fact]
    public async Task What_cannot_be_restored_is_said_in_the_servers_sentence()
    {
        await using var tab = await Tab.OpenAsync(chromium, stack, "try");
        var whole = Photographs.Jpeg(300, 200);

        await tab.DropAsync("words.jpg", "image/jpeg", "these are words"u8.ToArray());
        await Expect(tab.Page.GetByRole(AriaRole.Alert).Filter(new() { HasText = "is not a photograph, whatever its name says" })).ToBeVisibleAsync();

        await tab.Page.GetByLabel("choose a file").SetInputFilesAsync(new FilePayload { Name = "half.jpg", MimeType = "image/jpeg", Buffer = whole[..(whole.Length / 2)] });
        await Expect(tab.Page.GetByRole(AriaRole.Alert).Filter(new() { HasText = "is a JPEG file that is cut short or broken" })).ToBeVisibleAsync();

        await tab.GoAsync("restorations");
        await Expect(tab.Row("half.jpg").Filter(new() { HasText = "Failed" })).ToContainTextAsync("is a JPEG file that is cut short or broken");
        tab.Faults.Should().BeEmpty();
    }

    [Fact]
    public async Task A_server_that_answers_with_the_photograph_itself_is_asked_no_more()
    {
        await using var tab = await Tab.OpenAsync(chromium, stack, "try");
        var asked = new List<string>();
        tab.Page.Request += (_, request) => asked.Add(new Uri(request.Url).AbsolutePath);
        await tab.Page.RouteAsync("**/api/restorations?*", route => route.FulfillAsync(new() { ContentType = "image/jpeg", BodyBytes = Photographs.Jpeg(192, 128) }));

        await tab.DropAsync("a.jpg", "image/jpeg", Photographs.Jpeg(96, 64));

        await Expect(tab.Page.Locator(".zoom")).Not.ToHaveTextAsync("");
        (await tab.Page.GetByAltText("a.jpg restored").EvaluateAsync<int>("picture => picture.naturalWidth")).Should().Be(192);
        asked.Should().NotContain(path => path.StartsWith("/api/restorations/", StringComparison.Ordinal));
    }

    /// <summary>Which share of each picture is cut away: of the one before from the right, of the restored one from the left.</summary>
    private static async Task<(double Before, double Restored)> CutAsync(Tab tab)
    {
        return (await ShareAsync(new Regex("before$"), side: 1), await ShareAsync(new Regex("restored$"), side: 3));

        // As in CSS: of four sides those that are left out are as the opposite one, or as the first.
        Task<double> ShareAsync(Regex alt, int side) => tab.Page.GetByAltText(alt).EvaluateAsync<double>(
            "(picture, side) => { const cut = picture.style.clipPath.match(/[\\d.]+/g).map(Number); return Math.min(1, (cut[side] ?? cut[1] ?? cut[0]) / parseFloat(picture.style.width)); }", side);
    }

    private static async Task<(double X, double Width)> PlaceAsync(Tab tab)
    {
        var place = await tab.Page.GetByAltText(new Regex("restored$")).EvaluateAsync<double[]>("picture => [new DOMMatrix(picture.style.transform).e, parseFloat(picture.style.width)]");
        return (place[0], place[1]);
    }
}

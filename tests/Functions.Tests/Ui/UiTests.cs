using System.Net;
using System.Text.RegularExpressions;
using CloudRestore.Core.Runs;
using CloudRestore.Functions.Tests.Support;
using CloudRestore.Functions.Ui;

namespace CloudRestore.Functions.Tests.Ui;

public sealed partial class UiTests(FunctionApp app) : IDisposable
{
    private readonly HttpClient _stranger = new() { BaseAddress = app.Http.BaseAddress };

    [Theory]
    [InlineData("/api/ui")]
    [InlineData("/api/ui/")]
    public async Task The_page_is_given_without_a_key_and_may_load_nothing_from_elsewhere(string address)
    {
        var answer = await GetAsync(address);

        answer.StatusCode.Should().Be(HttpStatusCode.OK);
        (await TextAsync(answer)).Should().StartWith("<!doctype html>");
        answer.Content.Headers.ContentType!.ToString().Should().Be("text/html; charset=utf-8");
        answer.Headers.GetValues("X-Content-Type-Options").Should().Equal("nosniff");
        var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        policy.Split("; ").Should().Contain(["default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' blob: data:", "frame-ancestors 'none'"]);
        policy.Should().NotContain("unsafe").And.NotContain("*").And.NotContain("http");
    }

    [Fact]
    public async Task A_file_that_the_browser_has_is_not_sent_again()
    {
        var first = await GetAsync("/api/ui/app.js");
        var again = await app.SendAsync(HttpMethod.Get, "/api/ui/app.js", null, ("If-None-Match", first.Headers.ETag!.ToString()));
        var other = await app.SendAsync(HttpMethod.Get, "/api/ui/app.js", null, ("If-None-Match", "\"older\""));

        first.Headers.CacheControl!.NoCache.Should().BeTrue("a newer app must not run with an older page");
        again.StatusCode.Should().Be(HttpStatusCode.NotModified);
        other.StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Whatever_a_file_of_the_page_refers_to_is_served_with_its_type()
    {
        var types = new Dictionary<string, string> { [".css"] = "text/css", [".js"] = "text/javascript", [".svg"] = "image/svg+xml" };
        var reached = new HashSet<string> { UiFiles.Index };
        var open = new Queue<string>(reached);
        while (open.TryDequeue(out var name))
        {
            var text = await TextAsync(await GetAsync($"/api/ui/{name}"));
            foreach (Match reference in References().Matches(text))
            {
                var target = new Uri(new Uri(app.Http.BaseAddress!, $"/api/ui/{name}"), reference.Groups[1].Value);
                var answer = await GetAsync(target.AbsolutePath);
                answer.StatusCode.Should().Be(HttpStatusCode.OK, "{0} refers to {1}", name, target);
                answer.Content.Headers.ContentType!.MediaType.Should().Be(types[Path.GetExtension(target.AbsolutePath)]);
                var found = target.AbsolutePath["/api/ui/".Length..];
                if (reached.Add(found))
                    open.Enqueue(found);
            }
        }

        reached.Should().BeEquivalentTo(UiFiles.Names, "a file that nothing refers to is left over");
    }

    [Fact]
    public async Task No_file_of_the_page_names_an_address_elsewhere()
    {
        foreach (var name in UiFiles.Names)
        {
            var text = await TextAsync(await GetAsync($"/api/ui/{name}"));
            text.Replace("http://www.w3.org/2000/svg", "", StringComparison.Ordinal).Should().NotMatchRegex("https?://", name);
        }
    }

    [Theory]
    [InlineData("nothing.js")]
    [InlineData("..%2fhost.json")]
    [InlineData("views/..%2f..%2f..%2fhost.json")]
    [InlineData("%2fetc%2fpasswd")]
    [InlineData("APP.JS")]
    public async Task A_name_that_is_not_in_the_list_is_not_found(string name)
    {
        var (status, sentence) = await FunctionApp.ProblemAsync(await GetAsync($"/api/ui/{name}"));

        status.Should().Be(404);
        sentence.Should().StartWith("The page has no file");
    }

    [Fact]
    public async Task The_page_offers_the_presets_that_there_are()
    {
        var text = await TextAsync(await GetAsync("/api/ui/presets.js"));

        Presets().Matches(text).Select(match => match.Groups[1].Value).Should().BeEquivalentTo(PresetNames.All);
    }

    public void Dispose() => _stranger.Dispose();

    private static Task<string> TextAsync(HttpResponseMessage answer) => answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

    private Task<HttpResponseMessage> GetAsync(string address) => _stranger.GetAsync(address, TestContext.Current.CancellationToken);

    [GeneratedRegex("""(?:from |(?:src|href)=)"((?:\.{1,2}|/api/ui)/[\w./-]+)["]""")]
    private static partial Regex References();

    [GeneratedRegex("""^  \["([\w-]+)",""", RegexOptions.Multiline)]
    private static partial Regex Presets();
}

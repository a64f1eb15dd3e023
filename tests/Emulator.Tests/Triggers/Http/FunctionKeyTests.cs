using System.Net;
using CloudRestore.Emulator.Tests.Hosting;
using CloudRestore.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace CloudRestore.Emulator.Tests.Triggers.Http;

public class FunctionKeyTests
{
    [Fact]
    public async Task Without_a_setting_a_key_is_made_and_kept_for_its_owner_only()
    {
        using var folder = new TemporaryFolder();
        var settings = new Dictionary<string, string?> { ["Emulator:FunctionKey"] = null };
        string key;
        await using (var host = await TestHost.StartAsync([typeof(Api)], settings, folder: folder))
        {
            var path = Path.Combine(host.StateFolder, "function-key");
            key = await File.ReadAllTextAsync(path);
            if (!OperatingSystem.IsWindows())
            {
                File.GetUnixFileMode(path).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite);
            }
        }

        await using var again = await TestHost.StartAsync([typeof(Api)], settings, folder: folder);
        using var with = await again.Client.GetAsync($"/api/secret?code={key}");
        using var without = await again.Client.GetAsync("/api/secret");

        with.StatusCode.Should().Be(HttpStatusCode.OK);
        without.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Authorization_can_be_turned_off()
    {
        await using var host = await TestHost.StartAsync([typeof(Api)], new() { ["Emulator:Authorization"] = "disabled" });

        using var response = await host.Client.GetAsync("/api/secret");

        response.StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task The_route_prefix_comes_from_host_json()
    {
        await using var host = await TestHost.StartAsync([typeof(Api)], hostJson: """{ "extensions": { "http": { "routePrefix": "" } } }""");

        using var response = await host.Client.GetAsync("/secret?code=the-key");

        response.StatusCode.Should().Be(HttpStatusCode.OK);
    }

    public static class Api
    {
        [Function("secret")]
        public static IResult Secret([HttpTrigger("get")] HttpRequest request) => Results.Ok();
    }
}

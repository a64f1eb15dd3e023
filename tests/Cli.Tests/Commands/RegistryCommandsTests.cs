using System.Text.Json;
using CloudRestore.Cli.Commands;
using CloudRestore.Cli.Tests.Weights;
using CloudRestore.Core.Api;
using CloudRestore.Core.Serialization;

namespace CloudRestore.Cli.Tests.Commands;

[Collection(nameof(ConsoleText))]
public sealed class RegistryCommandsTests
{
    private static readonly RegisteredModel Model = new()
    {
        Version = "run-7",
        Aliases = ["champion"],
        CreatedAt = DateTimeOffset.UnixEpoch,
        Bytes = 1,
        Dataset = "holidays",
        Scores = new Dictionary<string, double> { ["psnrRestored"] = 26.125 },
    };

    [Fact]
    public async Task Models_are_listed_as_the_app_names_them()
    {
        await using var app = Giving(new ModelPage([Model], null, "run-7", null));

        var (exitCode, output, _) = await RunAsync(app, "list", "--top", "3");

        exitCode.Should().Be(ExitCode.Ok);
        JsonSerializer.Deserialize<ModelPage>(output, CoreJson.Options).Should().BeEquivalentTo(new ModelPage([Model], null, "run-7", null));
        app.Requests.Should().Equal("GET /api/models?top=3 HTTP/1.1");
    }

    [Theory]
    [InlineData(new[] { "promote", "run-7" }, "POST /api/models/run-7/promote HTTP/1.1")]
    [InlineData(new[] { "rollback" }, "POST /api/models/rollback HTTP/1.1")]
    public async Task The_champion_is_changed_and_named(string[] command, string request)
    {
        await using var app = Giving(new ModelAlias("champion", "run-7"));

        var (exitCode, output, _) = await RunAsync(app, command);

        exitCode.Should().Be(ExitCode.Ok);
        JsonSerializer.Deserialize<ModelAlias>(output, CoreJson.Options)!.Version.Should().Be("run-7");
        app.Requests.Should().Equal(request);
    }

    [Fact]
    public async Task A_refusal_is_told_in_the_words_of_the_app()
    {
        await using var app = new LoopbackServer(
            "HTTP/1.1 409 Conflict\nContent-Type: application/problem+json\nContent-Length: 54\nConnection: close", """{"status": 409, "detail": "There is no champion yet."}"""u8.ToArray());

        var (exitCode, output, errors) = await RunAsync(app, "rollback");

        (exitCode, output).Should().Be((ExitCode.Failed, ""));
        errors.Should().Contain("There is no champion yet.");
    }

    private static LoopbackServer Giving<T>(T answer)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(answer, CoreJson.Options);
        return new LoopbackServer($"HTTP/1.1 200 OK\nContent-Type: application/json\nContent-Length: {json.Length}\nConnection: close", json);
    }

    private static Task<(int ExitCode, string Output, string Errors)> RunAsync(LoopbackServer app, params string[] command) =>
        ConsoleText.OfAsync(() => CommandLine.RunAsync(["models", .. command, "--url", app.Address.ToString(), "--json"]));
}

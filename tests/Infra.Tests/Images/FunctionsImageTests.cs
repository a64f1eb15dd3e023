using System.Globalization;
using System.Text.Json.Nodes;
using CloudRestore.Core.Storage;
using CloudRestore.Infra.Tests.Support;
using CloudRestore.Stack;
using CloudRestore.Testing;
using YamlDotNet.RepresentationModel;

namespace CloudRestore.Infra.Tests.Images;

public sealed class FunctionsImageTests(Images images, StorageOnDemand account) : IDisposable
{
    private static readonly Dockerfile Image = Dockerfile.Read("functions/Dockerfile");

    private readonly TemporaryFolder _state = new();

    [Fact]
    public async Task The_steps_of_the_Dockerfile_make_an_app_that_is_healthy_and_ends_on_SIGTERM()
    {
        var image = await images.FunctionsAsync();
        var shipped = image.Files();
        var port = FreePort.Take(1)[0].ToString(CultureInfo.InvariantCulture);
        var environment = Image.Environment("final").ToDictionary(
            pair => pair.Key,
            pair => pair.Value.Replace("/state", Directory.CreateDirectory(_state.File("state")).FullName, StringComparison.Ordinal).Replace("0.0.0.0:7071", $"127.0.0.1:{port}", StringComparison.Ordinal));
        environment["HOME"] = _state.File("home");
        environment[StorageClients.SettingName] = await account.ConnectionStringAsync();
        var entry = Dockerfile.Words(Image.Stage("final").Single(step => step.Keyword == "ENTRYPOINT").Arguments);
        await using var app = ChildProcess.Start(
            "The app", [entry[0], Path.Combine(image.App, entry[1])], environment, _state.File("app.log"), $"listening on {environment["Emulator__Url"]}");
        await app.Ready.WaitAsync(TimeSpan.FromMinutes(2), TestContext.Current.CancellationToken);

        var check = Dockerfile.Words(Image.Stage("final").Single(step => step.Keyword == "HEALTHCHECK").Arguments).Select(word => word.Replace("7071", port, StringComparison.Ordinal));
        var (healthy, said) = await Shell.RunAsync([.. check], image.App);
        healthy.Should().Be(0, said);
        await app.StopAsync(TimeSpan.FromSeconds(40));
        app.ExitCode.Should().Be(0, "it was not killed");
        image.Files().Should().Equal(shipped, "its own folder may be read-only");
        Directory.Exists(_state.File("home")).Should().BeFalse("so may its home");
    }

    [Fact]
    public void Compose_builds_from_the_two_Dockerfiles_and_gives_both_processes_the_storage_emulator()
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(File.ReadAllText(Path.Combine(Repository.Root, "compose.yaml"))));
        var services = (YamlMappingNode)yaml.Documents[0].RootNode["services"];
        services.Children.Keys.Select(name => name.ToString()).Should().BeEquivalentTo("azurite", "functions", "runner");
        foreach (var name in new[] { "functions", "runner" })
        {
            var service = services[name];
            File.Exists(Path.Combine(Repository.Root, service["build"]["dockerfile"].ToString())).Should().BeTrue();
            service["read_only"].ToString().Should().Be("true");
            service["environment"]["<<"]["AzureWebJobsStorage"].ToString().Should().Contain("BlobEndpoint=http://azurite:10000/");
            service["volumes"].Should().BeOfType<YamlSequenceNode>().Which.Select(volume => volume.ToString().Split(':')[1]).Should()
                .Equal(Dockerfile.Read(service["build"]["dockerfile"].ToString()).Stage("final").Single(step => step.Keyword == "VOLUME").Arguments);
        }

        var pinned = JsonNode.Parse(File.ReadAllText(Path.Combine(Repository.Root, "package.json")))!.Text("dependencies.azurite");
        services["azurite"]["image"].ToString().Should().EndWith($":{pinned}", "that is the one which is tested");

        services["runner"]["build"]["args"]["TORCH_DEVICE"].ToString().Should().Be("cpu");
    }

    public void Dispose() => _state.Dispose();
}

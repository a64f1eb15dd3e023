using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using CloudRestore.Infra.Tests.Support;
using CloudRestore.Infra.Tests.Templates;
using CloudRestore.Stack;
using CloudRestore.Testing;

[assembly: AssemblyFixture(typeof(Templates))]

namespace CloudRestore.Infra.Tests.Templates;

/// <summary>The templates as the pinned compiler sees them: what every example would deploy, with all that can be known before a deployment.</summary>
public sealed class Templates : IAsyncLifetime
{
    /// <summary>Examples of main.bicep; the last two go to the ends of what prefix and environment may be.</summary>
    public static readonly string[] Main = ["small", "large", "shortest", "longest"];

    /// <summary>Examples of runner.bicep; the last is the small one with another card.</summary>
    public static readonly string[] Runner = ["small-runner", "large-runner", "a100-runner"];

    private const string EventsExample = "events-example";

    private readonly TemporaryFolder _folder = new();
    private readonly ConcurrentDictionary<string, JsonNode> _snapshots = new();
    private readonly ConcurrentQueue<string> _diagnostics = new();

    /// <summary>What the compiler said of templates and parameter files.</summary>
    public IReadOnlyCollection<string> Diagnostics => _diagnostics;

    /// <summary>The template events.bicep, compiled.</summary>
    public JsonNode Events { get; private set; } = null!;

    /// <summary>The resources that an example would deploy.</summary>
    internal IReadOnlyList<JsonNode> Resources(string example) => [.. _snapshots[example]["predictedResources"]!.AsArray().Select(resource => resource!)];

    /// <summary>The outputs of an example.</summary>
    internal JsonNode Outputs(string example) => _snapshots[example]["outputs"]!;

    /// <summary>The only resource of a type.</summary>
    internal JsonNode Single(string example, string type) => Resources(example).Single(resource => resource.Text("type").Equals(type, StringComparison.OrdinalIgnoreCase));

    /// <summary>All resources of all examples, but for what events.bicep makes.</summary>
    internal IEnumerable<JsonNode> All() => Main.Concat(Runner).SelectMany(Resources);

    /// <summary>What events.bicep makes, with the tags that its hook gives it.</summary>
    internal IReadOnlyList<JsonNode> OfEvents() => Resources(EventsExample);

    public async ValueTask InitializeAsync()
    {
        Copy(Path.Combine(Repository.Root, "infra"), _folder.FullPath);
        Extreme("shortest", "ab", "t");
        Extreme("longest", "abcdefghij", "an-environment-of-32-characters1");
        await File.WriteAllTextAsync(Example("a100-runner"), await File.ReadAllTextAsync(Example("small-runner")) + "param gpuProfile = 'Consumption-GPU-NC24-A100'\n");
        await File.WriteAllTextAsync(Example(EventsExample), $"using '../events.bicep'\nparam functionAppName = 'the-app'\nparam storageName = 'the-storage-account'\nparam tags = {HookScripts.Tags("events.sh")}\n");
        await Task.WhenAll([
            .. Main.Select(example => SnapshotAsync(example, [])),
            .. Runner.Append(EventsExample).Select(example => SnapshotAsync(example, ["--resource-group", "rg"])),
            BicepAsync("build-params", "main.bicepparam", "--outfile", _folder.File("main.parameters.json")),
            BicepAsync("build", "events.bicep", "--outfile", _folder.File("events.json"))]);
        Events = JsonNode.Parse(await File.ReadAllTextAsync(_folder.File("events.json")))!;
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    private static void Copy(string from, string to)
    {
        foreach (var file in Directory.GetFiles(from))
            File.Copy(file, Path.Combine(Directory.CreateDirectory(to).FullName, Path.GetFileName(file)));
        foreach (var folder in Directory.GetDirectories(from).Where(folder => Path.GetFileName(folder) is not ("bin" or "obj")))
            Copy(folder, Path.Combine(to, Path.GetFileName(folder)));
    }

    private string Example(string name) => _folder.File("examples", name + ".bicepparam");

    private void Extreme(string name, string prefix, string environment) => File.WriteAllText(
        Example(name),
        File.ReadAllText(Example("large"))
            .Replace("prefix = 'archive'", $"prefix = '{prefix}'", StringComparison.Ordinal)
            .Replace("environmentName = 'archive'", $"environmentName = '{environment}'", StringComparison.Ordinal));

    private async Task SnapshotAsync(string example, string[] more)
    {
        var file = Path.Combine("examples", example + ".bicepparam");
        string[] place = ["--tenant-id", $"{Guid.Empty}", "--subscription-id", $"{Guid.Empty}", "--location", "swedencentral"];
        await BicepAsync(["snapshot", file, "--mode", "overwrite", .. place, .. more]);
        _snapshots[example] = JsonNode.Parse(await File.ReadAllTextAsync(_folder.File("examples", example + ".snapshot.json")))!;
    }

    private async Task BicepAsync(params string[] arguments)
    {
        var (exitCode, output) = await Shell.RunAsync([BicepTool.Path, .. arguments], _folder.FullPath);
        if (exitCode != 0 || output.Contains("Warning", StringComparison.Ordinal) || output.Contains("Error", StringComparison.Ordinal))
            _diagnostics.Enqueue(output);
    }
}

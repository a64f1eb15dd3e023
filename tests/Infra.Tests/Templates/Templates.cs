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
    /// <summary>Examples of main.bicep; the last two go to the ends of what prefix and environment may be, and the shortest lets an address in.</summary>
    public static readonly string[] Main = ["small", "large", "shortest", "longest"];

    /// <summary>Examples of runner.bicep; the last two are the small one with another card, and the large one without Spot and in a network of its own.</summary>
    public static readonly string[] Runner = ["small-runner", "large-runner", "a100-runner", "regular-runner"];

    /// <summary>The address that the shortest example lets in.</summary>
    public const string AllowedAddress = "203.0.113.7";

    private const string EventsExample = "events-example";

    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<string, JsonNode> _snapshots = [];
    private readonly Dictionary<string, JsonNode> _compiled = [];
    private readonly List<string> _diagnostics = [];

    /// <summary>What the compiler said of templates and parameter files.</summary>
    public IReadOnlyCollection<string> Diagnostics => _diagnostics;

    /// <summary>The template events.bicep, compiled.</summary>
    public JsonNode Events => _compiled["events.bicep"];

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
        await File.AppendAllTextAsync(Example("shortest"), $"param allowedAddresses = ['{AllowedAddress}']\n");
        var large = await File.ReadAllLinesAsync(Example("large-runner"));
        await File.WriteAllLinesAsync(Example("regular-runner"), large.Where(line => !line.StartsWith("param subnetId", StringComparison.Ordinal)).Append("param spot = false"));
        await File.WriteAllTextAsync(Example("a100-runner"), await File.ReadAllTextAsync(Example("small-runner")) + "param gpuProfile = 'Consumption-GPU-NC24-A100'\n");
        await File.WriteAllTextAsync(Example(EventsExample), $"using '../events.bicep'\nparam functionAppName = 'the-app'\nparam storageName = 'the-storage-account'\nparam tags = {HookScripts.Tags("events.sh")}\n");
        using var bicep = new BicepServer();
        foreach (var example in Main)
            _snapshots[example] = await SnapshotAsync(bicep, example, resourceGroup: null);
        foreach (var example in Runner.Append(EventsExample))
            _snapshots[example] = await SnapshotAsync(bicep, example, "rg");
        foreach (var parameters in Directory.GetFiles(_folder.FullPath, "*.bicepparam", SearchOption.AllDirectories))
            await CompileAsync(bicep, "bicep/compileParams", new() { ["path"] = parameters, ["parameterOverrides"] = new JsonObject() });
        foreach (var template in Directory.GetFiles(_folder.FullPath, "*.bicep"))
            _compiled[Path.GetFileName(template)] = JsonNode.Parse((await CompileAsync(bicep, "bicep/compile", new() { ["path"] = template })).Text("contents"))!;
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

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    private string Example(string name) => _folder.File("examples", name + ".bicepparam");

    private void Extreme(string name, string prefix, string environment) => File.WriteAllText(
        Example(name),
        File.ReadAllText(Example("large"))
            .Replace("prefix = 'archive'", $"prefix = '{prefix}'", StringComparison.Ordinal)
            .Replace("environmentName = 'archive'", $"environmentName = '{environment}'", StringComparison.Ordinal));

    private async Task<JsonNode> SnapshotAsync(BicepServer bicep, string example, string? resourceGroup)
    {
        var place = new JsonObject { ["tenantId"] = $"{Guid.Empty}", ["subscriptionId"] = $"{Guid.Empty}", ["resourceGroup"] = resourceGroup, ["location"] = "swedencentral", ["deploymentName"] = null };
        var answer = await bicep.AskAsync("bicep/getSnapshot", new() { ["path"] = Example(example), ["metadata"] = place, ["externalInputs"] = null }, Cancelled);
        return JsonNode.Parse(answer.Text("snapshot"))!;
    }

    private async Task<JsonNode> CompileAsync(BicepServer bicep, string method, JsonObject question)
    {
        var answer = await bicep.AskAsync(method, question, Cancelled);
        _diagnostics.AddRange(answer.At("diagnostics")!.AsArray().Select(diagnostic => diagnostic!.ToJsonString()));
        return answer;
    }
}

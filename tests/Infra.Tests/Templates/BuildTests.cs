using System.Text.RegularExpressions;
using CloudRestore.Infra.Tests.Support;
using CloudRestore.Stack;
using CloudRestore.Testing;

namespace CloudRestore.Infra.Tests.Templates;

public sealed partial class BuildTests(Templates templates)
{
    // From the resource naming rules of Azure.
    private static readonly Dictionary<string, string> Names = new()
    {
        ["Microsoft.Storage/storageAccounts"] = "^[a-z0-9]{3,24}$",
        ["Microsoft.ContainerRegistry/registries"] = "^[a-zA-Z0-9]{5,50}$",
        ["Microsoft.Web/sites"] = "^[a-z0-9][a-z0-9-]{0,58}[a-z0-9]$",
        ["Microsoft.Web/serverfarms"] = "^[a-zA-Z0-9-]{1,60}$",
        ["Microsoft.ManagedIdentity/userAssignedIdentities"] = "^[a-zA-Z0-9][a-zA-Z0-9_-]{2,127}$",
        ["Microsoft.OperationalInsights/workspaces"] = "^[a-zA-Z0-9][a-zA-Z0-9-]{2,61}[a-zA-Z0-9]$",
        ["Microsoft.Insights/components"] = "^[a-zA-Z0-9_.-]{1,260}$",
        ["Microsoft.Network/virtualNetworks"] = "^[a-zA-Z0-9][a-zA-Z0-9._-]{0,62}[a-zA-Z0-9_]$",
        ["Microsoft.DurableTask/schedulers"] = "^[a-zA-Z0-9-]{3,64}$",
        ["Microsoft.Resources/resourceGroups"] = @"^[a-zA-Z0-9._()-]{0,89}[a-zA-Z0-9_()-]$",
        ["Microsoft.App/managedEnvironments"] = "^[a-z][a-z0-9-]{0,58}[a-z0-9]$",
        ["Microsoft.App/jobs"] = "^[a-z][a-z0-9-]{0,30}[a-z0-9]$",
        ["Microsoft.App/containerApps"] = "^[a-z][a-z0-9-]{0,30}[a-z0-9]$",
        ["Microsoft.Compute/virtualMachineScaleSets"] = "^[a-z][a-z0-9-]{0,62}[a-z0-9]$",
        ["Microsoft.Consumption/budgets"] = "^[a-zA-Z0-9_-]{1,63}$",
        ["Microsoft.EventGrid/systemTopics"] = "^[a-zA-Z0-9-]{3,50}$",
        ["Microsoft.Insights/actionGroups"] = "^[a-zA-Z0-9_-]{1,260}$",
        ["Microsoft.Insights/autoscalesettings"] = "^[a-zA-Z0-9_.-]{1,260}$",
        ["Microsoft.Insights/scheduledQueryRules"] = "^[a-zA-Z0-9_-]{1,260}$",
        ["Microsoft.Network/networkSecurityGroups"] = "^[a-zA-Z0-9][a-zA-Z0-9._-]{0,78}[a-zA-Z0-9_]$",
    };

    // Named by a GUID, by Azure's own rule, or after the storage account, whose name is at most 24 characters.
    private static readonly string[] NamedElsewhere =
    [
        "Microsoft.Authorization/roleAssignments",
        "Microsoft.Insights/diagnosticSettings",
        "Microsoft.Insights/workbooks",
        "Microsoft.Network/privateDnsZones",
        "Microsoft.Network/privateEndpoints",
    ];

    // Types whose definition has no tags.
    private static readonly string[] Untaggable =
    [
        "Microsoft.Authorization/roleAssignments",
        "Microsoft.Consumption/budgets",
        "Microsoft.DurableTask/schedulers/taskHubs",
        "Microsoft.EventGrid/systemTopics/eventSubscriptions",
        "Microsoft.Insights/diagnosticSettings",
        "Microsoft.Network/privateEndpoints/privateDnsZoneGroups",
        "Microsoft.Storage/storageAccounts/blobServices",
        "Microsoft.Storage/storageAccounts/blobServices/containers",
        "Microsoft.Storage/storageAccounts/managementPolicies",
        "Microsoft.Storage/storageAccounts/queueServices",
        "Microsoft.Storage/storageAccounts/queueServices/queues",
        "Microsoft.Web/sites/basicPublishingCredentialsPolicies",
        "Microsoft.Web/sites/config",
    ];

    [Fact]
    public void Templates_and_parameter_files_build_and_lint_without_a_word() => templates.Diagnostics.Should().BeEmpty();

    [Fact]
    public void Names_are_valid_for_the_shortest_and_the_longest_prefix_and_environment()
    {
        foreach (var example in Templates.Main)
        {
            foreach (var resource in templates.Resources(example).Where(resource => Names.ContainsKey(resource.Text("type"))))
                resource.Text("name").Should().MatchRegex(Names[resource.Text("type")], $"{example} has a {resource.Text("type")}");
        }

        // A runner's names differ from one prefix to another by the prefix alone, which is ten characters at most.
        foreach (var resource in Templates.Runner.SelectMany(templates.Resources).Where(resource => Names.ContainsKey(resource.Text("type"))))
        {
            var longest = Prefix().Replace(resource.Text("name"), "abcdefghij");
            longest.Should().MatchRegex(Names[resource.Text("type")]);
        }

        foreach (var topic in templates.OfEvents().Where(resource => resource.Text("type") == "Microsoft.EventGrid/systemTopics"))
            topic.Text("name").Replace("the-storage-account", new string('a', 24), StringComparison.Ordinal).Should().MatchRegex(Names[topic.Text("type")]);
        templates.All().Concat(templates.OfEvents()).Select(resource => resource.Text("type")).Where(type => type.Count(letter => letter == '/') == 1)
            .Should().BeSubsetOf(Names.Keys.Concat(NamedElsewhere), "a type that is new here has a rule for its names too");
    }

    [Fact]
    public void Every_parameter_is_described()
    {
        foreach (var file in Directory.GetFiles(Path.Combine(Repository.Root, "infra"), "*.bicep", SearchOption.AllDirectories))
        {
            var lines = File.ReadAllLines(file);
            foreach (var line in Enumerable.Range(0, lines.Length).Where(line => lines[line].StartsWith("param ", StringComparison.Ordinal)))
                lines.Take(line).Reverse().TakeWhile(above => above.StartsWith('@')).Should().ContainSingle(above => above.StartsWith("@description('", StringComparison.Ordinal), $"{file} has {lines[line]}");
        }
    }

    [Fact]
    public void Every_resource_that_can_carry_tags_carries_ours()
    {
        var (untagged, tagged) = (new HashSet<string>(), 0);
        foreach (var resource in templates.All().Concat(templates.OfEvents()))
        {
            if (resource.At("tags") is null)
            {
                untagged.Add(resource.Text("type"));
                continue;
            }

            resource.Text("tags.application").Should().Be("cloudrestore", $"of {resource.Text("type")} {resource.Text("name")}");
            tagged++;
        }

        untagged.Should().BeSubsetOf(Untaggable);
        tagged.Should().BeGreaterThan(30);
        templates.OfEvents().Should().Contain(resource => resource.Text("type") == "Microsoft.EventGrid/systemTopics" && resource.At("tags") != null);
    }

    [Fact]
    public async Task A_warning_of_the_compiler_fails_the_build_that_is_run_by_hand_and_before_every_test()
    {
        using var folder = new TemporaryFolder();
        foreach (var file in new[] { "build/Bicep.props", "infra/infra.proj", "infra/bicepconfig.json" })
        {
            Directory.CreateDirectory(Path.GetDirectoryName(folder.File(file))!);
            File.Copy(Path.Combine(Repository.Root, file), folder.File(file));
        }

        await File.WriteAllTextAsync(folder.File("Directory.Build.props"), "<Project><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup></Project>", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(folder.File("infra", "wrong.bicep"), "param neverUsed string\n", TestContext.Current.CancellationToken);
        var (exitCode, output) = await Shell.RunAsync(["dotnet", "build", "infra/infra.proj", "-v:quiet", "-nodeReuse:false"], folder.FullPath);

        exitCode.Should().NotBe(0, output);
        output.Should().Contain("error no-unused-params");
        (await File.ReadAllTextAsync(Path.Combine(Repository.Root, ".ci", "run"), TestContext.Current.CancellationToken)).Should().Contain("dotnet build infra -v quiet || exit 1");
    }

    [GeneratedRegex("^(restore|archive)")]
    private static partial Regex Prefix();
}

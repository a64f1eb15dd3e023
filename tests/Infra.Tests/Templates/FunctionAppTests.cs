using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CloudRestore.Infra.Tests.Support;
using CloudRestore.Stack;

namespace CloudRestore.Infra.Tests.Templates;

/// <summary>Where the function app runs, and what its parameters turn.</summary>
public sealed class FunctionAppTests(Templates templates)
{
    private static readonly JsonNode Host = JsonNode.Parse(File.ReadAllText(Path.Combine(Repository.Root, "host.json")))!;

    [Fact]
    public void It_runs_on_Flex_Consumption_on_the_runtime_that_the_code_is_built_for()
    {
        templates.Single("small", "Microsoft.Web/serverfarms").Text("sku.name").Should().Be("FC1");
        var framework = Regex.Match(File.ReadAllText(Path.Combine(Repository.Root, "Directory.Build.props")), "<TargetFramework>net([0-9.]+)<").Groups[1].Value;
        var runtime = App("small").At("properties.functionAppConfig.runtime")!;
        runtime.Text("name").Should().Be("dotnet-isolated");
        runtime.Text("version").Should().Be(framework);
    }

    [Fact]
    public void Its_package_lies_in_a_container_that_is_made_and_is_read_by_its_identity()
    {
        var storage = App("small").At("properties.functionAppConfig.deployment.storage")!;
        var container = Regex.Match(storage.Text("value"), @"'\{0\}([a-z]+)'").Groups[1].Value;
        templates.Resources("small").Where(resource => resource.Text("type").EndsWith("/containers", StringComparison.Ordinal))
            .Should().Contain(resource => resource.Text("name").EndsWith("/" + container, StringComparison.Ordinal));
        storage.Text("authentication.type").Should().Be("UserAssignedIdentity");
        storage.Text("authentication.userAssignedIdentityResourceId").Should().EndWith(".outputs.appId.value]");
        App("small").Text("identity.type").Should().Be("UserAssigned");
    }

    [Fact]
    public void Nothing_is_kept_warm_unless_a_parameter_says_so()
    {
        Ready("small").Should().BeEmpty();
        Ready("large").Should().Equal(("http", "2"), ("durable", "1"), ("blob", "1"));
    }

    [Fact]
    public void Callers_need_an_Entra_token_only_where_an_app_registration_is_named()
    {
        Settings("small").Should().NotContain("authsettingsV2");
        Settings("large").Should().Contain("authsettingsV2");
    }

    [Fact]
    public void Histories_are_kept_by_identity_in_the_storage_account_or_in_Durable_Task_Scheduler_which_is_made_only_then()
    {
        const string Scheduler = "Microsoft.DurableTask/schedulers";
        templates.Resources("small").Should().NotContain(resource => resource.Text("type") == Scheduler);
        templates.Single("large", Scheduler);
        // An endpoint is known only when it is deployed: the template says what becomes of it.
        var template = File.ReadAllText(Path.Combine(Repository.Root, "infra", "modules", "function-app.bicep"));
        template.Should().Contain("DURABLE_TASK_SCHEDULER: 'Endpoint=${schedulerEndpoint};Authentication=ManagedIdentity;ClientID=${identityClientId}'");
    }

    [Fact]
    public void The_task_hub_is_the_one_of_host_json_unless_another_is_named()
    {
        var settings = templates.Resources("small").Single(resource => resource.Text("name").EndsWith("/appsettings", StringComparison.Ordinal)).At("properties")!;
        settings.Text("AzureFunctionsJobHost__extensions__durableTask__hubName").Should().Be(Host.Text("extensions.durableTask.hubName"));
    }

    [Fact]
    public void What_alerts_read_is_not_sampled() =>
        Host.Text("logging.applicationInsights.samplingSettings.excludedTypes").Split(';').Should().Contain(["Request", "Exception", "Trace"]);

    private JsonNode App(string example) => templates.Single(example, "Microsoft.Web/sites");

    private IEnumerable<(string Name, string Count)> Ready(string example) =>
        App(example).At("properties.functionAppConfig.scaleAndConcurrency.alwaysReady")!.AsArray().Select(group => (group!.Text("name"), group!.Text("instanceCount")));

    private IEnumerable<string> Settings(string example) =>
        templates.Resources(example).Where(resource => resource.Text("type") == "Microsoft.Web/sites/config").Select(resource => resource.Text("name").Split('/')[^1]);
}

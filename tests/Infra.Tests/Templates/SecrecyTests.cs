using System.Text.Json.Nodes;
using CloudRestore.Infra.Tests.Support;
using CloudRestore.Stack;

namespace CloudRestore.Infra.Tests.Templates;

/// <summary>Identities only.</summary>
public sealed class SecrecyTests(Templates templates)
{
    private static readonly string[] Keys = ["AccountKey", "SharedAccess", "sig=", "listKeys", "listAccountSas", "listCredentials", "password", "primaryKey", "sharedKey", "secrets"];

    [Fact]
    public void No_resource_and_no_output_holds_a_key()
    {
        var texts = templates.All().Select(resource => resource.ToJsonString())
            .Concat(Templates.Main.Concat(Templates.Runner).Select(example => templates.Outputs(example).ToJsonString()));
        foreach (var text in texts)
        {
            // What switches passwords off names them, and so does the option by which docker takes the identity's token.
            var rest = text.Replace("disablePasswordAuthentication", "", StringComparison.Ordinal).Replace("--password-stdin", "", StringComparison.Ordinal).Replace("allowSharedKeyAccess", "", StringComparison.Ordinal);
            Keys.Should().AllSatisfy(key => rest.Should().NotContainEquivalentOf(key));
        }
    }

    [Fact]
    public void The_only_key_of_all_is_the_one_that_Event_Grid_must_send()
    {
        var folder = Path.Combine(Repository.Root, "infra");
        var files = Directory.GetFiles(folder, "*.bicep", SearchOption.AllDirectories).Where(file => File.ReadAllText(file).Contains("listKeys(", StringComparison.Ordinal));
        files.Select(file => Path.GetRelativePath(folder, file)).Should().Equal("events.bicep");
        templates.Events.At("outputs").Should().BeNull();
    }

    [Theory]
    [InlineData("small")]
    [InlineData("large")]
    public void Every_door_that_a_key_would_open_is_shut(string example)
    {
        var storage = templates.Single(example, "Microsoft.Storage/storageAccounts");
        storage.Text("properties.allowSharedKeyAccess").Should().Be("false");
        storage.Text("properties.allowBlobPublicAccess").Should().Be("false");
        storage.Text("properties.minimumTlsVersion").Should().Be("TLS1_2");
        storage.Text("properties.supportsHttpsTrafficOnly").Should().Be("true");
        templates.Single(example, "Microsoft.Web/sites").Text("properties.httpsOnly").Should().Be("true");
        templates.Single(example, "Microsoft.ContainerRegistry/registries").Text("properties.adminUserEnabled").Should().Be("false");
        templates.Single(example, "Microsoft.Insights/components").Text("properties.DisableLocalAuth").Should().Be("true", "then its connection string is an address and no key");
        templates.Resources(example).Where(resource => resource.Text("type").EndsWith("basicPublishingCredentialsPolicies", StringComparison.Ordinal))
            .Should().HaveCount(2).And.AllSatisfy(policy => policy.Text("properties.allow").Should().Be("false"));
        templates.Resources(example).Where(resource => resource.Text("type").EndsWith("/containers", StringComparison.Ordinal))
            .Should().AllSatisfy(container => container.Text("properties.publicAccess").Should().Be("None"));
        templates.Single(example, "Microsoft.Web/sites").At("properties.siteConfig.cors.allowedOrigins")!.AsArray().Should().BeEmpty();
    }

    [Fact]
    public void Settings_that_look_like_connection_strings_name_an_identity_and_no_secret()
    {
        foreach (var example in Templates.Main)
        {
            var properties = templates.Resources(example).Single(resource => resource.Text("name").EndsWith("/appsettings", StringComparison.Ordinal)).At("properties")!;
            if (properties is not JsonObject settings)
            {
                // What the scheduler adds is known only when it is deployed: then it is an expression that spells the settings out.
                properties.ToString().Should().StartWith("[if(empty(").And.Contain("'AzureWebJobsStorage__credential', 'managedidentity'").And.NotContain("'AzureWebJobsStorage',").And.Contain("Authorization=AAD");
                continue;
            }

            foreach (var (name, value) in settings.Where(setting => setting.Value!.ToString().Contains("Endpoint=", StringComparison.Ordinal)))
                value!.ToString().Should().Contain("Authentication=ManagedIdentity", name);
            settings["APPLICATIONINSIGHTS_AUTHENTICATION_STRING"]!.ToString().Should().Contain("Authorization=AAD");
            settings["AzureWebJobsStorage__credential"]!.ToString().Should().Be("managedidentity");
            settings.Should().NotContainKey("AzureWebJobsStorage");
        }
    }

    [Fact]
    public void A_private_network_leaves_storage_no_public_address_and_Entra_leaves_only_Event_Grid_and_liveness_out()
    {
        templates.Single("large", "Microsoft.Storage/storageAccounts").Text("properties.publicNetworkAccess").Should().Be("Disabled");
        templates.Resources("large").Where(resource => resource.Text("type") == "Microsoft.Network/privateEndpoints")
            .Select(endpoint => endpoint.Text("properties.privateLinkServiceConnections.0.properties.groupIds.0")).Should().BeEquivalentTo("blob", "queue", "table");
        var authentication = templates.Resources("large").Single(resource => resource.Text("name").EndsWith("/authsettingsV2", StringComparison.Ordinal));
        authentication.At("properties.globalValidation.excludedPaths")!.AsArray().Select(path => path!.ToString()).Should().Equal("/runtime/webhooks/*", "/api/health/live");
        authentication.Text("properties.globalValidation.unauthenticatedClientAction").Should().Be("Return401");
    }
}

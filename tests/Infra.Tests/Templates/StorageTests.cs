using System.Text.Json.Nodes;
using CloudRestore.Core.Storage;
using CloudRestore.Functions.Uploads;
using CloudRestore.Infra.Tests.Support;
using Microsoft.Extensions.Configuration;

namespace CloudRestore.Infra.Tests.Templates;

/// <summary>What the code names exists, under the code's own constants.</summary>
public sealed class StorageTests(Templates templates)
{
    [Fact]
    public void Every_container_that_the_code_names_is_made_and_two_that_only_Azure_needs() =>
        NamesOf("Microsoft.Storage/storageAccounts/blobServices/containers").Should().BeEquivalentTo([.. Containers.All, "deployments", "deadletter"]);

    [Fact]
    public void Every_queue_that_the_code_names_is_made_with_its_poison_queue() =>
        NamesOf("Microsoft.Storage/storageAccounts/queueServices/queues").Should().BeEquivalentTo(Queues.All.Concat(Queues.All.Select(Queues.PoisonOf)));

    [Fact]
    public void Checkpoints_are_deleted_by_the_tag_that_runners_give_them()
    {
        var rule = Rule("checkpoints");
        rule.At("definition.filters.prefixMatch")!.AsArray().Select(prefix => prefix!.ToString()).Should().Equal(Containers.Runs + "/");
        rule.Text("definition.filters.blobIndexMatch.0.name").Should().Be(RunBlobs.KindTag);
        rule.Text("definition.filters.blobIndexMatch.0.value").Should().Be(RunBlobs.CheckpointKind);
        rule.Text("definition.actions.baseBlob.delete.daysAfterModificationGreaterThan").Should().Be("14");
    }

    [Fact]
    public void Uploads_that_could_not_be_restored_are_deleted_by_the_tag_that_the_app_gives_them_unless_they_are_to_be_kept()
    {
        var rule = Rule("failed-uploads");
        rule.Text("enabled").Should().Be("true");
        rule.At("definition.filters.prefixMatch")!.AsArray().Select(prefix => prefix!.ToString()).Should().Equal(Containers.Uploads + "/");
        rule.Text("definition.filters.blobIndexMatch.0.name").Should().Be(FailedUploads.Tag);
        rule.Text("definition.filters.blobIndexMatch.0.value").Should().Be(FailedUploads.Failed);
        rule.Text("definition.actions.baseBlob.delete.daysAfterModificationGreaterThan").Should().Be("90");
    }

    [Fact]
    public void No_rule_touches_what_holds_the_keys_of_the_app_or_all_containers()
    {
        foreach (var rule in Rules())
        {
            var prefixes = rule.At("definition.filters.prefixMatch")!.AsArray().Select(prefix => prefix!.ToString()).ToList();
            prefixes.Should().NotBeEmpty("a rule without a prefix is one for all").And.AllSatisfy(prefix => prefix.Should().EndWith("/"));
            prefixes.Should().NotContain(prefix => prefix.StartsWith("azure-webjobs-secrets", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void No_rule_deletes_models_results_or_datasets()
    {
        string[] kept = [Containers.Models, Containers.Restored, Containers.Datasets, Containers.Jobs];
        foreach (var rule in Rules().Where(rule => rule.At("definition.actions.baseBlob") is not null))
            rule.At("definition.filters.prefixMatch")!.AsArray().Should().NotContain(prefix => kept.Any(container => prefix!.ToString().StartsWith(container, StringComparison.Ordinal)));
        Rule("uploads").Text("enabled").Should().Be("true", "the small example asks for it");
        Rules("large").Single(rule => rule.Text("name") == "uploads").Text("enabled").Should().Be("false", "it is off unless asked for");
    }

    [Fact]
    public void What_is_overwritten_or_deleted_can_be_brought_back()
    {
        var service = templates.Single("small", "Microsoft.Storage/storageAccounts/blobServices");
        service.Text("properties.isVersioningEnabled").Should().Be("true");
        foreach (var policy in new[] { "deleteRetentionPolicy", "containerDeleteRetentionPolicy" })
        {
            service.Text($"properties.{policy}.enabled").Should().Be("true");
            service.Text($"properties.{policy}.days").Should().Be("14");
        }

        templates.Single("large", "Microsoft.Storage/storageAccounts/blobServices").Text("properties.deleteRetentionPolicy.days").Should().Be("60", "a parameter says so");
    }

    [Fact]
    public void A_private_network_is_open_to_the_addresses_that_are_named_and_to_no_others()
    {
        var account = templates.Single("shortest", "Microsoft.Storage/storageAccounts");
        account.Text("properties.publicNetworkAccess").Should().Be("Enabled", "an address is named");
        account.Text("properties.networkAcls.defaultAction").Should().Be("Deny");
        account.At("properties.networkAcls.ipRules")!.AsArray().Select(rule => (rule!.Text("value"), rule!.Text("action"))).Should().Equal((Templates.AllowedAddress, "Allow"));
        templates.Single("small", "Microsoft.Storage/storageAccounts").Text("properties.networkAcls.defaultAction").Should().Be("Allow", "without a private network identities alone decide");
    }

    [Fact]
    public void The_settings_of_the_app_and_of_the_runners_lead_the_code_to_the_account()
    {
        var app = templates.Resources("small").Single(resource => resource.Text("name").EndsWith("/appsettings", StringComparison.Ordinal)).At("properties")!.AsObject();
        Open(app.ToDictionary(setting => setting.Key, setting => (string?)setting.Value!.ToString())).Blobs.Uri.Host.Should().EndWith(".blob.core.windows.net");
        foreach (var type in new[] { "Microsoft.App/jobs", "Microsoft.App/containerApps" })
            Open(templates.Single("small-runner", type).At("properties.template.containers.0")!.Variables()).Queues.Uri.Host.Should().Be("the-storage-account.queue.core.windows.net");
    }

    private static StorageClients Open(Dictionary<string, string?> settings)
    {
        var configuration = settings.ToDictionary(setting => setting.Key.Replace("__", ":", StringComparison.Ordinal), setting => setting.Value);

        // What only a deployment knows stands in brackets.
        if (configuration["AzureWebJobsStorage:accountName"]!.StartsWith('['))
            configuration["AzureWebJobsStorage:accountName"] = "known";
        return StorageClients.FromConfiguration(new ConfigurationBuilder().AddInMemoryCollection(configuration).Build());
    }

    private IEnumerable<string> NamesOf(string type) => templates.Resources("small").Where(resource => resource.Text("type") == type).Select(resource => resource.Text("name").Split('/')[^1]);

    private IEnumerable<JsonNode> Rules(string example = "small") =>
        templates.Single(example, "Microsoft.Storage/storageAccounts/managementPolicies").At("properties.policy.rules")!.AsArray().Select(rule => rule!);

    private JsonNode Rule(string name) => Rules().Single(rule => rule.Text("name") == name);
}

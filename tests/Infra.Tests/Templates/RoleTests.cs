using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CloudRestore.Core.Storage;
using CloudRestore.GpuRunner.Configuration;
using CloudRestore.Infra.Tests.Support;
using CloudRestore.Stack;

namespace CloudRestore.Infra.Tests.Templates;

/// <summary>Every role that the code uses is granted, at the narrowest scope, and none more.</summary>
public sealed partial class RoleTests(Templates templates)
{
    private static readonly Dictionary<string, string> Roles = new()
    {
        ["b7e6dc6d-f1e8-4753-8033-0f276bb0955b"] = "Storage Blob Data Owner",
        ["ba92f5b4-2d11-453d-a403-e96b0029c9fe"] = "Storage Blob Data Contributor",
        ["2a2b9908-6ea1-4ae2-8e65-a410df84e7d1"] = "Storage Blob Data Reader",
        ["974c5e8b-45b9-4653-ba55-5f855dd0fb88"] = "Storage Queue Data Contributor",
        ["19e7f393-937e-4f77-808e-94535e297925"] = "Storage Queue Data Reader",
        ["c6a89b2d-59bc-44d0-9896-0f6e12d7b80a"] = "Storage Queue Data Message Sender",
        ["0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3"] = "Storage Table Data Contributor",
        ["3913510d-42f4-4e42-8a64-420c390055eb"] = "Monitoring Metrics Publisher",
        ["7f951dda-4ed3-4680-a7ca-43fe172d538d"] = "AcrPull",
        ["0ad04412-c4d5-4796-b79c-f76d14c8d402"] = "Durable Task Data Contributor",
    };

    private readonly IReadOnlyList<(string Who, string Where, string Role)> _granted =
    [
        .. Assignments(templates.Resources("large")).Select(assignment => (
            assignment.Text("properties.principalId").Contains("runnerPrincipalId", StringComparison.Ordinal) ? "runner" : "app",
            Where(assignment.Text("name")),
            Roles[assignment.Text("properties.roleDefinitionId").Split('/')[^1]])),
        .. Assignments(templates.OfEvents()).Select(assignment => (
            assignment.Text("properties.principalId").Contains("Microsoft.EventGrid/systemTopics", StringComparison.Ordinal) ? "events" : "somebody",
            $"container {Container().Match(assignment.Text("id")).Groups[1].Value}",
            Roles[assignment.Text("properties.roleDefinitionId").Split('/')[^1]])),
    ];

    [Fact]
    public void The_table_in_the_document_is_the_templates_word_for_word()
    {
        var rows = Row().Matches(File.ReadAllText(Path.Combine(Repository.Root, "docs", "azure.md"))).SelectMany(row =>
            from place in row.Groups[2].Value.Split(", ")
            select (row.Groups[1].Value, place, row.Groups[3].Value));

        rows.Should().BeEquivalentTo(_granted);
        Templates.Runner.SelectMany(templates.Resources).Should().NotContain(resource => resource.Text("type") == "Microsoft.Authorization/roleAssignments");
    }

    [Fact]
    public void A_runner_may_look_at_all_that_it_looks_at_when_it_starts_and_nothing_as_wide_as_the_account()
    {
        var runner = _granted.Where(grant => grant.Who == "runner").ToList();
        runner.Select(grant => grant.Where).Should().NotContain("storage account");
        foreach (var container in Containers.All)
            runner.Count(grant => grant.Where == $"container {container}").Should().Be(1, container);
        foreach (var queue in Queues.All.Concat(Queues.All.Select(Queues.PoisonOf)))
            runner.Should().Contain(grant => grant.Where == $"queue {queue}" && (grant.Role.EndsWith("Contributor", StringComparison.Ordinal) || grant.Role.EndsWith("Reader", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_runner_takes_messages_of_the_queues_it_serves_and_sends_to_results_and_to_their_poison_queues()
    {
        var runner = _granted.Where(grant => grant.Who == "runner").ToList();
        var served = new WorkerOptions().Queues.Split(',');
        runner.Where(grant => grant.Role == "Storage Queue Data Contributor").Select(grant => grant.Where).Should().BeEquivalentTo(served.Select(queue => $"queue {queue}"));
        runner.Where(grant => grant.Role == "Storage Queue Data Message Sender").Select(grant => grant.Where)
            .Should().BeEquivalentTo(served.Select(queue => $"queue {Queues.PoisonOf(queue)}").Append($"queue {Queues.GpuResults}"));
    }

    [Fact]
    public void Addresses_that_the_app_signs_by_a_user_delegation_key_are_signed_under_a_role_on_the_account_that_may_ask_for_one()
    {
        // Azure's built-in roles with Microsoft.Storage/storageAccounts/blobServices/generateUserDelegationKey/action; it is of the account and of no container.
        string[] mayAsk = ["Storage Blob Data Owner", "Storage Blob Data Contributor", "Storage Blob Data Reader", "Storage Blob Delegator"];
        var askers = new[] { "core", "functions", "gpu-runner" }.Where(folder => Sources(folder).Any(text => text.Contains("GetUserDelegationKeyAsync(", StringComparison.Ordinal)));
        askers.Should().Equal("functions");
        _granted.Where(grant => grant is { Who: "app", Where: "storage account" } && mayAsk.Contains(grant.Role)).Should().ContainSingle("one is enough");
    }

    [Fact]
    public void A_runner_owns_blobs_only_where_it_writes_index_tags()
    {
        Sources("gpu-runner").Should().Contain(text => text.Contains("RunBlobs.CheckpointKind", StringComparison.Ordinal));
        _granted.Where(grant => grant is { Who: "runner", Role: "Storage Blob Data Owner" }).Select(grant => grant.Where).Should().Equal($"container {Containers.Runs}");
    }

    [Fact]
    public void The_app_which_marks_failed_uploads_with_an_index_tag_owns_blobs()
    {
        Sources("functions").Should().Contain(text => text.Contains("SetTagsAsync(", StringComparison.Ordinal));
        _granted.Should().Contain(("app", "storage account", "Storage Blob Data Owner"));
    }

    private static IEnumerable<JsonNode> Assignments(IEnumerable<JsonNode> resources) => resources.Where(resource => resource.Text("type") == "Microsoft.Authorization/roleAssignments");

    private static IEnumerable<string> Sources(string folder) => Directory.GetFiles(Path.Combine(Repository.Root, folder), "*.cs", SearchOption.AllDirectories)
        .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal)).Select(File.ReadAllText);

    private static string Where(string name)
    {
        if (Single().Match(name) is { Success: true } single)
            return $"{single.Groups[1].Value} {single.Groups[2].Value}";
        return name.Contains("Microsoft.Insights/components", StringComparison.Ordinal) ? "Application Insights"
            : name.Contains("Microsoft.ContainerRegistry", StringComparison.Ordinal) ? "registry"
            : name.Contains("Microsoft.DurableTask", StringComparison.Ordinal) ? "task hub"
            : "storage account";
    }

    [GeneratedRegex("/containers/([a-z]+)/")]
    private static partial Regex Container();

    [GeneratedRegex("'(container|queue)', '([a-z-]+)'")]
    private static partial Regex Single();

    [GeneratedRegex(@"^\| (app|runner|events) \| ([^|]+) \| ((?:Storage|Monitoring|AcrPull|Durable)[^|]*) \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}

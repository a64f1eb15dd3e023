using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text.Json.Nodes;
using CloudRestore.Core.Storage;
using CloudRestore.GpuRunner.Configuration;
using CloudRestore.Infra.Tests.Costs;
using CloudRestore.Infra.Tests.Support;
using Microsoft.Extensions.Configuration;

namespace CloudRestore.Infra.Tests.Templates;

/// <summary>What starts and stops runners fits the times that runners keep.</summary>
public sealed class ScalingTests(Templates templates)
{
    [Fact]
    public void A_training_execution_outlasts_a_crashed_jobs_hidden_message_and_every_retry_so_that_none_is_started_for_nothing()
    {
        var options = Options(Job);
        options.Queues.Should().Be(Queues.GpuTrain);
        options.IdleExit.Should().BeGreaterThanOrEqualTo(options.Visibility);
        options.IdleExit.Should().BeGreaterThan(options.RetryDelay * Math.Pow(2, options.MaxFailures - 2), "the longest delay hides a failed job's message");
        Job.Text("properties.configuration.replicaRetryLimit").Should().Be("0");
    }

    [Fact]
    public void Its_time_is_longer_than_the_longest_stage_as_planned() =>
        Seconds(Job, "properties.configuration.replicaTimeout").Should().BeGreaterThan(Lesson7Plan.On("T4").Stages.Max(stage => stage.Time));

    [Fact]
    public void Scalers_count_hidden_messages_of_the_queue_that_their_runner_serves_and_ask_by_identity()
    {
        var train = Job.At("properties.configuration.eventTriggerConfig.scale.rules.0")!;
        var restore = App.At("properties.template.scale.rules.0.custom")!;
        foreach (var (rule, runner) in new[] { (train, Job), (restore, App) })
        {
            rule.Text("type").Should().Be("azure-queue");
            rule.Text("metadata.queueName").Should().Be(Options(runner).Queues);
            rule.Text("metadata.queueLengthStrategy").Should().Be("all");
            rule.Text("identity").Should().Contain("userAssignedIdentities");
            rule.At("auth").Should().BeNull();
        }

        train.Text("metadata.queueLength").Should().Be("1", "one execution for each message");
    }

    [Fact]
    public void Runners_pull_their_image_by_the_identity_that_they_have()
    {
        foreach (var runner in new[] { Job, App })
        {
            var registry = runner.At("properties.configuration.registries")!.AsArray().Should().ContainSingle().Which!;
            runner.At("identity.userAssignedIdentities")!.AsObject().Select(identity => identity.Key).Should().Equal(registry.Text("identity"));
            registry.AsObject().Select(property => property.Key).Should().BeEquivalentTo("server", "identity");
        }
    }

    [Fact]
    public void A_restoring_runner_stays_until_a_crashed_jobs_message_would_be_seen_and_is_given_time_to_hand_back()
    {
        App.Text("properties.template.scale.minReplicas").Should().Be("0");
        Seconds(App, "properties.template.scale.cooldownPeriod").Should().BeGreaterThan(Options(App).Visibility);
        Seconds(App, "properties.template.terminationGracePeriodSeconds").Should().BeGreaterThan(TimeSpan.FromSeconds(25));
        Options(App).IdleExit.Should().Be(TimeSpan.Zero, "the scaler ends it");
    }

    [Fact]
    public void A_crashed_jobs_lease_has_ended_before_its_message_is_seen_again_and_whoever_stays_for_the_message_meets_a_job_that_is_free()
    {
        foreach (var runner in new[] { Job, App })
        {
            var options = Options(runner);
            // A message is renewed at a third of its time: who crashed just before had hidden it for two thirds more.
            options.Lease.Should().BeLessThan(options.Visibility * 2 / 3);
        }

        Options(Job).IdleExit.Should().BeGreaterThanOrEqualTo(Options(Job).Visibility).And.BeGreaterThanOrEqualTo(Options(Job).Lease);
        Seconds(App, "properties.template.scale.cooldownPeriod").Should().BeGreaterThan(Options(App).Visibility + Options(App).Lease);
    }

    [Fact]
    public void Scalers_look_more_often_than_a_runner_that_found_nothing_stays()
    {
        Seconds(Job, "properties.configuration.eventTriggerConfig.scale.pollingInterval").Should().BeLessThan(Options(Job).IdleExit);
        Seconds(App, "properties.template.scale.pollingInterval").Should().BeLessThan(Seconds(App, "properties.template.scale.cooldownPeriod"));
    }

    [Fact]
    public void Machines_stand_in_the_subnet_that_they_are_given_and_make_no_network_beside_it()
    {
        var machines = templates.Single("large-runner", "Microsoft.Compute/virtualMachineScaleSets");
        machines.ToJsonString().Should().Contain("/virtualNetworks/the-network/subnets/machines", "a storage account without a public address is reached from its own network only");
        templates.Resources("large-runner").Should().NotContain(resource => resource.Text("type") == "Microsoft.Network/virtualNetworks");
        templates.Outputs("large").AsObject().Should().ContainKey("MACHINES_SUBNET_ID");
    }

    private JsonNode Job => templates.Single("small-runner", "Microsoft.App/jobs");

    private JsonNode App => templates.Single("small-runner", "Microsoft.App/containerApps");

    private static TimeSpan Seconds(JsonNode node, string path) => TimeSpan.FromSeconds(double.Parse(node.Text(path), CultureInfo.InvariantCulture));

    /// <summary>The options that a runner's environment makes, which must be valid.</summary>
    private static WorkerOptions Options(JsonNode runner)
    {
        var variables = runner.At("properties.template.containers.0")!.Variables().ToDictionary(pair => pair.Key.Replace("__", ":", StringComparison.Ordinal), pair => pair.Value);
        var options = new ConfigurationBuilder().AddInMemoryCollection(variables).Build().GetSection(WorkerOptions.Section).Get<WorkerOptions>()!;
        Validator.ValidateObject(options, new ValidationContext(options), validateAllProperties: true);
        return options;
    }
}

using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml;
using CloudRestore.Core.Storage;
using CloudRestore.Functions.GpuJobs;
using CloudRestore.GpuRunner.Configuration;
using CloudRestore.Infra.Tests.Costs;
using CloudRestore.Infra.Tests.Support;
using CloudRestore.Stack;

namespace CloudRestore.Infra.Tests.Templates;

/// <summary>The scale set has as many machines as there is work for, and time to hand it back.</summary>
public sealed class AutoscaleTests(Templates templates)
{
    private static readonly WorkerOptions Worker = new();
    private static readonly TimeSpan MachineStart = TimeSpan.FromSeconds(CostFile.Assumed("machineStartSeconds"));

    // Of four machines at most, as the example has it.
    [Theory]
    [InlineData(0, 0, 0, 0)]
    [InlineData(0, 1, 0, 1)]
    [InlineData(1, 1, 0, 1)]
    [InlineData(0, 0, 1, 1)]
    [InlineData(1, 0, 1000, 1)]
    [InlineData(1, 1, 1000, 1)]
    [InlineData(1, 2, 0, 2)]
    [InlineData(2, 2, 0, 2)]
    [InlineData(1, 0, 1001, 2)]
    [InlineData(2, 0, 2000, 2)]
    [InlineData(3, 9, 0, 4)]
    [InlineData(4, 9, 9000, 4)]
    [InlineData(4, 1, 0, 4)]
    [InlineData(4, 0, 1, 4)]
    [InlineData(4, 0, 0, 0)]
    public void One_message_starts_one_machine_and_no_more_and_all_go_when_both_queues_are_empty(int machines, int train, int restore, int next) =>
        Rules.Next(machines, new Dictionary<string, int> { [Queues.GpuTrain] = train, [Queues.GpuRestore] = restore }).Should().Be(next);

    [Fact]
    public void Both_queues_that_a_machine_serves_are_asked_in_each_way_and_Azure_takes_no_more_rules_than_ten()
    {
        foreach (var alike in Rules.All.GroupBy(rule => (rule.Increases, rule.Type)))
            alike.Select(rule => rule.Queue).Should().BeEquivalentTo(Worker.Queues.Split(','));
        Rules.All.Should().HaveCountLessThanOrEqualTo(10);
    }

    [Fact]
    public void Every_look_back_and_every_pause_outlasts_the_time_that_a_crashed_jobs_message_is_hidden() =>
        Rules.All.Should().AllSatisfy(rule =>
        {
            rule.Window.Should().BeGreaterThanOrEqualTo(Worker.Visibility);
            rule.Cooldown.Should().BeGreaterThanOrEqualTo(Worker.Visibility);
        });

    [Fact]
    public void A_further_machine_is_asked_for_by_what_waited_all_the_time_and_not_again_before_it_can_stand()
    {
        foreach (var rule in Rules.All.Where(rule => rule is { Increases: true, Type: "ChangeCount" }))
        {
            rule.DividesPerInstance.Should().BeTrue();
            rule.Node.Text("metricTrigger.timeAggregation").Should().Be("Minimum", "for a moment a stage's message and the next one's are both there");
            rule.Node.Text("metricTrigger.statistic").Should().Be("Min");
            rule.Cooldown.Should().BeGreaterThan(MachineStart);
        }

        foreach (var rule in Rules.All.Where(rule => !rule.Increases))
            rule.Node.Text("metricTrigger.timeAggregation").Should().Be("Maximum", "a single message in the window keeps the machines");
    }

    [Fact]
    public void Photographs_that_a_machine_restores_while_the_next_would_start_start_none()
    {
        var photograph = TimeSpan.FromSeconds(CostFile.Assumed("megapixelsRestored") * Measured.RestoringGigaflopsPerMegapixel / CostFile.Gigaflops("T4"));
        var rule = Rules.All.Single(rule => rule is { Type: "ChangeCount", Queue: Queues.GpuRestore });
        (photograph * rule.Threshold).Should().BeGreaterThan(MachineStart);
    }

    [Fact]
    public void A_job_whose_machine_was_taken_is_not_given_up_before_the_next_machine_can_stand()
    {
        var jobs = new GpuJobOptions();
        var first = Rules.All.Where(rule => rule is { Increases: true, Type: "ExactCount" }).ToList();
        first.Should().NotBeEmpty().And.AllSatisfy(rule =>
            (jobs.HeartbeatTimeout * (jobs.MaxRequeues + 1)).Should().BeGreaterThan(rule.Window + rule.Cooldown + MachineStart));
    }

    [Fact]
    public void An_end_is_announced_earlier_than_a_runner_needs_to_hand_back_and_the_machine_waits_for_that()
    {
        const double Promised = 25;
        var machines = templates.Single("large-runner", "Microsoft.Compute/virtualMachineScaleSets");
        machines.Text("sku.capacity").Should().Be("0");
        machines.Text("properties.virtualMachineProfile.priority").Should().Be("Spot");
        var notice = machines.At("properties.virtualMachineProfile.scheduledEventsProfile.terminateNotificationProfile")!;
        notice.Text("enable").Should().Be("true");

        var text = File.ReadAllText(Path.Combine(Repository.Root, "infra", "scale-set", "cloud-init.yaml"));
        var stop = Seconds(text, @"docker stop --time (\d+) runner");
        stop.Should().BeGreaterThan(Promised).And.Be(Seconds(text, @"--stop-timeout (\d+)"));
        Seconds(text, @"TimeoutStopSec=(\d+)").Should().BeGreaterThan(stop);
        XmlConvert.ToTimeSpan(notice.Text("notBeforeTimeout")).TotalSeconds.Should().BeGreaterThan(Seconds(text, @"TimeoutStopSec=(\d+)"));
    }

    [Fact]
    public void Machines_are_Spot_unless_a_parameter_says_otherwise_and_nothing_from_the_internet_reaches_their_own_network()
    {
        var machines = templates.Single("regular-runner", "Microsoft.Compute/virtualMachineScaleSets");
        machines.Text("properties.virtualMachineProfile.priority").Should().Be("Regular");
        machines.At("properties.virtualMachineProfile.evictionPolicy").Should().BeNull();
        var closed = templates.Single("regular-runner", "Microsoft.Network/networkSecurityGroups");
        closed.At("properties").Should().BeNull("a rule would open it");
        templates.Single("regular-runner", "Microsoft.Network/virtualNetworks").Text("properties.subnets.0.properties.networkSecurityGroup.id").Should().Be(closed.Text("id"));
    }

    private AutoscaleRules Rules => new(Profile);

    private JsonNode Profile => templates.Single("large-runner", "Microsoft.Insights/autoscalesettings").At("properties.profiles.0")!;

    private static double Seconds(string text, string pattern) => double.Parse(Regex.Match(text, pattern).Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture);
}

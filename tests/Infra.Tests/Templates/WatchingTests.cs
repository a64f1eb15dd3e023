using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CloudRestore.Core.Storage;
using CloudRestore.Core.Telemetry;
using CloudRestore.Functions.GpuJobs;
using CloudRestore.Functions.Health;
using CloudRestore.Functions.Uploads;
using CloudRestore.Functions.Watching;
using CloudRestore.Infra.Tests.Costs;
using CloudRestore.Infra.Tests.Support;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Measured = CloudRestore.Testing.Telemetry.Measured;

namespace CloudRestore.Infra.Tests.Templates;

/// <summary>Events and alerts speak of functions, queues and log lines that are there.</summary>
public sealed class WatchingTests(Templates templates, StorageOnDemand account)
{
    private static readonly HashSet<string> Functions =
        [.. typeof(UploadTrigger).Assembly.GetTypes().SelectMany(type => type.GetMethods()).Select(method => method.GetCustomAttribute<FunctionAttribute>()?.Name).OfType<string>()];

    [Fact]
    public void Event_Grid_tells_the_trigger_of_new_blobs_in_uploads_and_keeps_what_it_cannot_deliver()
    {
        var subscription = templates.Events.ToJsonString(new JsonSerializerOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        subscription.Should().Contain($"functionName=Host.Functions.{nameof(UploadTrigger)}&code=");
        Functions.Should().Contain(nameof(UploadTrigger));
        subscription.Should().Contain($"/blobServices/default/containers/{Containers.Uploads}/blobs/").And.Contain("Microsoft.Storage.BlobCreated");
        subscription.Should().Contain("\"blobContainerName\":\"deadletter\"");
    }

    [Fact]
    public void Alerts_and_the_workbook_name_functions_and_queues_of_the_code()
    {
        var texts = Queries();
        foreach (Match name in Regex.Matches(texts, "\\bName (?:==|in) \\(?((?:\"\\w+\"(?:, )?)+)"))
            name.Groups[1].Value.Split(", ").Select(function => function.Trim('"')).Should().AllSatisfy(function => Functions.Should().Contain(function));
        Regex.Matches(texts, "Queue (gpu-[a-z]+)").Select(match => match.Groups[1].Value).Should().NotBeEmpty().And.BeSubsetOf(Queues.All);
    }

    [Fact]
    public void A_message_in_any_poison_queue_is_told_from_the_logs_that_the_storage_account_writes()
    {
        Query("poison").Should().StartWith("StorageQueueLogs |").And.Contain("\"PutMessage\"");
        var part = Regex.Match(Query("poison"), "Uri contains \"([^\"]+)\"").Groups[1].Value;
        foreach (var queue in Queues.All)
        {
            $"https://account.queue.core.windows.net/{Queues.PoisonOf(queue)}/messages".Should().Contain(part);
            $"https://account.queue.core.windows.net/{queue}/messages".Should().NotContain(part);
        }

        var logs = templates.Resources("small").Single(resource => resource.Text("id").Contains("/queueServices/default/providers/Microsoft.Insights/diagnosticSettings/", StringComparison.Ordinal));
        logs.Text("properties.logs.0.category").Should().Be("StorageWrite");
        logs.Text("properties.logs.0.enabled").Should().Be("true");
    }

    [Fact]
    public void People_are_told_of_every_alert_and_of_a_budget_that_is_nearly_and_wholly_used_up()
    {
        string[] told = ["photographs@example.org"];
        templates.Single("small", "Microsoft.Insights/actionGroups").At("properties.emailReceivers")!.AsArray().Select(person => person!.Text("emailAddress")).Should().Equal(told);
        var alerts = templates.Resources("small").Where(resource => resource.Text("type") == "Microsoft.Insights/scheduledQueryRules").ToList();
        alerts.Should().HaveCount(6).And.AllSatisfy(alert => alert.Text("properties.actions.actionGroups.0").Should().EndWith("/actionGroups/restore-people"));

        var budget = templates.Single("small", "Microsoft.Consumption/budgets");
        budget.Text("properties.amount").Should().Be("100");
        budget.Text("properties.timePeriod.startDate").Should().Be("2026-12-01");
        var notifications = budget.At("properties.notifications")!.AsObject().Select(notification => notification.Value!).ToList();
        notifications.Select(notification => notification.Text("threshold")).Should().Equal("80", "100");
        notifications.Should().AllSatisfy(notification => notification.At("contactEmails")!.AsArray().Select(email => email!.ToString()).Should().Equal(told));
    }

    [Fact]
    public void The_workbook_reads_metrics_and_tags_that_there_are_and_shows_every_metric()
    {
        Instruments.MeasureGpuMemory();
        var measured = Measured.Instruments();

        var texts = Queries();
        Regex.Matches(texts, @"AppMetrics(?:\\n|\s)\| where Name == ""([^""]+)""").Select(match => match.Groups[1].Value)
            .Should().BeEquivalentTo(measured.Except(["cloudrestore.jobs"]), "a job's duration counts jobs too");
        var tags = typeof(TagNames).GetFields().Select(field => (string)field.GetRawConstantValue()!);
        Regex.Matches(texts, @"Properties\[""([^""]+)""\]").Select(match => match.Groups[1].Value).Should().NotBeEmpty().And.BeSubsetOf(tags);
        Regex.Matches(texts, @"AppRoleName == ""([^""]+)""").Select(match => match.Groups[1].Value).Should().Equal(TelemetryNames.Runner);
    }

    [Fact]
    public async Task The_line_that_the_app_logs_of_a_queue_is_what_the_alerts_on_their_age_read()
    {
        var storage = StorageClients.FromConnectionString(await account.ConnectionStringAsync());
        await storage.EnsureCreatedAsync(TestContext.Current.CancellationToken);
        var log = new Lines();
        var probe = new ReadinessProbe(storage, Options.Create(new ReadinessOptions { Timeout = TimeSpan.FromMinutes(1) }), TimeProvider.System, new QueueGauge(TimeProvider.System));
        await new QueueWatchTimer(probe, log).RunAsync(new TimerInfo(), TestContext.Current.CancellationToken);

        var watched = new[] { (Queues.GpuRestore, "queue-age"), (Queues.GpuTrain, "train-age") };
        foreach (var (queue, alert) in watched)
        {
            var rule = Query(alert);
            var pattern = Regex.Match(rule, "parse Message with (.*?) \\|").Groups[1].Value;
            var read = Regex.Replace(pattern, "\"([^\"]*)\"|(\\w+):(long|double)|(\\w+)| ", part =>
                part.Groups[1].Success ? Regex.Escape(part.Groups[1].Value) : part.Groups[3].Success ? "[0-9.]+" : part.Groups[4].Success ? "[a-z-]+" : "");
            log.Messages.Should().HaveCount(Queues.All.Count).And.AllSatisfy(message => message.Should().MatchRegex($"^{read}$"));
            log.Messages.Should().ContainSingle(message => message.StartsWith(Regex.Match(rule, "startswith \"([^\"]+)\"").Groups[1].Value, StringComparison.Ordinal))
                .Which.Should().Contain(queue);
        }
    }

    [Fact]
    public void Training_may_wait_for_the_longest_stage_before_anybody_is_told_and_is_not_given_up_before()
    {
        var seconds = double.Parse(Regex.Match(Query("train-age"), @"age > (\d+)").Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture);
        TimeSpan.FromSeconds(seconds).Should().BeGreaterThan(Lesson7Plan.On("T4").Stages.Max(stage => stage.Time)).And.BeLessThan(new GpuJobOptions().QueueTimeout);
    }

    [Fact]
    public void The_workbook_shows_what_runners_cost_by_a_price_that_begins_as_the_price_file_has_it()
    {
        var workbook = JsonNode.Parse(templates.Single("small", "Microsoft.Insights/workbooks").Text("properties.serializedData"))!;
        workbook.At("items.0.content.parameters")!.AsArray().Single(parameter => parameter!.Text("name") == "Price")!.Text("value")
            .Should().Be(CostFile.Price("runnerT4Hour").ToString(System.Globalization.CultureInfo.InvariantCulture));
        Queries().Should().Contain("hours * {Price}");
    }

    private string Query(string alert) =>
        templates.Resources("small").Single(resource => resource.Text("type") == "Microsoft.Insights/scheduledQueryRules" && resource.Text("name").EndsWith(alert, StringComparison.Ordinal)).Text("properties.criteria.allOf.0.query");

    private string Queries() => string.Join('\n', templates.Resources("small")
        .Where(resource => resource.Text("type") is "Microsoft.Insights/scheduledQueryRules" or "Microsoft.Insights/workbooks")
        .Select(resource => resource.Text("properties.criteria.allOf.0.query") + resource.Text("properties.serializedData").Replace("\\\"", "\"", StringComparison.Ordinal)));

    private sealed class Lines : ILogger<QueueWatchTimer>
    {
        public List<string> Messages { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => Messages.Add(formatter(state, exception));
    }
}

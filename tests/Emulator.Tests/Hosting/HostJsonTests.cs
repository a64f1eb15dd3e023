using System.Net;
using CloudRestore.Emulator.Hosting;
using CloudRestore.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace CloudRestore.Emulator.Tests.Hosting;

public sealed class HostJsonTests
{
    [Fact]
    public void Settings_are_read_by_the_names_of_the_real_host_and_unknown_ones_ignored()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("host.json"), """
            {
              "version": "2.0", "functionTimeout": "00:07:00", "noSuchSetting": { "a": [1] },
              "extensions": {
                "http": { "routePrefix": "v1", "hsts": { "isEnabled": true } },
                "queues": { "batchSize": 4, "newBatchThreshold": 3, "maxDequeueCount": 2, "visibilityTimeout": "00:00:09", "maxPollingInterval": "00:00:05" },
                "blobs": { "maxDegreeOfParallelism": 3, "poisonBlobThreshold": 1 },
                "durableTask": { "hubName": "Hub1", "maxConcurrentActivityFunctions": 2, "storageProvider": { "type": "AzureStorage" } },
                "eventHubs": { }
              }
            }
            """);

        var host = HostJson.Read(folder.FullPath);

        host.FunctionTimeout.Should().Be(TimeSpan.FromMinutes(7));
        host.Http.RoutePrefix.Should().Be("v1");
        host.Queues.Should().BeEquivalentTo(new
        {
            BatchSize = 4,
            Threshold = 3,
            MaxDequeueCount = 2,
            VisibilityTimeout = TimeSpan.FromSeconds(9),
            MaxPollingInterval = TimeSpan.FromSeconds(5),
        });
        (host.Blobs.MaxDegreeOfParallelism, host.Blobs.PoisonBlobThreshold).Should().Be((3, 1));
        (host.DurableTask.HubName, host.DurableTask.MaxConcurrentActivityFunctions).Should().Be(("Hub1", 2));
    }

    [Fact]
    public void Without_a_file_the_defaults_are_the_real_hosts()
    {
        using var folder = new TemporaryFolder();

        var host = HostJson.Read(folder.FullPath);

        host.FunctionTimeout.Should().Be(TimeSpan.FromMinutes(30));
        host.Http.RoutePrefix.Should().Be("api");
        (host.Queues.BatchSize, host.Queues.Threshold, host.Queues.MaxDequeueCount, host.Queues.VisibilityTimeout).Should().Be((16, 8, 5, TimeSpan.Zero));
        host.Queues.MessageEncoding.Should().Be(MessageEncoding.Base64);
        (host.Blobs.PoisonBlobThreshold, host.DurableTask.HubName).Should().Be((5, "TestHubName"));
    }

    [Fact]
    public async Task A_task_hub_has_orchestrations_of_its_own()
    {
        using var folder = new TemporaryFolder();
        await using (var host = await TestHost.StartAsync([typeof(Functions)], hostJson: Hub("One"), folder: folder))
            (await host.Client.GetStringAsync("/api/start")).Should().Be("one");

        await using (var other = await TestHost.StartAsync([typeof(Functions)], hostJson: Hub("Two"), folder: folder))
            (await other.Client.GetStringAsync("/api/status")).Should().Be("unknown");

        await using var again = await TestHost.StartAsync([typeof(Functions)], hostJson: Hub("one"), folder: folder);
        (await again.Client.GetStringAsync("/api/status")).Should().Be("Completed");

        static string Hub(string name) => $$"""{ "extensions": { "durableTask": { "hubName": "{{name}}" } } }""";
    }

    [Theory]
    [InlineData("hang")]
    [InlineData("ignore")]
    public async Task A_function_that_runs_longer_than_functionTimeout_is_cancelled_and_fails(string name)
    {
        await using var host = await TestHost.StartAsync([typeof(Functions)], hostJson: """{ "functionTimeout": "00:00:00.3" }""");

        using var response = await host.Client.GetAsync("/api/" + name, TestContext.Current.CancellationToken);

        response.StatusCode.Should().Be(HttpStatusCode.InternalServerError);
        (await host.Get<Recorder>().NextAsync()).Should().Be(name, "the token was cancelled");
    }

    public sealed class Functions(Recorder recorder)
    {
        [Function("start")]
        public static async Task<string> Start([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request, [DurableClient] DurableTaskClient client)
        {
            var id = await client.ScheduleNewOrchestrationInstanceAsync("Ends", new StartOrchestrationOptions("one"));
            return (await client.WaitForInstanceCompletionAsync(id, CancellationToken.None)).InstanceId;
        }

        [Function("status")]
        public static async Task<string> Status([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request, [DurableClient] DurableTaskClient client) =>
            (await client.GetInstanceAsync("one", CancellationToken.None))?.RuntimeStatus.ToString() ?? "unknown";

        [Function("Ends")]
        public static Task Ends([OrchestrationTrigger] TaskOrchestrationContext context) => Task.CompletedTask;

        [Function("hang")]
        public async Task Hang([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request, CancellationToken cancellationToken)
        {
            using var registration = cancellationToken.Register(() => recorder.Add("hang"));
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }

        [Function("ignore")]
        public async Task Ignore([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request, CancellationToken cancellationToken)
        {
            using var registration = cancellationToken.Register(() => recorder.Add("ignore"));
            await new TaskCompletionSource().Task;
        }
    }
}

using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using CloudRestore.Emulator.Hosting;
using CloudRestore.Stack;
using CloudRestore.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace CloudRestore.Emulator.Tests.Hosting;

public class StartFaultTests
{
    [Fact]
    public async Task Storage_that_cannot_be_reached_is_waited_for_and_then_named()
    {
        var port = FreePort.Take(1)[0];
        var started = Stopwatch.StartNew();

        var fault = await FaultAsync(typeof(Queue), new()
        {
            ["AzureWebJobsStorage"] =
                $"DefaultEndpointsProtocol=http;AccountName=a;AccountKey=AAAA;BlobEndpoint=http://127.0.0.1:{port}/a;QueueEndpoint=http://127.0.0.1:{port}/a",
            ["Emulator:StorageWait"] = "00:00:01",
        });

        fault.Should().StartWith("Storage could not be reached in 1 s; start it, or correct the connection (");
        started.Elapsed.Should().BeGreaterThan(TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task A_connection_that_is_not_set_is_named() =>
        (await FaultAsync(typeof(Queue), [])).Should().EndWith("The storage connection 'AzureWebJobsStorage' is not set; set it, or AzureWebJobsStorage__accountName, in the environment.");

    [Fact]
    public async Task A_connection_that_is_not_valid_is_named() =>
        (await FaultAsync(typeof(Queue), new() { ["AzureWebJobsStorage"] = "nonsense" })).Should().Contain("The storage connection 'AzureWebJobsStorage' is not valid:");

    [Fact]
    public async Task A_setting_between_percent_signs_that_is_not_set_is_named() =>
        (await FaultAsync(typeof(Percent), new() { ["AzureWebJobsStorage"] = "UseDevelopmentStorage=true" }))
            .Should().EndWith("'%missing%' names the app setting 'missing', which is not set; set it in the environment.");

    [Theory]
    [InlineData("Emulator:Url", "https://example.com", "Emulator:Url is 'https://example.com'; it must look like http://127.0.0.1:7071.")]
    [InlineData("Emulator:Authorization", "perhaps", "Emulator:Authorization must be 'enabled' or 'disabled'.")]
    [InlineData("Emulator:QueueLease", "00:00:00", "QueueLease")]
    [InlineData("Emulator:StopWait", "soon", "Emulator:StopWait")]
    [InlineData("Emulator:Assembly", "No.Such.Assembly", "Emulator:Assembly names 'No.Such.Assembly'")]
    public async Task A_wrong_setting_is_named(string name, string value, string expected) =>
        (await FaultAsync(null, new() { [name] = value })).Should().Contain(expected);

    [Theory]
    [InlineData("{", "host.json is not valid JSON")]
    [InlineData("""{ "extensions": { "queues": { "batchSize": 33 } } }""", "'extensions.queues' in ")]
    [InlineData("""{ "extensions": { "queues": { "messageEncoding": "rot13" } } }""", "'extensions.queues' in ")]
    [InlineData("""{ "extensions": { "durableTask": { "hubName": "1" } } }""", "hubName must be 3 to 45 letters and digits")]
    [InlineData("""{ "functionTimeout": "soon" }""", "Correct 'functionTimeout' in ")]
    public async Task A_wrong_host_json_is_named(string hostJson, string expected) =>
        (await FaultAsync(typeof(Http), [], hostJson)).Should().Contain(expected);

    [Fact]
    public async Task A_port_in_use_is_named()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var url = $"http://{listener.LocalEndpoint}";

        (await FaultAsync(typeof(Http), new() { ["Emulator:Url"] = url })).Should().StartWith($"Cannot listen on {url}:");
    }

    [Fact]
    public async Task A_state_folder_serves_one_host_at_a_time()
    {
        using var folder = new TemporaryFolder();
        await using (await TestHost.StartAsync([typeof(Http)], folder: folder))
        {
            (await FaultAsync(typeof(Http), [], folder: folder)).Should().Contain("is in use by another host");
        }

        await using var next = await TestHost.StartAsync([typeof(Http)], folder: folder);
        next.StateFolder.Should().StartWith(folder.FullPath);
    }

    [Theory]
    [InlineData("host.db")]
    [InlineData("durable-testhubname.db")]
    public async Task A_state_file_that_is_not_a_database_is_named(string file)
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.File("state"));
        await File.WriteAllTextAsync(folder.File("state", file), new string('x', 8192));

        (await FaultAsync(typeof(Http), [], folder: folder)).Should().StartWith($"The state in {folder.File("state")} cannot be opened (");
    }

    [Fact]
    public async Task Two_activities_of_one_name_are_named() =>
        (await FaultAsync(typeof(TwinActivities), [])).Should().Contain("takes the name 'twin', which another has already; rename one.");

    [Fact]
    public async Task A_wrong_retry_interval_is_named() =>
        (await FaultAsync(typeof(WrongRetry), [])).Should().Contain("'soon' is not a retry interval");

    private static async Task<string> FaultAsync(Type? type, Dictionary<string, string?> settings, string? hostJson = null, TemporaryFolder? folder = null)
    {
        var start = () => TestHost.StartAsync(type is null ? null : [type], settings, hostJson: hostJson, folder: folder);
        return (await start.Should().ThrowAsync<FunctionAppException>()).Which.Message;
    }

    public static class Http
    {
        [Function("Http")]
        public static string Run([HttpTrigger("get")] HttpRequest request) => request.Path;
    }

    public static class Queue
    {
        [Function("Queue")]
        public static void Run([QueueTrigger("work")] string message) => _ = message;
    }

    public static class Percent
    {
        [Function("Percent")]
        public static void Run([QueueTrigger("%missing%")] string message) => _ = message;
    }

    public static class TwinActivities
    {
        [Function("First")]
        public static string First([ActivityTrigger(Activity = "Twin")] string input) => input;

        [Function("Second")]
        public static string Second([ActivityTrigger(Activity = "twin")] string input) => input;
    }

    public static class WrongRetry
    {
        [Function("WrongRetry")]
        [FixedDelayRetry(1, "soon")]
        public static void Run([TimerTrigger("0 0 * * * *")] TimerInfo timer) => _ = timer;
    }
}

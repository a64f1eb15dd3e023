using System.Globalization;
using System.Text.Json;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using CloudRestore.Emulator.Tests.Hosting;
using CloudRestore.Testing;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace CloudRestore.Emulator.Tests.Triggers.Queues;

public sealed class QueueListenerTests(AzuriteFixture azurite)
{
    private readonly string _name = $"queue-{Guid.NewGuid():N}";

    private QueueServiceClient Account => new(azurite.ConnectionString, new QueueClientOptions { MessageEncoding = QueueMessageEncoding.Base64 });

    [Fact]
    public async Task A_missing_queue_is_made_and_a_message_is_handled_once_and_deleted()
    {
        await using var host = await StartAsync(typeof(Text));
        var queue = Account.GetQueueClient(_name);
        (await queue.ExistsAsync()).Value.Should().BeTrue();

        await queue.SendMessageAsync("grüße");

        (await host.Get<Recorder>().NextAsync()).Should().Be("grüße");
        await Eventually.BeTrueAsync(async () => (await queue.GetPropertiesAsync()).Value.ApproximateMessagesCount == 0);
        host.Get<Recorder>().Count.Should().Be(0);
    }

    [Fact]
    public async Task A_message_binds_to_what_the_parameter_asks_for()
    {
        await using var host = await StartAsync(typeof(Poco));

        await Account.GetQueueClient(_name).SendMessageAsync("""{ "name": "cat", "size": 3 }""");

        (await host.Get<Recorder>().NextAsync()).Should().Be((new Order("cat", 3), 1L, "cat"));
    }

    [Theory]
    [InlineData(typeof(Message))]
    [InlineData(typeof(Bytes))]
    [InlineData(typeof(Data))]
    public async Task A_message_binds_as_message_or_bytes(Type function)
    {
        await using var host = await StartAsync(function);

        await Account.GetQueueClient(_name).SendMessageAsync("body");

        (await host.Get<Recorder>().NextAsync()).Should().Be("body");
    }

    [Fact]
    public async Task A_failing_message_is_tried_five_times_and_goes_to_poison_unchanged()
    {
        await using var host = await StartAsync(typeof(Failing));

        await Account.GetQueueClient(_name).SendMessageAsync("bad");

        (await host.Get<Recorder>().NextAsync(5)).Should().Equal(1L, 2L, 3L, 4L, 5L);
        (await PoisonAsync()).Should().Be("bad");
        host.Get<Recorder>().Count.Should().Be(0);
    }

    [Fact]
    public async Task Text_that_is_not_base64_goes_to_poison_without_running()
    {
        await using var host = await StartAsync(typeof(Text));

        await new QueueClient(azurite.ConnectionString, _name).SendMessageAsync("not base64!");

        var poison = new QueueClient(azurite.ConnectionString, _name + "-poison");
        await Eventually.BeTrueAsync(async () => await poison.ExistsAsync() && (await poison.PeekMessageAsync()).Value is not null);
        (await poison.PeekMessageAsync()).Value.MessageText.Should().Be("not base64!");
        host.Get<Recorder>().Count.Should().Be(0);
    }

    [Fact]
    public async Task Host_json_may_ask_for_plain_text_and_fewer_attempts()
    {
        await using var host = await StartAsync(
            typeof(Failing), """{ "extensions": { "queues": { "messageEncoding": "none", "maxDequeueCount": 2 } } }""");

        await new QueueClient(azurite.ConnectionString, _name).SendMessageAsync("plain");

        (await host.Get<Recorder>().NextAsync(2)).Should().Equal(1L, 2L);
        var poison = new QueueClient(azurite.ConnectionString, _name + "-poison");
        await Eventually.BeTrueAsync(async () => await poison.ExistsAsync() && (await poison.PeekMessageAsync()).Value?.MessageText == "plain");
    }

    [Fact]
    public async Task A_message_that_failed_stays_invisible_for_the_visibilityTimeout_of_host_json()
    {
        await using var host = await StartAsync(
            typeof(Text), """{ "extensions": { "queues": { "visibilityTimeout": "01:00:00", "maxPollingInterval": "00:00:00.1" } } }""");
        var queue = Account.GetQueueClient(_name);

        await queue.SendMessageAsync(Text.Broken);
        (await host.Get<Recorder>().NextAsync()).Should().Be(Text.Broken);
        foreach (var good in new[] { "1", "2", "3" })
        {
            await queue.SendMessageAsync(good);
            (await host.Get<Recorder>().NextAsync()).Should().Be(good, "what failed would have come first");
        }

        await Eventually.BeTrueAsync(async () => (await queue.GetPropertiesAsync()).Value.ApproximateMessagesCount == 1);
    }

    [Fact]
    public async Task No_more_messages_are_taken_than_batchSize_and_newBatchThreshold_of_host_json_allow()
    {
        var gate = new TaskCompletionSource();
        var queue = Account.GetQueueClient(_name);
        await queue.CreateAsync();
        for (var i = 0; i < 5; i++)
            await queue.SendMessageAsync($"{i}");
        await using var host = await StartAsync(
            typeof(Gated),
            """{ "extensions": { "queues": { "batchSize": 2, "newBatchThreshold": 0, "maxPollingInterval": "00:00:00.1" } } }""",
            configure: builder => builder.Services.AddSingleton(gate));

        await host.Get<Recorder>().NextAsync(2);
        await Task.Delay(300, TestContext.Current.CancellationToken);
        host.Get<Recorder>().Count.Should().Be(0, "both of the batch are running");
        (await queue.PeekMessagesAsync(32)).Value.Should().HaveCount(3, "the others are left to whoever has time");

        gate.SetResult();
        await host.Get<Recorder>().NextAsync(3);
    }

    [Fact]
    public async Task A_message_stays_invisible_for_as_long_as_its_function_runs()
    {
        await using var host = await StartAsync(typeof(Slow), lease: TimeSpan.FromSeconds(3));

        await Account.GetQueueClient(_name).SendMessageAsync("5");

        (await host.Get<Recorder>().NextAsync(2)).Should().Equal("started", "ended");
        var queue = Account.GetQueueClient(_name);
        await Eventually.BeTrueAsync(async () => (await queue.GetPropertiesAsync()).Value.ApproximateMessagesCount == 0);
        host.Get<Recorder>().Count.Should().Be(0, "the lease of three seconds was renewed");
    }

    [Fact]
    public async Task A_stop_cancels_the_function_and_gives_its_message_back()
    {
        var host = await StartAsync(typeof(Slow));
        await Account.GetQueueClient(_name).SendMessageAsync("600");
        await host.Get<Recorder>().NextAsync();

        await host.DisposeAsync();

        QueueMessage[] messages = await Account.GetQueueClient(_name).ReceiveMessagesAsync(1);
        messages.Should().ContainSingle().Which.DequeueCount.Should().Be(2);
    }

    [Fact]
    public async Task A_hundred_messages_run_each_once()
    {
        await using var host = await StartAsync(typeof(Text));
        var queue = Account.GetQueueClient(_name);

        await Task.WhenAll(Enumerable.Range(0, 100).Select(i => queue.SendMessageAsync($"{i}")));

        var seen = await host.Get<Recorder>().NextAsync(100);
        seen.Cast<string>().Select(text => int.Parse(text, CultureInfo.InvariantCulture)).Should().BeEquivalentTo(Enumerable.Range(0, 100));
    }

    [Fact]
    public async Task A_queue_deleted_under_the_listener_is_made_again()
    {
        await using var host = await StartAsync(typeof(Text));
        var queue = Account.GetQueueClient(_name);
        await queue.DeleteAsync();

        await Eventually.BeTrueAsync(async () => await queue.ExistsAsync());
        await queue.SendMessageAsync("after");

        (await host.Get<Recorder>().NextAsync()).Should().Be("after");
    }

    private Task<TestHost> StartAsync(
        Type function, string? hostJson = null, TimeSpan? lease = null, Action<FunctionsApplicationBuilder>? configure = null) => TestHost.StartAsync(
        [function],
        new()
        {
            ["AzureWebJobsStorage"] = azurite.ConnectionString,
            ["queue"] = _name,
            ["Emulator:QueueLease"] = $"{lease ?? TimeSpan.FromMinutes(1)}",
        },
        configure,
        hostJson);

    private async Task<string> PoisonAsync()
    {
        var poison = Account.GetQueueClient(_name + "-poison");
        await Eventually.BeTrueAsync(async () => await poison.ExistsAsync() && (await poison.PeekMessageAsync()).Value is not null);
        return (await poison.PeekMessageAsync()).Value.MessageText;
    }

    public sealed record Order(string Name, int Size);

    public sealed class Text(Recorder recorder)
    {
        public const string Broken = "broken";

        [Function("Text")]
        public void Run([QueueTrigger("%queue%")] string message)
        {
            recorder.Add(message);
            if (message == Broken)
                throw new InvalidOperationException("on purpose");
        }
    }

    public sealed class Gated(Recorder recorder, TaskCompletionSource gate)
    {
        [Function("Gated")]
        public Task Run([QueueTrigger("%queue%")] string message, CancellationToken cancellationToken)
        {
            recorder.Add(message);
            return gate.Task.WaitAsync(cancellationToken);
        }
    }

    public sealed class Poco(Recorder recorder)
    {
        [Function("Poco")]
        public void Run([QueueTrigger("%queue%")] Order order, long dequeueCount, string name) => recorder.Add((order, dequeueCount, name));
    }

    public sealed class Message(Recorder recorder)
    {
        [Function("Message")]
        public Task Run([QueueTrigger("%queue%")] QueueMessage message)
        {
            recorder.Add(message.Body.ToString());
            return Task.CompletedTask;
        }
    }

    public sealed class Bytes(Recorder recorder)
    {
        [Function("Bytes")]
        public void Run([QueueTrigger("%queue%")] byte[] message) => recorder.Add(System.Text.Encoding.UTF8.GetString(message));
    }

    public sealed class Data(Recorder recorder)
    {
        [Function("Data")]
        public void Run([QueueTrigger("%queue%")] BinaryData message) => recorder.Add(message.ToString());
    }

    public sealed class Failing(Recorder recorder)
    {
        [Function("Failing")]
        public void Run([QueueTrigger("%queue%")] string message, FunctionContext context)
        {
            recorder.Add(context.BindingContext.BindingData["DequeueCount"]);
            throw new JsonException($"{message} on purpose");
        }
    }

    public sealed class Slow(Recorder recorder)
    {
        [Function("Slow")]
        public async Task Run([QueueTrigger("%queue%")] int seconds, CancellationToken cancellationToken)
        {
            recorder.Add("started");
            await Task.Delay(TimeSpan.FromSeconds(seconds), cancellationToken);
            recorder.Add("ended");
        }
    }
}

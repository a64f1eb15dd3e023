using CloudRestore.Emulator.Tests.Hosting;
using CloudRestore.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Hosting;

namespace CloudRestore.Emulator.Tests.Triggers.Durable;

public sealed class DurableFunctionTests
{
    [Fact]
    public async Task An_http_function_starts_an_orchestration_that_calls_activities()
    {
        await using var host = await TestHost.StartAsync([typeof(Workflow)]);

        var output = await host.Client.GetStringAsync("/api/run/Greet?name=ada");

        output.Should().Be("\"Hello ada! from the-id\"");
    }

    [Fact]
    public async Task An_orchestrator_may_take_its_input_as_a_parameter_and_return_at_once()
    {
        await using var host = await TestHost.StartAsync([typeof(Workflow)]);

        (await host.Client.GetStringAsync("/api/run/Immediate?name=ada")).Should().Be("\"ada:the-id\"");
    }

    [Fact]
    public async Task A_task_without_a_result_ends_without_output()
    {
        await using var host = await TestHost.StartAsync([typeof(Workflow)]);

        (await host.Client.GetStringAsync("/api/run/Silent?name=ada")).Should().Be("null");
    }

    [Fact]
    public async Task A_failing_activity_fails_its_orchestration_with_its_type_and_message()
    {
        await using var host = await TestHost.StartAsync([typeof(Workflow)]);

        (await host.Client.GetStringAsync("/api/run/Doomed?name=ada"))
            .Should().Be("System.InvalidOperationException|ada is doomed|Task 'Fail' (#0) failed with an unhandled exception: ada is doomed");
    }

    [Fact]
    public async Task Middleware_runs_around_orchestrators_and_activities_too()
    {
        await using var host = await TestHost.StartAsync([typeof(Workflow)], configure: builder => builder.UseMiddleware(async (context, next) =>
        {
            if (context.FunctionDefinition.Name == "Decorate")
            {
                context.Items["mark"] = "?";
            }

            await next();
        }));

        (await host.Client.GetStringAsync("/api/run/Greet?name=ada")).Should().Be("\"Hello ada? from the-id\"");
    }

    [Fact]
    public async Task An_orchestration_goes_on_in_the_next_host_on_the_same_state()
    {
        using var folder = new TemporaryFolder();
        await using (var host = await TestHost.StartAsync([typeof(Workflow)], folder: folder))
        {
            await host.Client.GetStringAsync("/api/start/Waiting");
        }

        await using var again = await TestHost.StartAsync([typeof(Workflow)], folder: folder);

        (await again.Client.GetStringAsync("/api/raise")).Should().Be("\"raised\"");
    }

    public sealed class Workflow
    {
        private const string Id = "the-id";

        [Function("Start")]
        public static Task<string> Start([HttpTrigger(AuthorizationLevel.Anonymous, Route = "start/{orchestrator}")] HttpRequest request,
            [DurableClient] DurableTaskClient client, string orchestrator) =>
            client.ScheduleNewOrchestrationInstanceAsync(orchestrator, new StartOrchestrationOptions(Id));

        [Function("Run")]
        public static async Task<string> Run([HttpTrigger(AuthorizationLevel.Anonymous, Route = "run/{orchestrator}")] HttpRequest request,
            [DurableClient] DurableTaskClient client, string orchestrator, string name, CancellationToken cancellationToken)
        {
            await client.ScheduleNewOrchestrationInstanceAsync(orchestrator, name, new StartOrchestrationOptions(Id), cancellationToken);
            return await EndAsync(client, cancellationToken);
        }

        [Function("Raise")]
        public static async Task<string> Raise([HttpTrigger(AuthorizationLevel.Anonymous, Route = "raise")] HttpRequest request,
            [DurableClient] DurableTaskClient client, CancellationToken cancellationToken)
        {
            await client.RaiseEventAsync(Id, "go", "raised", cancellationToken);
            return await EndAsync(client, cancellationToken);
        }

        [Function("Greet")]
        public static async Task<string> Greet([OrchestrationTrigger] TaskOrchestrationContext context)
        {
            var name = context.GetInput<string>();
            var decorated = await context.CallActivityAsync<string>("Decorate", name);
            return await context.CallActivityAsync<string>("Greeting", new Greeting("Hello", decorated));
        }

        [Function("Decorate")]
        public static string Decorate([ActivityTrigger] string name, FunctionContext context) => name + (context.Items.TryGetValue("mark", out var mark) ? mark : "!");

        [Function("Greeting")]
        public static Task<string> GreetingActivity([ActivityTrigger] Greeting greeting, string instanceId) =>
            Task.FromResult($"{greeting.Word} {greeting.Name} from {instanceId}");

        [Function("Immediate")]
        public static string Immediate([OrchestrationTrigger] TaskOrchestrationContext context, FunctionContext function, string name, CancellationToken cancellationToken) =>
            $"{name}:{context.InstanceId}";

        [Function("Silent")]
        public static async Task Silent([OrchestrationTrigger] TaskOrchestrationContext context) =>
            await context.CallActivityAsync("Decorate", context.GetInput<string>());

        [Function("Doomed")]
        public static Task Doomed([OrchestrationTrigger] TaskOrchestrationContext context) => context.CallActivityAsync("Fail", context.GetInput<string>());

        [Function("Fail")]
        public static void Fail([ActivityTrigger] string name) => throw new InvalidOperationException($"{name} is doomed");

        [Function("Waiting")]
        public static Task<string> Waiting([OrchestrationTrigger] TaskOrchestrationContext context) => context.WaitForExternalEvent<string>("go");

        private static async Task<string> EndAsync(DurableTaskClient client, CancellationToken cancellationToken)
        {
            var end = await client.WaitForInstanceCompletionAsync(Id, getInputsAndOutputs: true, cancellationToken);
            var failure = end.FailureDetails;
            return failure is null
                ? end.SerializedOutput ?? "null"
                : $"{failure.InnerFailure?.ErrorType}|{failure.InnerFailure?.ErrorMessage}|{failure.ErrorMessage}";
        }
    }

    public sealed record Greeting(string Word, string Name);
}

using CloudRestore.Emulator.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace CloudRestore.Emulator.Tests.Hosting;

public class FunctionDiscoveryTests
{
    [Theory]
    [InlineData(typeof(NoTrigger), "has 0 triggers; give exactly one parameter a trigger attribute.")]
    [InlineData(typeof(TwoTriggers), "has 2 triggers; give exactly one parameter a trigger attribute.")]
    [InlineData(typeof(SameName), "The name 'Twin' belongs to several functions")]
    [InlineData(typeof(UnknownTrigger), "has the trigger MoonTriggerAttribute, which this host does not know.")]
    [InlineData(typeof(WrongTimer), "has the trigger parameter 'text' of type String; it must be TimerInfo.")]
    [InlineData(typeof(WrongClient), "binds [DurableClient] to 'client'; its type must be DurableTaskClient.")]
    [InlineData(typeof(WrongRoute), "has the route 'runs/{id', which is not a route template")]
    [InlineData(typeof(AsyncVoid), "is async void; return Task.")]
    [InlineData(typeof(NotPublic), "is not public; make the method and its class public.")]
    [InlineData(typeof(OddName), "has a name the host refuses")]
    public void A_wrong_function_is_named_with_its_fault(Type type, string fault)
    {
        var find = () => FunctionDiscovery.Find([type]);

        find.Should().Throw<FunctionAppException>().Which.Message.Should().Contain(fault);
    }

    [Fact]
    public void Every_fault_is_named_at_once()
    {
        var find = () => FunctionDiscovery.Find([typeof(NoTrigger), typeof(AsyncVoid)]);

        find.Should().Throw<FunctionAppException>().Which.Message.Split(Environment.NewLine).Should().HaveCount(2);
    }

    [Fact]
    public void A_function_knows_its_bindings()
    {
        var function = FunctionDiscovery.Find([typeof(Right)]).Should().ContainSingle().Subject;

        function.Name.Should().Be("Right");
        function.EntryPoint.Should().EndWith("Right.Run");
        function.InputBindings["message"].Type.Should().Be("queueTrigger");
        function.Parameters.Select(parameter => parameter.Name).Should().Equal("message", "token");
    }

    public static class Right
    {
        [Function("Right")]
        public static void Run([QueueTrigger("work")] string message, CancellationToken token) => _ = (message, token);
    }

    public static class NoTrigger
    {
        [Function("None")]
        public static void Run(string text) => _ = text;
    }

    public static class TwoTriggers
    {
        [Function("Two")]
        public static void Run([QueueTrigger("a")] string first, [QueueTrigger("b")] string second) => _ = first + second;
    }

    public static class SameName
    {
        [Function("Twin")]
        public static void First([QueueTrigger("a")] string message) => _ = message;

        [Function("twin")]
        public static void Second([QueueTrigger("b")] string message) => _ = message;
    }

    [AttributeUsage(AttributeTargets.Parameter)]
    public sealed class MoonTriggerAttribute : TriggerBindingAttribute;

    public static class UnknownTrigger
    {
        [Function("Moon")]
        public static void Run([MoonTrigger] string phase) => _ = phase;
    }

    public static class WrongTimer
    {
        [Function("Timer")]
        public static void Run([TimerTrigger("0 * * * * *")] string text) => _ = text;
    }

    public static class WrongClient
    {
        [Function("Client")]
        public static void Run([QueueTrigger("a")] string message, [DurableClient] string client) => _ = message + client;
    }

    public static class WrongRoute
    {
        [Function("Route")]
        public static IResult Run([HttpTrigger("get", Route = "runs/{id")] HttpRequest request) => Results.Ok(request.Path.Value);
    }

    public static class AsyncVoid
    {
        [Function("Void")]
        public static async void Run([QueueTrigger("a")] string message) => await Task.FromResult(message);
    }

    internal static class NotPublic
    {
        [Function("Hidden")]
        public static void Run([QueueTrigger("a")] string message) => _ = message;
    }

    public static class OddName
    {
        [Function("9 lives")]
        public static void Run([QueueTrigger("a")] string message) => _ = message;
    }
}

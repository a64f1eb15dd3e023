using System.Net;
using System.Net.Http.Json;
using CloudRestore.Emulator.Tests.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CloudRestore.Emulator.Tests.Triggers.Http;

public sealed class HttpFunctionTests : IAsyncLifetime
{
    private TestHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await TestHost.StartAsync([typeof(Api)], configure: builder =>
    {
        builder.Services.AddScoped<Visit>();
        builder.UseMiddleware<Stamp>();
    });

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Theory]
    [InlineData("GET", "/api/runs/7", "7")]
    [InlineData("GET", "/api/runs/latest", "latest")]
    [InlineData("POST", "/api/runs/7", "posted 7")]
    [InlineData("GET", "/api/files/a/b%20c/%C3%A4.jpg", "a/b c/ä.jpg")]
    [InlineData("GET", "/api/letters", "none")]
    [InlineData("GET", "/api/letters/abc", "abc")]
    [InlineData("GET", "/api/plain?name=ada", "ada")]
    public async Task A_route_binds_its_values(string method, string path, string expected)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);

        using var response = await _host.Client.SendAsync(request);

        (await response.Content.ReadAsStringAsync()).Trim('"').Should().Be(expected);
    }

    [Theory]
    [InlineData("GET", "/api/nothing")]
    [InlineData("GET", "/runs/7")]
    [InlineData("DELETE", "/api/runs/7")]
    [InlineData("HEAD", "/api/runs/7")]
    [InlineData("OPTIONS", "/api/runs/7")]
    [InlineData("GET", "/api/letters/123")]
    public async Task An_unknown_route_or_method_is_not_found_as_in_azure(string method, string path)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);

        using var response = await _host.Client.SendAsync(request);

        response.StatusCode.Should().Be(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData(null, null, HttpStatusCode.Unauthorized)]
    [InlineData("wrong", null, HttpStatusCode.Unauthorized)]
    [InlineData("the-key", null, HttpStatusCode.OK)]
    [InlineData(null, "wrong", HttpStatusCode.Unauthorized)]
    [InlineData(null, "the-key", HttpStatusCode.OK)]
    public async Task A_function_level_asks_for_the_key(string? header, string? query, HttpStatusCode expected)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/secret" + (query is null ? "" : $"?code={query}"));
        if (header is not null)
        {
            request.Headers.Add("x-functions-key", header);
        }

        using var response = await _host.Client.SendAsync(request);

        response.StatusCode.Should().Be(expected);
    }

    [Fact]
    public async Task A_plain_object_becomes_json()
    {
        var answer = await _host.Client.GetFromJsonAsync<Answer>("/api/object");

        answer.Should().Be(new Answer(42));
    }

    [Fact]
    public async Task An_action_result_is_executed()
    {
        using var response = await _host.Client.GetAsync("/api/action");

        response.StatusCode.Should().Be(HttpStatusCode.Conflict);
        (await response.Content.ReadFromJsonAsync<Answer>()).Should().Be(new Answer(9));
    }

    [Fact]
    public async Task An_exception_is_an_empty_500()
    {
        using var response = await _host.Client.GetAsync("/api/throws");

        response.StatusCode.Should().Be(HttpStatusCode.InternalServerError);
        (await response.Content.ReadAsStringAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task A_body_streams_while_it_is_sent()
    {
        var reader = new System.IO.Pipelines.Pipe();
        using var content = new StreamContent(reader.Reader.AsStream());
        var sending = _host.Client.PostAsync("/api/upload", content);
        await reader.Writer.WriteAsync(new byte[100_000]);

        var first = await _host.Get<Recorder>().NextAsync();
        await reader.Writer.WriteAsync(new byte[100_000]);
        await reader.Writer.CompleteAsync();
        using var response = await sending;

        first.Should().Be("first bytes");
        (await response.Content.ReadAsStringAsync()).Should().Be("200000");
    }

    [Theory]
    [InlineData(false, 30_000_000, HttpStatusCode.OK)]
    [InlineData(false, 30_000_001, HttpStatusCode.RequestEntityTooLarge)]
    [InlineData(true, 30_000_001, HttpStatusCode.OK)]
    [InlineData(true, (210L * 1024 * 1024) + 1, HttpStatusCode.RequestEntityTooLarge)]
    public async Task A_body_may_have_the_30_million_bytes_of_the_workers_server_or_what_the_app_sets_and_never_more_than_210_megabytes(
        bool isRaised, long bytes, HttpStatusCode expected)
    {
        await using var host = await TestHost.StartAsync([typeof(Api)], configure: builder =>
        {
            builder.Services.AddScoped<Visit>();
            if (isRaised)
                builder.Services.Configure<KestrelServerOptions>(kestrel => kestrel.Limits.MaxRequestBodySize = null);
        });
        // One that is refused is refused by its length, before it is sent.
        using var content = new ByteArrayContent(expected == HttpStatusCode.OK ? new byte[bytes] : [1]);
        content.Headers.ContentLength = bytes;
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/upload") { Content = content };
        request.Headers.ExpectContinue = expected != HttpStatusCode.OK;

        using var response = await host.Client.SendAsync(request);

        response.StatusCode.Should().Be(expected);
        if (expected == HttpStatusCode.OK)
            (await response.Content.ReadAsStringAsync()).Should().Be($"{bytes}");
    }

    [Fact]
    public async Task Scoped_services_and_middleware_belong_to_one_request()
    {
        var first = await _host.Client.GetStringAsync("/api/scope");
        var second = await _host.Client.GetStringAsync("/api/scope");

        first.Should().StartWith("stamped ").And.NotBe(second);
    }

    [Fact]
    public async Task The_status_is_open_to_everybody()
    {
        var status = await _host.Client.GetFromJsonAsync<Dictionary<string, object>>("/admin/host/status");

        status!["state"].ToString().Should().Be("Running");
    }

    public sealed record Answer(int Value);

    public sealed class Visit
    {
        public Guid Id { get; } = Guid.NewGuid();
    }

    public sealed class Stamp : IFunctionsWorkerMiddleware
    {
        public Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
        {
            context.Items["stamp"] = "stamped " + context.InstanceServices.GetRequiredService<Visit>().Id;
            return next(context);
        }
    }

    public sealed class Api(Visit visit, Recorder recorder)
    {
        [Function("Get")]
        public static IResult Get([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "runs/{id}")] HttpRequest request, string id) => Results.Ok(id);

        [Function("Post")]
        public static Task<IResult> Post([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "runs/{id:int}")] HttpRequest request, int id) =>
            Task.FromResult(Results.Ok($"posted {id}"));

        [Function("Files")]
        public static IResult Files([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "files/{*path}")] HttpRequest request, string path) => Results.Text(path);

        [Function("Letters")]
        public static IResult Letters([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "letters/{id:alpha?}")] HttpRequest request, string? id) =>
            Results.Text(id ?? "none");

        [Function("plain")]
        public static string Plain([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request) => request.Query["name"].ToString();

        [Function("secret")]
        public static IResult Secret([HttpTrigger("get")] HttpRequest request) => Results.Ok();

        [Function("object")]
        public static Answer Object([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request) => new(42);

        [Function("action")]
        public static async Task<IActionResult> Action([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request) =>
            await Task.FromResult(new ObjectResult(new Answer(9)) { StatusCode = 409 });

        [Function("throws")]
        public static IResult Throws([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request) => throw new InvalidOperationException("on purpose");

        [Function("upload")]
        public async Task<IResult> Upload([HttpTrigger(AuthorizationLevel.Anonymous, "post")] HttpRequest request, CancellationToken cancellationToken)
        {
            var buffer = new byte[4096];
            await request.Body.ReadExactlyAsync(buffer.AsMemory(0, 1), cancellationToken);
            recorder.Add("first bytes");
            long total = 1;
            int read;
            while ((read = await request.Body.ReadAsync(buffer, cancellationToken)) > 0)
            {
                total += read;
            }

            return Results.Text($"{total}");
        }

        [Function("scope")]
        public string Scope([HttpTrigger(AuthorizationLevel.Anonymous)] HttpRequest request, FunctionContext context) =>
            ((string)context.Items["stamp"]).EndsWith(visit.Id.ToString(), StringComparison.Ordinal) ? (string)context.Items["stamp"] : "another scope";
    }
}

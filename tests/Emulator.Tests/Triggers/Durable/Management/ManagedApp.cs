using System.Net.Http.Json;
using System.Text.Json.Nodes;
using CloudRestore.Emulator.Tests.Hosting;

namespace CloudRestore.Emulator.Tests.Triggers.Durable.Management;

/// <summary>A host with a few orchestrators, spoken to through its management API only.</summary>
internal sealed class ManagedApp(TestHost host) : IAsyncDisposable
{
    public const string Base = "/runtime/webhooks/durabletask";

    public HttpClient Client => host.Client;

    public static async Task<ManagedApp> StartAsync(Dictionary<string, string?>? settings = null) =>
        new(await TestHost.StartAsync([typeof(ManagedFunctions)], settings));

    public Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, HttpContent? content = null)
    {
        var request = new HttpRequestMessage(method, $"{Base}/{path}") { Content = content };
        request.Headers.Add("x-functions-key", "the-key");
        return Client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public Task<HttpResponseMessage> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    public Task<HttpResponseMessage> PostAsync(string path, object? body = null) =>
        SendAsync(HttpMethod.Post, path, body is null ? null : JsonContent.Create(body));

    public static async Task<JsonNode> BodyAsync(HttpResponseMessage response) =>
        JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;

    public async Task StartAsync(string orchestrator, string id, object? input = null)
    {
        using var started = await PostAsync($"orchestrators/{orchestrator}/{id}", input);
        started.EnsureSuccessStatusCode();
    }

    /// <summary>Waits until an orchestration has a status.</summary>
    public async Task<JsonNode> UntilAsync(string id, string status, string query = "")
    {
        JsonNode? seen = null;
        await Eventually.BeTrueAsync(async () =>
        {
            using var response = await GetAsync($"instances/{id}?{query}");
            seen = await BodyAsync(response);
            return (string?)seen["runtimeStatus"] == status;
        });
        return seen!;
    }

    public ValueTask DisposeAsync() => host.DisposeAsync();
}

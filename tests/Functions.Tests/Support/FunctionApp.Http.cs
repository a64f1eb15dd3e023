using System.Net.Http.Json;
using System.Text.Json;
using CloudRestore.Core.Api;
using CloudRestore.Core.Runs;
using CloudRestore.Core.Serialization;

namespace CloudRestore.Functions.Tests.Support;

/// <content>What tests ask over HTTP.</content>
public sealed partial class FunctionApp
{
    /// <summary>The smallest run, which leaves the champion alone.</summary>
    public static StartTrainingRun Tiny(string dataset, string id) => new(dataset, id, "tiny", Promotion: PromotionPolicy.Never);

    public Task<HttpResponseMessage> PostAsync<T>(string path, T body) => Http.PostAsJsonAsync(path, body, CoreJson.Options, Token);

    public Task<HttpResponseMessage> PostAsync(string path) => Http.PostAsync(path, null, Token);

    /// <summary>Sends a request with headers of its own; bytes as a photograph, anything else as JSON.</summary>
    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, object? body, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is byte[] photograph)
            request.Content = new ByteArrayContent(photograph) { Headers = { ContentType = new("image/jpeg") } };
        else if (body is not null)
            request.Content = JsonContent.Create(body, body.GetType(), options: CoreJson.Options);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return await Http.SendAsync(request, Token);
    }

    public async Task<T> GetAsync<T>(string path) => await ReadAsync<T>(await Http.GetAsync(path, Token));

    public async Task<TrainingRun> StartTrainingAsync(StartTrainingRun body) => await ReadAsync<TrainingRun>(await PostAsync("/api/training-runs", body));

    /// <summary>A run when it has ended, or when it is as a test waits for it to be.</summary>
    public Task<TrainingRun> TrainingAsync(string id, Func<TrainingRun, bool>? until = null) =>
        PollAsync($"/api/training-runs/{id}", until ?? (run => run.Status is not (RunStatus.Pending or RunStatus.Running)));

    /// <summary>A restoration when it has ended.</summary>
    public Task<Restoration> RestorationAsync(string id) =>
        PollAsync<Restoration>($"/api/restorations/{id}", found => found.Status is not (RunStatus.Pending or RunStatus.Running));

    public async Task<T> PollAsync<T>(string path, Func<T, bool> until)
    {
        var asked = Clock.GetTimestamp();
        while (Clock.GetElapsedTime(asked) < Patience)
        {
            var response = await Http.GetAsync(path, Token);
            if (response.IsSuccessStatusCode && await ReadAsync<T>(response) is var found && until(found))
                return found;
            await Task.Delay(200, Token);
        }

        throw new TimeoutException($"{path} was waited for during {Patience.TotalSeconds} s; it is {await (await Http.GetAsync(path, Token)).Content.ReadAsStringAsync(Token)}");
    }

    public static async Task<T> ReadAsync<T>(HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync(Token);
        response.IsSuccessStatusCode.Should().BeTrue(text);
        return JsonSerializer.Deserialize<T>(text, CoreJson.Options)!;
    }

    /// <summary>The status and the sentence of a problem.</summary>
    public static async Task<(int Status, string Sentence)> ProblemAsync(HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync(Token);
        response.Content.Headers.ContentType?.MediaType.Should().Be("application/problem+json", text);
        var problem = JsonSerializer.Deserialize<JsonElement>(text);
        problem.GetProperty("status").GetInt32().Should().Be((int)response.StatusCode);
        return ((int)response.StatusCode, problem.GetProperty("detail").GetString()!);
    }
}

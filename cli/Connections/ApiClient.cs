using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using CloudRestore.Core.Api;
using CloudRestore.Core.Serialization;

namespace CloudRestore.Cli.Connections;

/// <summary>The function app over HTTP. Reading is tried again while the app restarts; what starts something carries an id, so it may be too.</summary>
internal sealed class ApiClient : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    private readonly HttpClient _http;
    private readonly TimeProvider _time;

    /// <summary>A client of the app at <paramref name="url"/>.</summary>
    /// <param name="url">Address of the app, without <c>/api</c>.</param>
    /// <param name="key">The function key.</param>
    /// <param name="time">The clock.</param>
    public ApiClient(Uri url, string key, TimeProvider time)
    {
        _http = new HttpClient { BaseAddress = new Uri(url, "/api/"), Timeout = TimeSpan.FromMinutes(4) };
        _http.DefaultRequestHeaders.Add("x-functions-key", key);
        _time = time;
    }

    /// <summary>Starts a training run. The body must name its id.</summary>
    public Task<TrainingRun> StartTrainingAsync(StartTrainingRun body, CancellationToken cancellationToken) =>
        SendAsync<TrainingRun>(() => new HttpRequestMessage(HttpMethod.Post, "training-runs") { Content = JsonContent.Create(body, options: CoreJson.Options) }, cancellationToken);

    /// <summary>A training run.</summary>
    public Task<TrainingRun> GetTrainingAsync(string id, CancellationToken cancellationToken) =>
        SendAsync<TrainingRun>(() => new HttpRequestMessage(HttpMethod.Get, $"training-runs/{Uri.EscapeDataString(id)}"), cancellationToken);

    /// <summary>One page of training runs, newest first.</summary>
    public Task<Page<TrainingRun>> ListTrainingAsync(int top, string? status, CancellationToken cancellationToken) => SendAsync<Page<TrainingRun>>(
        () => new HttpRequestMessage(HttpMethod.Get, $"training-runs?top={top}{(status is null ? "" : $"&status={Uri.EscapeDataString(status)}")}"), cancellationToken);

    /// <summary>Asks a training run to end.</summary>
    public Task<TrainingRun> CancelTrainingAsync(string id, CancellationToken cancellationToken) =>
        SendAsync<TrainingRun>(() => new HttpRequestMessage(HttpMethod.Post, $"training-runs/{Uri.EscapeDataString(id)}/cancel"), cancellationToken);

    /// <summary>Answers for a person whether a run's model may be promoted.</summary>
    public Task<TrainingRun> AnswerApprovalAsync(string id, bool approved, string? comment, CancellationToken cancellationToken) => SendAsync<TrainingRun>(
        () => new HttpRequestMessage(HttpMethod.Post, $"training-runs/{Uri.EscapeDataString(id)}/{(approved ? "approve" : "reject")}")
        {
            Content = JsonContent.Create(new AnswerApproval(comment), options: CoreJson.Options),
        },
        cancellationToken);

    /// <summary>Begins a run that failed again.</summary>
    public Task<TrainingRun> ResumeTrainingAsync(string id, CancellationToken cancellationToken) =>
        SendAsync<TrainingRun>(() => new HttpRequestMessage(HttpMethod.Post, $"training-runs/{Uri.EscapeDataString(id)}/resume"), cancellationToken);

    /// <summary>One page of registered models, newest first, and the aliases.</summary>
    public Task<ModelPage> ListModelsAsync(int top, CancellationToken cancellationToken) =>
        SendAsync<ModelPage>(() => new HttpRequestMessage(HttpMethod.Get, $"models?top={top}"), cancellationToken);

    /// <summary>Makes a model champion, or returns to the champion before this one.</summary>
    /// <param name="version">The model; null to return.</param>
    /// <param name="reason">Why, or null.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<ModelAlias> ChangeChampionAsync(string? version, string? reason, CancellationToken cancellationToken)
    {
        // A call that is sent again after its answer was lost must not roll back twice.
        var key = Guid.NewGuid().ToString("N");
        return SendAsync<ModelAlias>(
            () => new HttpRequestMessage(HttpMethod.Post, version is null ? "models/rollback" : $"models/{Uri.EscapeDataString(version)}/promote")
            {
                Headers = { { "Idempotency-Key", key } },
                Content = reason is null ? null : JsonContent.Create(new ChangeChampion(reason), options: CoreJson.Options),
            },
            cancellationToken);
    }

    /// <summary>Starts restoring one photograph, and does not wait for it.</summary>
    /// <param name="query">Its query: name, id, and what else is asked for.</param>
    /// <param name="photograph">The file's bytes.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<Restoration> StartRestorationAsync(IReadOnlyDictionary<string, string> query, byte[] photograph, CancellationToken cancellationToken)
    {
        var text = string.Join('&', query.Select(entry => $"{entry.Key}={Uri.EscapeDataString(entry.Value)}"));
        return SendAsync<Restoration>(
            () => new HttpRequestMessage(HttpMethod.Post, $"restorations?wait=0&{text}") { Content = new ByteArrayContent(photograph) { Headers = { ContentType = new("application/octet-stream") } } },
            cancellationToken);
    }

    /// <summary>A restoration.</summary>
    public Task<Restoration> GetRestorationAsync(string id, CancellationToken cancellationToken) =>
        SendAsync<Restoration>(() => new HttpRequestMessage(HttpMethod.Get, $"restorations/{Uri.EscapeDataString(id)}"), cancellationToken);

    /// <summary>The bytes of the only photograph of a restoration.</summary>
    public async Task<byte[]> DownloadRestoredAsync(string id, CancellationToken cancellationToken)
    {
        using var answer = await TryAsync(() => new HttpRequestMessage(HttpMethod.Get, $"restorations/{Uri.EscapeDataString(id)}/photographs/0"), cancellationToken);
        return await answer.Content.ReadAsByteArrayAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private async Task<T> SendAsync<T>(Func<HttpRequestMessage> request, CancellationToken cancellationToken)
    {
        using var answer = await TryAsync(request, cancellationToken);
        return await answer.Content.ReadFromJsonAsync<T>(CoreJson.Options, cancellationToken)
            ?? throw new ApiException((int)answer.StatusCode, "The function app answered with null.");
    }

    private async Task<HttpResponseMessage> TryAsync(Func<HttpRequestMessage> makeRequest, CancellationToken cancellationToken)
    {
        var began = _time.GetTimestamp();
        while (true)
        {
            try
            {
                using var request = makeRequest();
                var answer = await _http.SendAsync(request, cancellationToken);
                if (answer.IsSuccessStatusCode)
                    return answer;
                using (answer)
                {
                    if (answer.StatusCode < HttpStatusCode.InternalServerError || _time.GetElapsedTime(began) > Patience)
                        throw new ApiException((int)answer.StatusCode, await SentenceAsync(answer, cancellationToken));
                }
            }
            catch (Exception e) when (e is HttpRequestException || (e is TaskCanceledException && !cancellationToken.IsCancellationRequested))
            {
                if (_time.GetElapsedTime(began) > Patience)
                    throw new ApiException(0, $"The function app at {_http.BaseAddress} does not answer ({e.Message}): check that it runs.");
            }

            await Task.Delay(Pause, _time, cancellationToken);
        }
    }

    private static async Task<string> SentenceAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        if (answer.StatusCode == HttpStatusCode.Unauthorized)
            return "The function app does not accept the key: set CLOUDRESTORE_KEY to its function key.";
        try
        {
            var problem = await answer.Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
            if (problem.TryGetProperty("detail", out var detail) && detail.GetString() is { Length: > 0 } sentence)
                return sentence;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Not a problem document; the status has to do.
        }

        return $"The function app answered {(int)answer.StatusCode} {answer.ReasonPhrase}; its log may say why.";
    }
}

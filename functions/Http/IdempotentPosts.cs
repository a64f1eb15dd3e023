using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CloudRestore.Core.Serialization;
using CloudRestore.Functions.Idempotency;
using CloudRestore.Functions.Records;
using CloudRestore.Imaging.Photographs;
using Microsoft.AspNetCore.Http;

namespace CloudRestore.Functions.Http;

/// <summary>
/// Honours the header <c>Idempotency-Key</c>. A key stands for one request id, and what a request makes is named after its id, so that also
/// requests that arrive together, or after a crash, make it once. What answered first is the answer of all.
/// </summary>
public sealed class IdempotentPosts
{
    /// <summary>The header.</summary>
    public const string Header = "Idempotency-Key";

    private const int MaxKeyLength = 255;
    private const int Looks = 10;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private readonly IdempotencyRecords _records;
    private readonly TimeProvider _time;

    /// <summary>Made by the host.</summary>
    /// <param name="records">Keys and answers.</param>
    /// <param name="time">The clock.</param>
    public IdempotentPosts(IdempotencyRecords records, TimeProvider time) => (_records, _time) = (records, time);

    /// <summary>Answers a request, or gives the answer that it was given before.</summary>
    /// <param name="request">The request.</param>
    /// <param name="answer">Makes the answer, given the request's id; called twice with the same id, it must do no more than once.</param>
    /// <param name="cancellationToken">The caller has gone.</param>
    /// <param name="keep">Whether the answer is kept. One that holds a secret is made again, for the same request id.</param>
    internal Task<IResult> AnswerAsync(HttpRequest request, Func<string, Task<IResult>> answer, CancellationToken cancellationToken, bool keep = true) =>
        Answers.GuardAsync(async () =>
        {
            var requestId = RecordIds.NewRequest(_time);
            if (!request.Headers.TryGetValue(Header, out var values))
                return await answer(requestId);
            if (values is not [{ Length: >= 1 and <= MaxKeyLength } key] || key.Any(c => c is < ' ' or > '~'))
                throw new RequestRefusedException(400, $"'{Header}' must be one text of 1 to {MaxKeyLength} printable ASCII characters.");

            var keyHash = Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(key)));
            var fingerprint = await FingerprintAsync(request, cancellationToken);
            var claim = await _records.ClaimAsync(keyHash, fingerprint, requestId, cancellationToken);
            if (claim.Fingerprint != fingerprint)
                throw new RequestRefusedException(StatusCodes.Status422UnprocessableEntity, $"This '{Header}' was used for another request: send each request under a key of its own.");
            if (await _records.FindAnswerAsync(keyHash, claim.RequestId, cancellationToken) is { } known)
                return Again(request, known);

            IResult made;
            try
            {
                made = await answer(claim.RequestId);
            }
            catch (RequestRefusedException e) when (e.Status == StatusCodes.Status409Conflict && keep)
            {
                // Of calls that arrive together one acts, and the others may find it done: its answer is theirs.
                if (await WaitForAnswerAsync(keyHash, claim.RequestId, cancellationToken) is not { } other)
                    throw;
                return Again(request, other);
            }

            return keep && Kept(request, made) is { } kept
                ? Again(request, await _records.KeepAsync(keyHash, claim.RequestId, kept, cancellationToken))
                : made;
        });

    /// <summary>Does something to what is there, and answers 202 with what it is then.</summary>
    /// <typeparam name="T">What is shown.</typeparam>
    /// <param name="request">The request.</param>
    /// <param name="route">Where it is shown, without <c>/api/</c>.</param>
    /// <param name="act">What is asked for; doing it twice does no more than once.</param>
    /// <param name="show">Reads it again.</param>
    /// <param name="cancellationToken">The caller has gone.</param>
    internal Task<IResult> ActAsync<T>(HttpRequest request, string route, Func<Task> act, Func<Task<T>> show, CancellationToken cancellationToken) => AnswerAsync(
        request,
        async _ =>
        {
            await act();
            return Answers.Accepted(request, route, await show(), created: true);
        },
        cancellationToken);

    private async Task<KeptAnswer?> WaitForAnswerAsync(string keyHash, string requestId, CancellationToken cancellationToken)
    {
        for (var look = 0; look < Looks; look++)
        {
            if (await _records.FindAnswerAsync(keyHash, requestId, cancellationToken) is { } answer)
                return answer;
            await Task.Delay(Pause, _time, cancellationToken);
        }

        return null;
    }

    // A refusal is not kept: what stood in the way may pass. Neither are photographs, which are in storage anyway.
    private static KeptAnswer? Kept(HttpRequest request, IResult made)
    {
        var headers = request.HttpContext.Response.Headers;
        return made is IValueHttpResult { Value: { } value } and IStatusCodeHttpResult { StatusCode: { } status and < 300 }
            ? new KeptAnswer(status, headers.Location, headers.ETag, JsonSerializer.SerializeToElement(value, value.GetType(), CoreJson.Options))
            : null;
    }

    private static IResult Again(HttpRequest request, KeptAnswer kept)
    {
        var headers = request.HttpContext.Response.Headers;
        if (kept.Location is not null)
            headers.Location = kept.Location;
        if (kept.ETag is not null)
            headers.ETag = kept.ETag;
        return Answers.Json(kept.Body, kept.Status);
    }

    // The body is read here and put back. The function key is no part of the request's meaning, and a secret.
    private static async Task<string> FingerprintAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var body = await Answers.ReadBytesAsync(request, PhotographLimits.Default.MaxBytes, "The body", cancellationToken);
        request.Body = new MemoryStream(body, writable: false);
        var query = request.Query
            .Where(entry => !entry.Key.Equals("code", StringComparison.OrdinalIgnoreCase))
            .OrderBy(entry => entry.Key, StringComparer.Ordinal)
            .Select(entry => $"{Uri.EscapeDataString(entry.Key)}={Uri.EscapeDataString(entry.Value.ToString())}");
        var text = $"{request.Method} {request.Path} {string.Join('&', query)} {request.HasJsonContentType()} {Convert.ToHexStringLower(SHA256.HashData(body))}";
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }
}

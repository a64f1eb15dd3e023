using System.Security.Cryptography;
using System.Text.Json;
using Azure;
using Azure.Storage.Blobs;
using CloudRestore.Core.Serialization;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace CloudRestore.Functions.Http;

/// <summary>Answers with an ETag, and 304 for a GET by a caller who has that state (<c>If-None-Match</c>).</summary>
internal static class ConditionalAnswers
{
    /// <summary>A document of the storage account, with its ETag there.</summary>
    public static IResult Of<T>(HttpRequest request, T value, ETag etag) =>
        IsKnown(request, new EntityTagHeaderValue(etag.ToString("H"))) ? NotModified() : Answers.Json(value);

    /// <summary>What is put together for the answer: its ETag is a hash of it.</summary>
    public static IResult OfContent<T>(HttpRequest request, T value)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(value, CoreJson.Options);
        return OfBytes(request, bytes, "application/json; charset=utf-8", TagOf(bytes));
    }

    /// <summary>Bytes, with their ETag in quotes.</summary>
    public static IResult OfBytes(HttpRequest request, byte[] bytes, string contentType, string etag) =>
        IsKnown(request, new EntityTagHeaderValue(etag)) ? NotModified() : Results.Bytes(bytes, contentType);

    /// <summary>A blob's bytes, with its ETag in the storage account.</summary>
    /// <param name="request">The request.</param>
    /// <param name="blob">The blob.</param>
    /// <param name="contentType">What it is; what the blob says if null.</param>
    /// <param name="cancellationToken">The caller has gone.</param>
    /// <exception cref="RequestFailedException">There is no such blob (404).</exception>
    public static async Task<IResult> OfBlobAsync(HttpRequest request, BlobClient blob, string? contentType, CancellationToken cancellationToken)
    {
        // What the caller has is not fetched.
        if (request.Headers.IfNoneMatch.Count > 0
            && IsKnown(request, new EntityTagHeaderValue((await blob.GetPropertiesAsync(cancellationToken: cancellationToken)).Value.ETag.ToString("H"))))
        {
            return NotModified();
        }

        var content = (await blob.DownloadStreamingAsync(cancellationToken: cancellationToken)).Value;
        var response = request.HttpContext.Response;
        (response.Headers.ETag, response.ContentLength) = (content.Details.ETag.ToString("H"), content.Details.ContentLength);
        return Results.Stream(content.Content, contentType ?? content.Details.ContentType);
    }

    /// <summary>The ETag of what is put together for an answer.</summary>
    public static ETag TagOf<T>(T value) => new(TagOf(JsonSerializer.SerializeToUtf8Bytes(value, CoreJson.Options)));

    private static string TagOf(byte[] bytes) => $"\"{Convert.ToHexStringLower(SHA256.HashData(bytes))}\"";

    private static bool IsKnown(HttpRequest request, EntityTagHeaderValue tag)
    {
        request.HttpContext.Response.Headers.ETag = tag.ToString();
        return HttpMethods.IsGet(request.Method)
            && request.GetTypedHeaders().IfNoneMatch.Any(known => known.Equals(EntityTagHeaderValue.Any) || known.Compare(tag, useStrongComparison: false));
    }

    private static IResult NotModified() => Results.StatusCode(StatusCodes.Status304NotModified);
}

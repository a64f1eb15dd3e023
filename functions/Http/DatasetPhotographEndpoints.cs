using CloudRestore.Core.Runs;
using CloudRestore.Functions.Datasets;
using CloudRestore.Functions.Records;
using CloudRestore.Imaging.Photographs;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace CloudRestore.Functions.Http;

/// <summary>The photographs of a dataset over HTTP.</summary>
public sealed class DatasetPhotographEndpoints
{
    private const string Route = "datasets/{name}/photographs";

    private readonly DatasetPhotographs _photographs;
    private readonly TimeProvider _time;

    /// <summary>Made by the host.</summary>
    /// <param name="photographs">Photographs of datasets.</param>
    /// <param name="time">The clock.</param>
    public DatasetPhotographEndpoints(DatasetPhotographs photographs, TimeProvider time) => (_photographs, _time) = (photographs, time);

    /// <summary><c>GET /api/datasets/{name}/photographs?top=&amp;continuation=&amp;split=</c>: photographs, newest first.</summary>
    /// <param name="request">The request.</param>
    /// <param name="name">The dataset.</param>
    /// <param name="cancellationToken">The caller has gone.</param>
    [Function(nameof(ListDatasetPhotographs))]
    public Task<IResult> ListDatasetPhotographs(
        [HttpTrigger(AuthorizationLevel.Function, "get", Route = Route)] HttpRequest request,
        string name,
        CancellationToken cancellationToken) => Answers.GuardAsync(async () =>
        ConditionalAnswers.OfContent(request, await _photographs.PageAsync(name, PageRequest.Read(request), Split(request.Query["split"]), cancellationToken)));

    /// <summary><c>PUT /api/datasets/{name}/photographs/{photograph}</c>: puts the photograph in the body there.</summary>
    /// <param name="request">The body is the photograph.</param>
    /// <param name="name">The dataset.</param>
    /// <param name="photograph">The photograph's name; folders are separated by <c>/</c>.</param>
    /// <param name="client">The durable client.</param>
    /// <param name="cancellationToken">The caller has gone.</param>
    [Function(nameof(PutDatasetPhotograph))]
    public Task<IResult> PutDatasetPhotograph(
        [HttpTrigger(AuthorizationLevel.Function, "put", Route = Route + "/{*photograph}")] HttpRequest request,
        string name,
        string photograph,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken) => Answers.GuardAsync(async () =>
    {
        var bytes = await Answers.ReadBytesAsync(request, PhotographLimits.Default.MaxBytes, "The photograph", cancellationToken);
        var (stored, etag, created) = await _photographs.PutAsync(
            name, photograph, bytes, IfMatch.Read(request), RecordIds.NewRequest(_time), client, cancellationToken);
        request.HttpContext.Response.Headers.ETag = etag.ToString("H");
        return Answers.Json(stored, created ? StatusCodes.Status201Created : StatusCodes.Status200OK);
    });

    /// <summary><c>DELETE /api/datasets/{name}/photographs/{photograph}</c>: takes a photograph out of a dataset.</summary>
    /// <param name="request">The request.</param>
    /// <param name="name">The dataset.</param>
    /// <param name="photograph">The photograph's name.</param>
    /// <param name="client">The durable client.</param>
    /// <param name="cancellationToken">The caller has gone.</param>
    [Function(nameof(DeleteDatasetPhotograph))]
    public Task<IResult> DeleteDatasetPhotograph(
        [HttpTrigger(AuthorizationLevel.Function, "delete", Route = Route + "/{*photograph}")] HttpRequest request,
        string name,
        string photograph,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken) => Answers.GuardAsync(async () =>
    {
        await _photographs.DeleteAsync(name, photograph, IfMatch.Read(request), client, cancellationToken);
        return Results.NoContent();
    });

    private static string? Split(string? text) => text switch
    {
        null or "" => null,
        DatasetPhotograph.Train or DatasetPhotograph.HeldOut or DatasetPhotograph.Spare => text,
        _ => throw new RequestRefusedException(400, $"'split' must be {DatasetPhotograph.Train}, {DatasetPhotograph.HeldOut} or {DatasetPhotograph.Spare}."),
    };
}

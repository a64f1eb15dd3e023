using CloudRestore.Core.Api;
using CloudRestore.Core.Restorations;

namespace CloudRestore.Functions.OpenApi;

/// <content>Restorations.</content>
internal static partial class ApiOperations
{
    private const string NoRestoration = "restoration";

    private static IEnumerable<ApiOperation> Restorations =>
    [
        new("post", "restorations", "StartRestoring", "Restores the photograph in the body, or up to 10,000 photographs of the container uploads that JSON names.")
        {
            Parameters =
            [
                new("name", "What the photograph in the body is called."),
                new("size", "The shorter side in pixels to resample to first, 16 to 10,000.", typeof(int)),
                new("scale", "The factor to resample by first, 0.1 to 8.", typeof(double)),
                new("model", "A model's version, champion or candidate; the champion if left out."),
                new("id", "An id of your choice, so that the same call twice is one restoration."),
                new("webhook", "An https address that is called when the restoration of the photograph in the body starts and ends."),
                new("wait", "Seconds to wait for the photograph in the body, 0 to 120; 8 if left out.", typeof(int)),
                new("Prefer", "respond-async: do not wait.", In: "header"),
            ],
            Bodies =
            [
                ApiContent.Json<StartRestoration>("""{"photographs": ["1968/boat.jpg"], "scale": 2}"""),
                new("image/*"),
                new("application/octet-stream"),
            ],
            Answers =
            [
                ApiAnswer.Of<Restoration>(202, "It runs; Location says where it is seen."),
                new(200, "The restored photograph, if it was done while the request waited: CloudRestore-Model and CloudRestore-Restoration say by what. A request that does not wait, or lists names, is answered with the restoration, if that was known.", new ApiContent("image/*")),
                BadRequest,
                NotFound("photograph or model"),
                new(409, "The id belongs to another request, there is no champion yet, or webhooks are off."),
                new(413, "The body is too large."),
                new(422, "The photograph cannot be restored, and why; or the Idempotency-Key was used for another request."),
            ],
        },
        new("get", "restorations", "ListRestorations", "Restorations, newest first.")
        {
            Parameters = [.. Paging, Status, IfNoneMatch],
            Answers = [ApiAnswer.Of<Page<Restoration>>(200, "A page."), NotModified, BadRequest],
        },
        new("get", "restorations/{id}", "ShowRestoration", "One restoration, with each photograph's end; a large one, more than 500 photographs unless the app is set otherwise, only counts them.")
        {
            Parameters = [IfNoneMatch],
            Answers = [ApiAnswer.Of<Restoration>(200, "The restoration."), NotModified, NotFound(NoRestoration)],
        },
        new("get", "restorations/{id}/photographs", "ListPhotographOutcomes", "The photographs of a restoration in the order of the request, with each one's end.")
        {
            Parameters = [.. Paging, Status, IfNoneMatch],
            Answers = [ApiAnswer.Of<Page<PhotographOutcome>>(200, "A page."), NotModified, BadRequest, NotFound(NoRestoration)],
        },
        new("get", "restorations/{id}/photographs/{index:int}", "DownloadRestored", "The bytes of a restored photograph.")
        {
            Parameters = [IfNoneMatch],
            Answers =
            [
                new(200, "The photograph.", new ApiContent("image/*")),
                NotModified,
                NotFound("restoration or photograph"),
                new(409, "It is not restored, and why."),
            ],
        },
        new("post", "restorations/{id}/cancel", "CancelRestoration", "Asks a restoration to end.")
        {
            Answers = [ApiAnswer.Of<Restoration>(202, "It was asked."), NotFound(NoRestoration), new(409, "It has ended.")],
        },
    ];
}

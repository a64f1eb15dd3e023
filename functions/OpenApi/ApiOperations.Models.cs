using CloudRestore.Core.Api;
using CloudRestore.Core.Models;

namespace CloudRestore.Functions.OpenApi;

/// <content>Models and their aliases.</content>
internal static partial class ApiOperations
{
    private const string NoModel = "model";

    private static IEnumerable<ApiOperation> Models =>
    [
        new("get", "models", "ListModels", "The models, newest first, and the aliases.")
        {
            Parameters = [.. Paging, IfNoneMatch],
            Answers = [ApiAnswer.Of<ModelPage>(200, "A page."), NotModified, BadRequest],
        },
        new("get", "models/{version}", "ShowModel", "One model with its card and its files.")
        {
            Parameters = [IfNoneMatch],
            Answers = [ApiAnswer.Of<ModelDetails>(200, "The model."), NotModified, NotFound(NoModel)],
        },
        new("get", "models/{version}/files/{name}", "DownloadModelFile", "A file of a model.")
        {
            Parameters = [IfNoneMatch, new("Range", "The bytes wanted, e.g. bytes=0-1023.", In: "header")],
            Answers =
            [
                new(200, "The file.", new ApiContent("application/octet-stream")),
                new(206, "The part asked for.", new ApiContent("application/octet-stream")),
                NotModified,
                NotFound("model or file"),
                new(416, "The file has no such part."),
            ],
        },
        new("post", "models/{version}/promote", "PromoteModel", "Makes a model champion.")
        {
            Parameters = [IfMatch],
            BodyRequired = false,
            Bodies = [ApiContent.Json<ChangeChampion>("""{"reason": "Better on portraits."}""")],
            Answers = [ApiAnswer.Of<ModelAlias>(200, "It is champion."), BadRequest, NotFound(NoModel), Changed],
        },
        new("post", "models/rollback", "RollBackModel", "Returns to the champion before this one; asked again, to the one before that.")
        {
            Parameters = [IfMatch],
            BodyRequired = false,
            Bodies = [ApiContent.Json<ChangeChampion>("""{"reason": "Faces turn green."}""")],
            Answers = [ApiAnswer.Of<ModelAlias>(200, "The champion now."), BadRequest, new(409, "There is none before."), Changed],
        },
        new("get", "models/aliases/{alias}", "ShowAlias", "The model that an alias names: champion or candidate.")
        {
            Parameters = [IfNoneMatch],
            Answers = [ApiAnswer.Of<ModelAlias>(200, "The model."), NotModified, NotFound("alias")],
        },
        new("put", "models/aliases/{alias}", "PutAlias", "Names another model; for the champion that is a promotion.")
        {
            Parameters = [IfMatch],
            Bodies = [ApiContent.Json<SetAlias>("""{"version": "restore-2"}""")],
            Answers = [ApiAnswer.Of<ModelAlias>(200, "It is named."), BadRequest, NotFound("alias or model"), Changed],
        },
        new("get", "models/aliases/champion/history", "ListPromotions", "Promotions and rollbacks, newest first.")
        {
            Parameters = [.. Paging, IfNoneMatch],
            Answers = [ApiAnswer.Of<Page<Promotion>>(200, "A page."), NotModified, BadRequest],
        },
    ];

    private static ApiAnswer Changed => new(412, "The aliases are not as If-Match says.");
}

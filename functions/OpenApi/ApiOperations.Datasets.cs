using CloudRestore.Core.Api;

namespace CloudRestore.Functions.OpenApi;

/// <content>Datasets, their imports and their photographs.</content>
internal static partial class ApiOperations
{
    private const string NoDataset = "dataset";

    private static IEnumerable<ApiOperation> Datasets =>
    [
        new("post", "datasets", "CreateDataset", "Makes a dataset, empty or from a folder or an archive (zip, tar, tar.gz) in Blob Storage.")
        {
            Bodies = [ApiContent.Json<CreateDataset>("""{"name": "pets", "source": {"container": "pictures", "folder": "pets/"}}""")],
            Answers =
            [
                ApiAnswer.Of<Dataset>(202, "It is there; its import runs."), BadRequest, NotFound("folder or archive"), new(409, "The name is taken."), new(413, "The body is too large."),
            ],
        },
        new("get", "datasets", "ListDatasets", "Datasets, newest first.")
        {
            Parameters = [.. Paging, IfNoneMatch],
            Answers = [ApiAnswer.Of<Page<DatasetSummary>>(200, "A page."), NotModified, BadRequest],
        },
        new("get", "datasets/{name}", "InspectDataset", "A dataset: photographs by split, bytes, duplicates, and its newest import with what that passed over.")
        {
            Parameters = [IfNoneMatch],
            Answers = [ApiAnswer.Of<Dataset>(200, "The dataset."), NotModified, NotFound(NoDataset)],
        },
        new("delete", "datasets/{name}", "DeleteDataset", "Deletes a dataset and what was made of it; runs and models stay.")
        {
            Parameters = [DatasetIfMatch],
            Answers = [new(204, "It is gone.", new ApiContent("")), BadRequest, NotFound(NoDataset), InUse, DatasetChanged],
        },
        new("post", "datasets/{name}/uploads", "OfferDatasetUpload", "Gives an address to upload an archive to, and the source to import then.")
        {
            BodyRequired = false,
            Bodies = [ApiContent.Json<OfferUpload>("""{"fileName": "images.tar.gz"}""")],
            Answers = [ApiAnswer.Of<UploadOffer>(201, "The address."), BadRequest, NotFound(NoDataset), new(409, "It is being deleted.")],
        },
        new("post", "datasets/{name}/imports", "ImportIntoDataset", "Adds the photographs of a folder or archive in Blob Storage to a dataset.")
        {
            Bodies = [ApiContent.Json<StartImport>("""{"source": {"container": "pictures", "archive": "pets/images.tar.gz"}}""")],
            Answers =
            [
                ApiAnswer.Of<ImportState>(202, "It runs; Location says where it is seen."), BadRequest, NotFound("dataset, folder or archive"),
                new(409, "Another import is under way, or the dataset is being deleted."), new(413, "The body is too large."),
            ],
        },
        new("get", "datasets/{name}/imports/{id}", "ShowDatasetImport", "How far an import is, or how it ended, with the files that were passed over.")
        {
            Parameters = [IfNoneMatch],
            Answers = [ApiAnswer.Of<ImportState>(200, "The import."), NotModified, NotFound("import")],
        },
        new("post", "datasets/{name}/imports/{id}/cancel", "CancelDatasetImport", "Asks an import to end; what it added stays.")
        {
            Answers = [ApiAnswer.Of<ImportState>(202, "It was asked."), NotFound("import"), new(409, "It has ended.")],
        },
        new("get", "datasets/{name}/photographs", "ListDatasetPhotographs", "The photographs of a dataset, newest first.")
        {
            Parameters = [.. Paging, new("split", "Only those of this split: train, held-out or spare."), IfNoneMatch],
            Answers = [ApiAnswer.Of<Page<StoredPhotograph>>(200, "A page."), NotModified, BadRequest, NotFound(NoDataset)],
        },
        new("put", "datasets/{name}/photographs/{*photograph}", "PutDatasetPhotograph", "Puts the photograph in the body into a dataset; its name may have folders.")
        {
            Parameters = [DatasetIfMatch],
            Bodies = [new("image/*"), new("application/octet-stream")],
            Answers =
            [
                ApiAnswer.Of<StoredPhotograph>(201, "It is there."), ApiAnswer.Of<StoredPhotograph>(200, "It was there, or replaced another one."), BadRequest,
                NotFound(NoDataset), new(409, "The dataset holds it under another name, or a run uses what it would replace."), DatasetChanged, new(413, "The body is too large."),
            ],
        },
        new("delete", "datasets/{name}/photographs/{*photograph}", "DeleteDatasetPhotograph", "Takes a photograph out of a dataset.")
        {
            Parameters = [DatasetIfMatch],
            Answers = [new(204, "It is gone.", new ApiContent("")), BadRequest, NotFound("photograph"), InUse, DatasetChanged],
        },
    ];

    private static ApiParameter DatasetIfMatch => new("If-Match", "The ETag of what you read; 412 if it has changed.", In: "header");

    private static ApiAnswer InUse => new(409, "A training run or an import that is not over uses it.");

    private static ApiAnswer DatasetChanged => new(412, "It is not as If-Match says.");
}

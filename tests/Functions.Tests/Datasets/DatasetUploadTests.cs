using System.Web;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using CloudRestore.Core.Api;
using CloudRestore.Core.Runs;
using CloudRestore.Core.Storage;
using CloudRestore.Functions.Datasets;
using CloudRestore.Functions.Tests.Support;
using Microsoft.Extensions.Options;
using NSubstitute;

namespace CloudRestore.Functions.Tests.Datasets;

public class DatasetUploadTests(FunctionApp app)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_archive_that_a_client_uploads_to_the_address_it_is_given_is_imported_and_then_deleted()
    {
        var name = FunctionApp.NewId("set");
        await app.CreateDatasetAsync(name);
        var offer = await FunctionApp.ReadAsync<UploadOffer>(await app.PostAsync($"/api/datasets/{name}/uploads", new OfferUpload("images.tar.gz")));

        using var client = new HttpClient();
        var uploaded = await PutAsync(client, offer.Url, Archives.TarGz(("a.jpg", Photographs.Jpeg(1))));
        var elsewhere = await PutAsync(client, new Uri(offer.Url.ToString().Replace("images.tar.gz", "other.tar.gz")), [1]);
        var read = await client.GetAsync(offer.Url, Token);
        var import = await app.AddAsync(name, offer.Source);

        ((int)uploaded.StatusCode, (int)elsewhere.StatusCode, (int)read.StatusCode).Should().Be((201, 403, 403));
        (import.Status, import.Progress.Added).Should().Be((RunStatus.Succeeded, 1));
        (await app.Storage.Blob(Containers.Datasets, offer.Source.Archive!).ExistsAsync(Token)).Value.Should().BeFalse();
    }

    [Fact]
    public async Task A_repeated_request_is_offered_the_same_place_and_its_address_is_kept_nowhere()
    {
        var name = FunctionApp.NewId("set");
        await app.CreateDatasetAsync(name);
        var key = FunctionApp.NewId("key");

        var first = await OfferAsync();
        var again = await OfferAsync();

        again.Source.Should().Be(first.Source);
        await foreach (var blob in app.Storage.Container(Containers.Jobs).GetBlobsAsync(cancellationToken: Token))
        {
            var text = (await app.Storage.Blob(Containers.Jobs, blob.Name).DownloadContentAsync(Token)).Value.Content.ToString();
            text.Should().NotContain(System.Web.HttpUtility.ParseQueryString(first.Url.Query)["sig"]!, blob.Name);
        }

        async Task<UploadOffer> OfferAsync() => await FunctionApp.ReadAsync<UploadOffer>(
            await app.SendAsync(HttpMethod.Post, $"/api/datasets/{name}/uploads", new OfferUpload("images.tar.gz"), ("Idempotency-Key", key)));
    }

    [Theory]
    [InlineData("../a.zip")]
    [InlineData("a/b.zip")]
    [InlineData("")]
    public async Task A_file_name_that_could_lead_elsewhere_is_refused(string fileName)
    {
        var name = FunctionApp.NewId("set");
        await app.CreateDatasetAsync(name);

        (await FunctionApp.ProblemAsync(await app.PostAsync($"/api/datasets/{name}/uploads", new OfferUpload(fileName)))).Status.Should().Be(400);
        (await FunctionApp.ProblemAsync(await app.PostAsync("/api/datasets/no-such-set/uploads"))).Status.Should().Be(404);
    }

    [Fact]
    public async Task With_an_identity_the_address_is_signed_by_a_user_delegation_key()
    {
        var storage = new StorageClients(IdentityClient(), new QueueServiceClient("UseDevelopmentStorage=true"));
        var uploads = new DatasetUploads(storage, new DatasetRecords(storage, app.Clock), Options.Create(new DatasetOptions()), app.Clock);

        var offer = await uploads.OfferAsync("pets", "images.zip", "20261126-120000-01234567", Token);

        offer.Url.GetLeftPart(UriPartial.Path).Should().Be("https://account.blob.core.windows.net/datasets/pets/uploads/upload-20261126-120000-01234567/images.zip");
        var query = HttpUtility.ParseQueryString(offer.Url.Query);
        (query["sp"], query["sr"], query["spr"], query["skoid"], query["skv"]).Should().Be(("cw", "b", "https", "the-object", "2020-02-10"));
        DateTimeOffset.Parse(query["se"]!).Should().Be(new DateTimeOffset(offer.ExpiresAt.Ticks / TimeSpan.TicksPerSecond * TimeSpan.TicksPerSecond, TimeSpan.Zero));
    }

    private static Task<HttpResponseMessage> PutAsync(HttpClient client, Uri url, byte[] content)
    {
        var request = new HttpRequestMessage(HttpMethod.Put, url) { Content = new ByteArrayContent(content) };
        request.Headers.Add("x-ms-blob-type", "BlockBlob");
        return client.SendAsync(request, Token);
    }

    /// <summary>A client with a token that is answered with a delegation key and, for everything else, with a dataset's record.</summary>
    private static BlobServiceClient IdentityClient()
    {
        var credential = Substitute.For<TokenCredential>();
        credential.GetTokenAsync(default, default).ReturnsForAnyArgs(new AccessToken("token", DateTimeOffset.MaxValue));
        credential.GetToken(default, default).ReturnsForAnyArgs(new AccessToken("token", DateTimeOffset.MaxValue));
        return new BlobServiceClient(
            new Uri("https://account.blob.core.windows.net"), credential, new BlobClientOptions { Transport = new HttpClientTransport(new HttpClient(new Answering())) });
    }

    private sealed class Answering : HttpMessageHandler
    {
        private const string Key = """
            <?xml version="1.0" encoding="utf-8"?><UserDelegationKey><SignedOid>the-object</SignedOid><SignedTid>the-tenant</SignedTid>
            <SignedStart>2026-11-26T11:00:00Z</SignedStart><SignedExpiry>2026-11-26T14:00:00Z</SignedExpiry><SignedService>b</SignedService>
            <SignedVersion>2020-02-10</SignedVersion><Value>a2V5</Value></UserDelegationKey>
            """;

        private const string Record = """{"name": "pets", "requestId": "r", "createdAt": "2026-11-26T12:00:00+00:00"}""";

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var isKey = request.RequestUri!.Query.Contains("userdelegationkey");
            var answer = new HttpResponseMessage { Content = new StringContent(isKey ? Key : Record, System.Text.Encoding.UTF8, isKey ? "application/xml" : "application/json") };
            answer.Headers.TryAddWithoutValidation("ETag", "\"1\"");
            return Task.FromResult(answer);
        }
    }
}

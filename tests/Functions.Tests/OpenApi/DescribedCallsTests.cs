using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CloudRestore.Functions.Http;
using CloudRestore.Functions.OpenApi;
using CloudRestore.Functions.Tests.Support;

namespace CloudRestore.Functions.Tests.OpenApi;

/// <summary>Each call that the document describes, made as it may not be: so that none is forgotten.</summary>
public sealed partial class DescribedCallsTests(FunctionApp app)
{
    private static readonly JsonNode Paths = ApiDocument.Create(ApiOperations.All, "1.2.3")["paths"]!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Without_the_key_every_call_is_refused_that_does_not_say_it_needs_none()
    {
        using var stranger = new HttpClient { BaseAddress = app.Http.BaseAddress };
        foreach (var operation in ApiOperations.All)
        {
            using var request = new HttpRequestMessage(new HttpMethod(operation.Method.ToUpperInvariant()), Address(operation));
            using var answer = await stranger.SendAsync(request, Token);

            ((int)answer.StatusCode == 401).Should().Be(operation.NeedsKey, $"{operation.Method} {operation.Route}");
        }
    }

    [Fact]
    public async Task Every_POST_reads_its_Idempotency_Key_before_anything_else()
    {
        foreach (var operation in ApiOperations.All.Where(operation => operation.Method == "post"))
        {
            using var answer = await app.SendAsync(HttpMethod.Post, Address(operation), null, (IdempotentPosts.Header, "a\tb"));

            (await FunctionApp.ProblemAsync(answer)).Should().Be(
                (400, "'Idempotency-Key' must be one text of 1 to 255 printable ASCII characters."), operation.Route);
            ShouldBeDescribed(operation, answer);
        }
    }

    [Fact]
    public async Task What_is_not_there_or_cannot_be_read_is_a_problem_with_a_status_that_the_document_names()
    {
        foreach (var operation in ApiOperations.All.Where(operation => operation.Parameters.Any(parameter => parameter.Name == "top") || operation.Route.Contains('{')))
        {
            using var answer = await app.SendAsync(new HttpMethod(operation.Method.ToUpperInvariant()), $"{Address(operation)}?top=0", null);

            (await FunctionApp.ProblemAsync(answer)).Status.Should().BeOneOf([400, 404], $"{operation.Method} {operation.Route}");
            ShouldBeDescribed(operation, answer);
        }
    }

    private static void ShouldBeDescribed(ApiOperation operation, HttpResponseMessage answer) =>
        Paths[ApiDocument.Path(operation.Route)]![operation.Method]!["responses"]!.AsObject().Should().ContainKey(
            $"{(int)answer.StatusCode}", $"{operation.Method} {operation.Route}");

    private static string Address(ApiOperation operation) => "/api/" + Place().Replace(operation.Route, match => match.Value.EndsWith(":int}", StringComparison.Ordinal) ? "7" : "nobody");

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Place();
}

using System.Text.Json;
using Azure;
using CloudRestore.Functions.Http;
using CloudRestore.Functions.Records;
using CloudRestore.Testing.Telemetry;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CloudRestore.Functions.Tests.Http;

public sealed class AnswersTests
{
    public static TheoryData<Exception, string> Faults => new()
    {
        { new RequestFailedException(503, "busy", "ServerBusy", null), "(ServerBusy)" },
        { new RequestFailedException(403, "no role", "AuthorizationPermissionMismatch", null), "(AuthorizationPermissionMismatch)" },
        { new AggregateException("Retry failed after 6 tries.", new RequestFailedException("Connection refused (secret-address:10000)")), "(no answer)" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task A_storage_account_that_fails_is_a_problem_of_one_sentence_without_its_address(Exception fault, string why)
    {
        var answer = await Answers.GuardAsync(() => throw fault);

        ((IStatusCodeHttpResult)answer).StatusCode.Should().Be(503);
        var sentence = ((Microsoft.AspNetCore.Mvc.ProblemDetails)((IValueHttpResult)answer).Value!).Detail;
        sentence.Should().Contain(why).And.EndWith("see /api/health/ready if that does not help.").And.NotContain("secret-address");
    }

    [Fact]
    public async Task A_mistake_of_ours_is_a_problem_without_its_details_which_the_log_has()
    {
        using var log = new RecordedLog();

        var (status, body) = await SentAsync(await Answers.GuardAsync(() => throw new RequestFailedException(400, "bad request to secret-address")), log);

        (status, body!.RootElement.GetProperty("status").GetInt32()).Should().Be((500, 500));
        body.RootElement.GetProperty("detail").GetString().Should().Be(
            "The app failed at this request, and its log says why: send the request again, and tell whoever runs the app if that does not help.");
        log.Lines.Should().ContainSingle().Which.Should().Match<RecordedLine>(line => line.Level == LogLevel.Error && line.Message == "GET /api/models could not be answered.");
    }

    [Fact]
    public async Task A_caller_who_has_gone_is_neither_answered_nor_logged()
    {
        using var log = new RecordedLog();
        var answer = await Answers.GuardAsync(() => throw new IOException("The client reset the request stream."));

        (await SentAsync(answer, log, new CancellationToken(canceled: true))).Body.Should().BeNull();
        log.Lines.Should().BeEmpty();
        await FluentActions.Awaiting(() => Answers.GuardAsync(() => throw new OperationCanceledException())).Should().ThrowAsync<OperationCanceledException>();
    }

    [Theory]
    [InlineData(400)]
    [InlineData(413)]
    public async Task A_body_that_the_server_breaks_off_is_a_problem_of_its_status(int status) =>
        ((IStatusCodeHttpResult)await Answers.GuardAsync(() => throw new BadHttpRequestException("Request body too large.", status))).StatusCode.Should().Be(status);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_body_is_read_up_to_its_limit_and_refused_above_it_whether_its_length_is_told_or_not(bool isTold)
    {
        (await ReadAsync(100)).Should().HaveCount(100);
        (await FluentActions.Awaiting(() => ReadAsync(101)).Should().ThrowAsync<RequestRefusedException>())
            .Where(refusal => refusal.Status == 413 && refusal.Message == "The photograph is larger than the 100 bytes allowed.");

        Task<byte[]> ReadAsync(int bytes)
        {
            var request = new DefaultHttpContext().Request;
            (request.Body, request.ContentLength) = (new MemoryStream(new byte[bytes]), isTold ? bytes : null);
            return Answers.ReadBytesAsync(request, 100, "The photograph", TestContext.Current.CancellationToken);
        }
    }

    private static async Task<(int Status, JsonDocument? Body)> SentAsync(IResult answer, RecordedLog log, CancellationToken gone = default)
    {
        await using var services = new ServiceCollection().AddLogging(logging => logging.ClearProviders().AddProvider(log).AddFilter("Microsoft", LogLevel.None)).BuildServiceProvider();
        using var body = new MemoryStream();
        var context = new DefaultHttpContext { RequestServices = services, RequestAborted = gone, Response = { Body = body } };
        (context.Request.Method, context.Request.Path) = (HttpMethods.Get, "/api/models");
        await answer.ExecuteAsync(context);
        return (context.Response.StatusCode, body.Length == 0 ? null : JsonDocument.Parse(body.ToArray()));
    }
}

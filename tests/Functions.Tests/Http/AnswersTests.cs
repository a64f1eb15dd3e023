using Azure;
using CloudRestore.Functions.Http;
using Microsoft.AspNetCore.Http;

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
    public async Task A_mistake_of_ours_is_no_fault_of_the_storage_account() =>
        await FluentActions.Awaiting(() => Answers.GuardAsync(() => throw new RequestFailedException(400, "bad request"))).Should().ThrowAsync<RequestFailedException>();
}

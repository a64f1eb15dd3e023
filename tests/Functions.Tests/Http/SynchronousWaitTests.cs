using CloudRestore.Functions.Http;
using CloudRestore.Functions.Restorations;
using Microsoft.AspNetCore.Http;

namespace CloudRestore.Functions.Tests.Http;

public class SynchronousWaitTests
{
    [Theory]
    [InlineData("", null, 8)]
    [InlineData("?wait=", "return=minimal", 8)]
    [InlineData("?wait=0", null, 0)]
    [InlineData("?wait=120", null, 120)]
    [InlineData("", "respond-async", 0)]
    [InlineData("", "return=minimal, Respond-Async", 0)]
    [InlineData("?wait=5", "respond-async", 5)]
    public void A_caller_waits_as_long_as_the_query_says_else_not_at_all_if_it_prefers_so_else_as_long_as_the_setting(string query, string? prefer, int seconds)
    {
        var request = new DefaultHttpContext().Request;
        (request.QueryString, request.Headers["Prefer"]) = (new QueryString(query), prefer);

        SynchronousWait.Read(request, new RestorationOptions().SynchronousWait).TotalSeconds.Should().Be(seconds);
    }
}

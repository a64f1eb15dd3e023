using System.Text.RegularExpressions;

namespace CloudRestore.Functions.Tests.Orchestrations;

/// <summary>Replaying an orchestrator must decide what the first run decided, so its code may ask nothing but its history.</summary>
public partial class OrchestratorRulesTests
{
    private static readonly (string Pattern, string Why)[] Forbidden =
    [
        (@"\b(DateTime|DateTimeOffset)\.(Now|UtcNow|Today)\b|\b(TimeProvider|Stopwatch|Environment)\b", "asks the machine instead of the history"),
        (@"\bGuid\.NewGuid\b|\bRandom\w*\b", "is different in every replay"),
        (@"\bTask\.(Run|Delay|Factory)\b|\bThread\w*\b|\bParallel\b|\bTimer\(|\bContinueWith\b|\bConfigureAwait\b|\bCancelAsync\b", "leaves the orchestrator's thread"),
        (@"\b(File|Directory|HttpClient|StorageClients|Blob(Container|Service)?Client|QueueClient|IConfiguration|IOptions)\b", "is input or output"),
        (@"\bstatic\s+(?!readonly|async|class|partial)[\w<>?,\s]+\s_?\w+\s*(=[^>]|;)", "is state that outlives an orchestration"),
    ];

    [Fact]
    public void Orchestrators_and_what_they_decide_with_use_no_clock_no_chance_no_threads_and_no_storage() =>
        ReplayedCode.All.SelectMany(file => Breaches(file.Code).Select(breach => $"{file.Name}: {breach}")).Should().BeEmpty();

    [Fact]
    public void The_rules_hold_for_every_orchestrator_and_for_what_it_calls_directly_or_not()
    {
        var names = ReplayedCode.All.Select(file => file.Name).ToList();

        names.Should().Contain(RecordedHistoriesTests.Orchestrators().Keys.Select(orchestrator => orchestrator + ".cs"), "each has the file of its name");
        names.Should().Contain(["JobWave.cs", "PromotionSteps.cs", "StageLog.cs", "WebhookWaking.cs"], "they take the orchestration's context");
        names.Should().Contain(["Failures.cs", "GpuJobRules.cs", "ShardOrder.cs", "StageInputs.cs", "WebhookRules.cs"], "orchestrators call them");
        names.Should().Contain(["RunStage.cs", "Identifier.cs"], "what orchestrators call calls these");
    }

    [Fact]
    public void Orchestrators_await_only_the_orchestration_and_their_own_steps() =>
        ReplayedCode.All.SelectMany(file => ForeignAwaits(file.Code).Select(what => $"{file.Name}: {what}")).Should().BeEmpty();

    [Theory]
    [InlineData("var now = DateTime.UtcNow;")]
    [InlineData("var id = Guid.NewGuid();")]
    [InlineData("await Task.Delay(1000);")]
    [InlineData("await Task.Run(() => 1);")]
    [InlineData("var dice = new Random(1).Next();")]
    [InlineData("awake.CancelAsync();")]
    [InlineData("File.ReadAllText(name);")]
    [InlineData("private static int _count;")]
    public void The_rule_finds_what_it_forbids(string line) => Breaches(line).Should().NotBeEmpty();

    [Theory]
    [InlineData("await awake.CancelAsync();")]
    [InlineData("await client.GetStringAsync(address);")]
    [InlineData("await ElsewhereAsync();")]
    public void The_rule_finds_an_await_of_something_else(string line) => ForeignAwaits(line).Should().NotBeEmpty();

    [Theory]
    [InlineData("await context.CallActivityAsync(nameof(A), 1);")]
    [InlineData("await Task.WhenAny(running, cancel);")]
    [InlineData("var end = await running;")]
    [InlineData("private static async Task<int> StepAsync(int x) { return await StepAsync(x); }")]
    [InlineData("private const int AtOnce = 32;")]
    public void The_rule_lets_orchestration_code_pass(string line) => Breaches(line).Concat(ForeignAwaits(line)).Should().BeEmpty();

    private static IEnumerable<string> Breaches(string text) =>
        from rule in Forbidden
        from match in Regex.Matches(text, rule.Pattern)
        select $"'{match.Value}' {rule.Why}";

    private static IEnumerable<string> ForeignAwaits(string text) =>
        Await().Matches(text)
            .Where(match => match.Groups["next"].Value switch
            {
                "." => match.Groups["what"].Value != "context" && !Regex.IsMatch(text[match.Index..], @"^await Task\.When(All|Any)\("),
                "(" => !Regex.IsMatch(text, $@"\bTask(<[^(]+>)? {match.Groups["what"].Value}\("),
                _ => false,
            })
            .Select(match => $"awaits '{match.Groups["what"].Value}'");

    [GeneratedRegex(@"\bawait (?<what>\w+)(?<next>[.(;,)]|\b)")]
    private static partial Regex Await();
}

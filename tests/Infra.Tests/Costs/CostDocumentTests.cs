using CloudRestore.Stack;

namespace CloudRestore.Infra.Tests.Costs;

/// <summary>docs/azure.md shows what is computed here and now, and not what once was.</summary>
public sealed class CostDocumentTests(Infra.Tests.Templates.Templates templates)
{
    private static readonly string Document = File.ReadAllText(Path.Combine(Repository.Root, "docs", "azure.md"));

    [Fact]
    public void The_cost_table_is_what_measurements_settings_and_prices_give()
    {
        var table = Table().Markdown();
        Document.Should().Contain(table);
    }

    [Fact]
    public void The_workbooks_price_of_an_hour_is_what_the_seconds_of_its_container_cost() =>
        CostFile.Price("runnerT4Hour").Should().Be(Math.Round(Table().RunnerHour, 2));

    [Fact]
    public void The_plan_of_lesson7_is_what_measured_operations_give() => Document.Should().Contain(Lesson7Plan.Table());

    [Fact]
    public void Prices_carry_their_date_and_the_warning_that_they_must_be_checked()
    {
        CostFile.Note.Should().Contain("check every one");
        Document.Should().Contain($"as of {CostFile.Date}").And.Contain("must be checked");
    }

    private CostTable Table() => new(
        templates.Single("small-runner", "Microsoft.App/jobs"), templates.Single("a100-runner", "Microsoft.App/jobs"), templates.Single("small-runner", "Microsoft.App/containerApps"));
}

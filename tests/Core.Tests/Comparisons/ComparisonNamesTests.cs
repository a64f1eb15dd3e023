using CloudRestore.Core.Comparisons;
using CloudRestore.Core.Telemetry;

namespace CloudRestore.Core.Tests.Comparisons;

public class ComparisonNamesTests
{
    [Fact]
    public void Every_name_of_a_comparison_leads_back_to_it_and_a_run_s_to_none()
    {
        ComparisonNames.ComparisonOf(ComparisonNames.InstanceOf("faces-2")).Should().Be("faces-2");
        ComparisonNames.ComparisonOf(ComparisonNames.EvaluationOf("faces-2", 3)).Should().Be("faces-2");
        ComparisonNames.ComparisonOf("faces-2").Should().BeNull();
    }

    [Fact]
    public void Work_that_comparisons_have_in_common_with_runs_carries_the_comparison_s_id()
    {
        WorkIds.OfRun(ComparisonNames.InstanceOf("faces-2")).ToString().Should().Be("ComparisonId:faces-2");
        WorkIds.OfRun("faces-2").ToString().Should().Be("RunId:faces-2");
    }
}

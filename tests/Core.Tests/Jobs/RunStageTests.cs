using CloudRestore.Core.Jobs;
using CsCheck;

namespace CloudRestore.Core.Tests.Jobs;

public sealed class RunStageTests
{
    private static readonly Gen<int> Cycles = Gen.Int[1, RunStage.MaxCycles];

    [Fact]
    public void Two_cycles_repeat_what_lies_between_the_first_training_and_the_evaluation() =>
        RunStage.Of(2).Select(stage => stage.Name).Should().Equal(
            "pretrain-generator", "generate", "pretrain-critic", "gan", "generate-2", "pretrain-critic-2", "gan-2", "evaluate");

    [Fact]
    public void A_name_is_read_back_as_the_stage_that_has_it() => Cycles.Sample(cycles =>
        RunStage.Of(cycles).Should().AllSatisfy(stage =>
        {
            RunStage.Parse(stage.Name).Should().Be(stage);
            stage.IsValid.Should().BeTrue();
        }));

    [Theory]
    [InlineData("evaluate-2")]
    [InlineData("gan-1")]
    [InlineData("gan-10")]
    [InlineData("dataset")]
    public void Other_names_are_no_stage_on_a_GPU(string name) => RunStage.Parse(name).Should().BeNull();

    [Fact]
    public void A_stage_takes_only_what_stages_before_it_leave() => Cycles.Sample(cycles =>
    {
        var stages = RunStage.Of(cycles).ToList();
        for (var i = 0; i < stages.Count; i++)
            StageSources.Of(stages[i], cycles).Values.Should().BeSubsetOf(stages.Take(i));
    });

    [Fact]
    public void A_later_cycle_goes_on_from_the_generator_and_the_critic_of_the_GAN_before_it()
    {
        StageSources.Of(new(JobKind.Generate, 3), 3).Should().Equal(new Dictionary<string, RunStage> { ["generator"] = new(JobKind.Gan, 2) });
        StageSources.Of(new(JobKind.PretrainCritic, 3), 3).Should().Equal(
            new Dictionary<string, RunStage> { ["critic"] = new(JobKind.Gan, 2), ["generated"] = new(JobKind.Generate, 3) });
        StageSources.Of(JobKind.Evaluate, 3)["generator"].Should().Be(new RunStage(JobKind.Gan, 3));
    }
}

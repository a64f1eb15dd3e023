using CloudRestore.Imaging.Damage;
using CloudRestore.Imaging.Pairs;
using CloudRestore.Imaging.Photographs;
using CloudRestore.Imaging.Quality;
using CloudRestore.Learning.Evaluation;
using CloudRestore.Learning.Models;
using CloudRestore.Learning.Networks;
using CloudRestore.Learning.Stages;
using CloudRestore.Learning.Tests.Data;

namespace CloudRestore.Learning.Tests.Stages;

public sealed class EvaluateStageTests : IDisposable
{
    private readonly StageRun _run = new() { ScoresOnly = true };

    [Fact]
    public void What_is_left_of_a_stamp_is_measured_on_the_photographs_whose_stamp_is_known()
    {
        var stamps = new Dictionary<string, StampRegion> { ["picture 1.png"] = Stamp(1), ["another.png"] = Stamp(0) };
        File.WriteAllBytes(Path.Combine(_run.Folder("held-out"), "stamps-00000.json"), PairStamps.Write(stamps));

        var report = Evaluate();

        report.Photographs[0].Scores["candidate"].Residue.Should().BeNull();
        var residue = report.Photographs[1].Scores["candidate"].Residue!;
        residue.Damaged.Should().BeGreaterThan(StampResidue.LeastExcess);
        residue.Share.Should().BeApproximately(1, 1e-9, "an untrained residual leaves the photograph as it is");
        report.Mean["candidate"].Residue.Should().Be(residue);
        report.Mean["candidate"].ToDictionary()["residue"].Should().Be(residue.Share);
    }

    [Fact]
    public void Without_stamps_nothing_is_said_of_them() => Evaluate().Mean["candidate"].ToDictionary().Keys.Should().NotContain("residue");

    [Fact]
    public void Scores_only_leaves_scores_only()
    {
        Evaluate();

        Directory.GetFileSystemEntries(_run.Folder("output")).Select(Path.GetFileName).Should().Equal(EvaluationReport.FileName);
    }

    [Fact]
    public void A_damaged_file_of_stamps_is_named()
    {
        File.WriteAllText(Path.Combine(_run.Folder("held-out"), "stamps-00000.json"), "{");

        FluentActions.Invoking(Evaluate).Should().Throw<StageFailedException>().WithMessage("'stamps-00000.json' cannot be used: *");
    }

    public void Dispose() => _run.Dispose();

    private EvaluationReport Evaluate()
    {
        var options = new GeneratorOptions { Depth = 18, Width = 0.125, SelfAttention = false, Head = GeneratorHead.Residual };
        var card = new ModelCard { Name = "identity", Version = "1", Generator = options, TrainedFor = new TrainedFor { Damage = "lesson7", Scale = 2.667, TargetSize = 256 } };
        using (var generator = new Generator(options))
            ModelFolder.Save(_run.Folder("generator"), generator, card);
        return EvaluationReport.Read(_run.Run(StageNames.Evaluate, "output", new Dictionary<string, string> { [StageRoles.Generator] = _run.Folder("generator") }));
    }

    // The pictures and seeds of the held-out pairs.
    private static StampRegion Stamp(int picture)
    {
        var bytes = PhotographWriter.Write(new Photograph(TestPairs.Picture(168, 128, 90 + (ulong)picture)), PhotographFormat.Png);
        return PairBuilder.BuildWithStamp(bytes, "p", DamageRecipe.Lesson7, 90 + (ulong)picture).Stamp!;
    }
}

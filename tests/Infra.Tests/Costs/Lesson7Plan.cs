using System.Globalization;
using CloudRestore.Learning.Presets;

namespace CloudRestore.Infra.Tests.Costs;

/// <summary>A stage as planned.</summary>
/// <param name="Name">The stage.</param>
/// <param name="Petaflop">Operations, PFLOP.</param>
/// <param name="Time">How long that takes on the card.</param>
internal sealed record PlannedStage(string Name, double Petaflop, TimeSpan Time);

/// <summary>The preset lesson7 on paper: its epochs, times photographs, times the operations that were measured, over what a card is taken to do.</summary>
internal sealed record Lesson7Plan(string Card, IReadOnlyList<PlannedStage> Stages)
{
    public TimeSpan Total => Stages.Aggregate(TimeSpan.Zero, (sum, stage) => sum + stage.Time);

    public static Lesson7Plan On(string card)
    {
        var preset = PresetCatalog.Load("lesson7");
        var critic = CostFile.Assumed("criticCostsAsGenerator");
        var side = preset.Generate.ShorterSide!.Value;
        var generate = CostFile.Assumed("trainingPhotographs") * side * side * 4 / 3 / 1e6 * Measured.RestoringGigaflopsPerMegapixel;
        return new(card,
        [
            Stage("pretrain generator", Passes(preset.PretrainGenerator.Phases)),
            Stage("generate", generate),
            Stage("pretrain critic", Passes(preset.PretrainCritic.Phases) * critic),
            Stage("GAN", Passes(preset.Gan.Phases) * (1 + critic)),
        ]);

        PlannedStage Stage(string name, double gigaflop) => new(name, gigaflop / 1e6, TimeSpan.FromSeconds(gigaflop / CostFile.Gigaflops(card)));
    }

    /// <summary>The plan as docs/azure.md shows it.</summary>
    public static string Table()
    {
        var (small, large) = (On("T4"), On("A100"));
        var rows = small.Stages.Zip(large.Stages, (one, other) => Row(one.Name, one.Petaflop, one.Time, other.Time));
        return string.Join('\n', [
            "| stage | PFLOP | on a T4 | on an A100 |", "| --- | --- | --- | --- |", .. rows,
            Row("**together**", small.Stages.Sum(stage => stage.Petaflop), small.Total, large.Total)]);
    }

    private static double Passes(IReadOnlyList<TrainingPhase> phases) => phases.Sum(phase =>
        phase.Epochs * CostFile.Assumed("trainingPhotographs") * Measured.TrainingGigaflopsAt128 * Math.Pow(phase.Crop.Size / 128.0, 2));

    private static string Row(string name, double petaflop, TimeSpan small, TimeSpan large) =>
        string.Create(CultureInfo.InvariantCulture, $"| {name} | {petaflop:0.0} | {small.TotalHours:0.0} h | {large.TotalHours:0.0} h |");
}

namespace CloudRestore.Cli.Demo;

/// <summary>What the demonstration did; its <c>summary.json</c>.</summary>
internal sealed record DemoSummary
{
    /// <summary>The training run.</summary>
    public required string RunId { get; init; }

    /// <summary>The model that restored the photographs.</summary>
    public required string Model { get; init; }

    /// <summary>The model that training started from; null when it started from nothing.</summary>
    public string? Parent { get; init; }

    /// <summary>The preset.</summary>
    public required string Preset { get; init; }

    /// <summary>The seed.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Photographs trained on.</summary>
    public required int TrainedOn { get; init; }

    /// <summary>The shorter side at which photographs are damaged, in pixels.</summary>
    public required int DamagedAt { get; init; }

    /// <summary>The shorter side to which they are restored, in pixels; smaller photographs keep theirs.</summary>
    public required int RestoredAt { get; init; }

    /// <summary>The stages of training.</summary>
    public required IReadOnlyList<DemoStage> Stages { get; init; }

    /// <summary>The photographs, none of which was trained on.</summary>
    public required IReadOnlyList<DemoPhotograph> Photographs { get; init; }

    /// <summary>Mean PSNR of the damaged photographs, in dB.</summary>
    public double PsnrDamaged => Photographs.Average(photograph => photograph.PsnrDamaged);

    /// <summary>Mean PSNR of the restored ones, in dB.</summary>
    public double PsnrRestored => Photographs.Average(photograph => photograph.PsnrRestored);

    /// <summary>Mean SSIM of the damaged photographs.</summary>
    public double SsimDamaged => Photographs.Average(photograph => photograph.SsimDamaged);

    /// <summary>Mean SSIM of the restored ones.</summary>
    public double SsimRestored => Photographs.Average(photograph => photograph.SsimRestored);

    /// <summary>Seconds from the start of the first process to the last restored photograph.</summary>
    public required double Seconds { get; init; }
}

/// <summary>A stage of training.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Seconds">How long it took.</param>
internal sealed record DemoStage(string Name, double Seconds);

/// <summary>A photograph that was damaged and restored. Paths are relative to the folder of the summary.</summary>
/// <param name="Name">Its name.</param>
/// <param name="PsnrDamaged">PSNR of the damaged photograph, enlarged bilinearly, in dB over RGB.</param>
/// <param name="PsnrRestored">PSNR of the restored one.</param>
/// <param name="SsimDamaged">SSIM of the damaged photograph, enlarged bilinearly.</param>
/// <param name="SsimRestored">SSIM of the restored one.</param>
/// <param name="Upload">The damaged photograph as it was dropped into <c>uploads</c>.</param>
/// <param name="Damaged">The same, enlarged bilinearly to the size of the other two.</param>
/// <param name="Restored">What came back.</param>
/// <param name="Original">The undamaged photograph.</param>
internal sealed record DemoPhotograph(
    string Name,
    double PsnrDamaged,
    double PsnrRestored,
    double SsimDamaged,
    double SsimRestored,
    string Upload,
    string Damaged,
    string Restored,
    string Original);

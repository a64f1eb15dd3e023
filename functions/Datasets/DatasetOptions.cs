using System.ComponentModel.DataAnnotations;

namespace CloudRestore.Functions.Datasets;

/// <summary>Settings under <c>Datasets</c>.</summary>
public sealed record DatasetOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Datasets";

    /// <summary>Most entries of an archive or folder, and most files of a dataset. Default 100,000.</summary>
    [Range(1, 1_000_000)]
    public int MaxEntries { get; set; } = 100_000;

    /// <summary>Most bytes that an archive may unpack to. Default 50 GiB.</summary>
    [Range(1L, 1L << 42)]
    public long MaxUnpackedBytes { get; set; } = 50L << 30;

    /// <summary>How many times its own size an archive may unpack to. Default 20: photographs hardly shrink in an archive, bombs do by hundreds.</summary>
    [Range(2, 1000)]
    public int MaxRatio { get; set; } = 20;

    /// <summary>Entries that one activity deals with. Default 2,000.</summary>
    [Range(1, 100_000)]
    public int StepEntries { get; set; } = 2000;

    /// <summary>Time after which an activity hands over to the next one. Default 4 min, well below the time that a host gives a function.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:20:00")]
    public TimeSpan StepTime { get; set; } = TimeSpan.FromMinutes(4);

    /// <summary>How long the address for an upload is valid. Default 2 h.</summary>
    [Range(typeof(TimeSpan), "00:05:00", "1.00:00:00")]
    public TimeSpan UploadLifetime { get; set; } = TimeSpan.FromHours(2);

    /// <summary>How long an uploaded archive is kept that is not imported. Default 7 days, no less than the address for it is valid.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "365.00:00:00")]
    public TimeSpan UploadRetention { get; set; } = TimeSpan.FromDays(7);
}

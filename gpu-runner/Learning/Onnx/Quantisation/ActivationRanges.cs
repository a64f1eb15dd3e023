using global::Onnx;

namespace CloudRestore.Learning.Onnx.Quantisation;

/// <summary>Between which values the feature maps of one model lie: all that it takes, beside the weights, to compute the model in bytes.</summary>
public sealed record ActivationRanges
{
    /// <summary>The version of this document that is written; others are refused.</summary>
    public const int CurrentFormat = 1;

    /// <summary>The document's version.</summary>
    public int Format { get; init; } = CurrentFormat;

    /// <summary>SHA-256 of the weights that were calibrated, as the model's card names it.</summary>
    public required string WeightsSha256 { get; init; }

    /// <summary>How many tiles of pictures were looked at.</summary>
    public required int Tiles { get; init; }

    /// <summary>See <see cref="CalibrationOptions.Percentile"/>.</summary>
    public required double Percentile { get; init; }

    /// <summary>The ranges, by the name of the value in the exported model.</summary>
    public required IReadOnlyDictionary<string, ActivationRange> Values { get; init; }

    /// <summary>Why these cannot be the ranges of a model, in a clause without a full stop; null where they can.</summary>
    /// <param name="exact">The float32 model.</param>
    /// <param name="weightsSha256">SHA-256 of its weights.</param>
    internal string? Problem(ModelProto exact, string weightsSha256)
    {
        if (Format != CurrentFormat) return $"it has format {Format} and this version reads format {CurrentFormat}";
        if (WeightsSha256 != weightsSha256) return "it was made for other weights";
        string[] needed = [.. new QuantisationPlan(exact.Graph).Ranged(), exact.Graph.Input[0].Name];
        if (needed.FirstOrDefault(value => !Values.ContainsKey(value)) is { } missing) return $"it lacks the range of {missing}";
        if (Values.Keys.Except(needed).FirstOrDefault() is { } strange) return $"it names {strange}, which the network does not have";
        var wrong = Values.Where(entry => !(entry.Value.Lowest <= 0 && entry.Value.Highest >= 0 && float.IsFinite(entry.Value.Highest - entry.Value.Lowest)));
        return wrong.Select(entry => $"the range of {entry.Key} does not hold zero or has no end").FirstOrDefault();
    }
}

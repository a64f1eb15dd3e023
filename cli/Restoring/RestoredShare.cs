namespace CloudRestore.Cli.Restoring;

/// <summary>How far one photograph is.</summary>
/// <param name="Share">From 0 to 1.</param>
/// <param name="Megapixels">Megapixels of the whole restored photograph.</param>
internal readonly record struct RestoredShare(double Share, double Megapixels);

namespace CloudRestore.Imaging.Quality;

/// <summary>How much of a stamped number or text is left after restoration.</summary>
/// <param name="Restored">The stamp's excess error in the restored picture, see <see cref="StampRegion.ExcessError"/>.</param>
/// <param name="Damaged">The same in the damaged picture, at least <see cref="LeastExcess"/>.</param>
public sealed record StampResidue(double Restored, double Damaged)
{
    /// <summary>
    /// The least excess error of a stamp that is judged, in squared levels of 0 to 255: ten levels. Below it, as with white on a bright
    /// ground, the ratio would measure the photograph and not the stamp.
    /// </summary>
    public const double LeastExcess = 100;

    /// <summary>The share that is left: 0 for none, 1 for as much as in the damaged picture; more when it was made worse. 0.15 is 15 %.</summary>
    public double Share => Math.Max(0, Restored / Damaged);

    /// <summary>Measures a restored picture; all have the region's size.</summary>
    /// <param name="region">Where the stamp is.</param>
    /// <param name="restored">The restored picture.</param>
    /// <param name="damaged">The damaged one, enlarged bilinearly.</param>
    /// <param name="original">The undamaged one.</param>
    /// <returns>Null when the stamp hardly shows in the damaged picture: its excess error is below <see cref="LeastExcess"/>.</returns>
    public static StampResidue? Of(StampRegion region, RgbImage restored, RgbImage damaged, RgbImage original)
    {
        ArgumentNullException.ThrowIfNull(region);
        var before = region.ExcessError(damaged, original);
        return before < LeastExcess ? null : new StampResidue(region.ExcessError(restored, original), before);
    }

    /// <summary>
    /// The mean of each excess error, so that <see cref="Share"/> is the ratio of the sums: a faint stamp on a busy ground, whose own ratio
    /// is mostly chance, counts for little. Errors below zero are not cut off before they are summed, or chance would only ever add.
    /// </summary>
    /// <param name="residues">Those of several photographs.</param>
    /// <returns>Null when there are none.</returns>
    public static StampResidue? Mean(IReadOnlyCollection<StampResidue> residues) =>
        residues.Count == 0 ? null : new StampResidue(residues.Average(residue => residue.Restored), residues.Average(residue => residue.Damaged));
}

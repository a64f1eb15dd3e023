using CloudRestore.Imaging;

namespace CloudRestore.Learning.Evaluation;

/// <summary>A held-out photograph in three states, all of the original's size.</summary>
/// <param name="Damaged">The damaged photograph, enlarged bilinearly.</param>
/// <param name="Restored">What the generator made of it.</param>
/// <param name="Original">The original.</param>
internal sealed record RestoredPhotograph(RgbImage Damaged, RgbImage Restored, RgbImage Original);

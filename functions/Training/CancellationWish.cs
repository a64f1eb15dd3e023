namespace CloudRestore.Functions.Training;

/// <summary><c>runs/{run}/cancel.json</c>. Created once, so that a run that was told to end ends, and one that ends well was not told to.</summary>
/// <param name="TooLate">No wish: the run has come to its last step and takes none any more.</param>
public sealed record CancellationWish(bool TooLate = false);

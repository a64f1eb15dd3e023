namespace CloudRestore.Imaging.Pairs;

/// <summary>One photograph before and after damage, both encoded.</summary>
/// <param name="Name">The photograph's name: any text of 1 to 1024 UTF-8 bytes, never used as a path.</param>
/// <param name="Damaged">The damaged picture at its own small size, in one of the five photograph formats.</param>
/// <param name="Original">The picture to restore, at the recipe's target size, in one of the five photograph formats.</param>
public sealed record TrainingPair(string Name, byte[] Damaged, byte[] Original);

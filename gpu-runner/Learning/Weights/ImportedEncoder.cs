namespace CloudRestore.Learning.Weights;

/// <summary>What an import made.</summary>
/// <param name="Architecture"><c>resnet18</c> or <c>resnet34</c>.</param>
/// <param name="Sha256">Of the file that was imported, lower-case hexadecimal.</param>
/// <param name="IsHashChecked">Whether the file's name had a hash and it was checked.</param>
public sealed record ImportedEncoder(string Architecture, string Sha256, bool IsHashChecked);

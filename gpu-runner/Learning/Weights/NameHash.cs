using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace CloudRestore.Learning.Weights;

/// <summary>
/// The hash in a published file's name, as torch.hub checks it: <c>resnet34-b627a593.pth</c> begins its SHA-256 with b627a593. It tells a
/// broken or exchanged file; its 32 bits do not withstand somebody who makes a file to fit.
/// </summary>
public static partial class NameHash
{
    /// <summary>The file's SHA-256, lower-case hexadecimal, checked against its name where that has a hash.</summary>
    /// <param name="path">The file.</param>
    /// <param name="publishedAs">The name it was published under, if it is not its own.</param>
    /// <exception cref="WeightsException">The name says another hash.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static string Check(string path, string? publishedAs = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var actual = Of(path);
        var name = publishedAs ?? path;
        if (Expected(name) is { } expected && !actual.StartsWith(expected, StringComparison.Ordinal))
            throw new WeightsException($"{name} is damaged or is another file: its SHA-256 begins with {actual[..expected.Length]} and not with {expected} as its name says; download it again.");
        return actual;
    }

    /// <summary>The first digits of the SHA-256 that a file's name carries, or null.</summary>
    public static string? Expected(string path) => Pattern().Match(Path.GetFileName(path)) is { Success: true } match ? match.Groups[1].Value : null;

    /// <summary>A file's SHA-256, lower-case hexadecimal.</summary>
    public static string Of(string path)
    {
        using var stream = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    [GeneratedRegex(@"-([0-9a-f]{8,64})\.pth\z")]
    private static partial Regex Pattern();
}

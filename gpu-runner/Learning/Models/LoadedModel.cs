using CloudRestore.Learning.Networks;

namespace CloudRestore.Learning.Models;

/// <summary>A generator with its weights, in evaluation mode, and its card. Owns the generator.</summary>
/// <param name="Generator">The network.</param>
/// <param name="Card">What is known of it.</param>
public sealed record LoadedModel(Generator Generator, ModelCard Card) : IDisposable
{
    /// <inheritdoc />
    public void Dispose() => Generator.Dispose();
}

using CloudRestore.Core.Models;
using CloudRestore.Functions.Records;

namespace CloudRestore.Functions.Models;

/// <summary>The names by which models are known whatever their version.</summary>
internal static class ModelAliases
{
    /// <summary>The model that restores uploads.</summary>
    public const string Champion = "champion";

    /// <summary>The newest registered model.</summary>
    public const string Candidate = "candidate";

    /// <summary>The version that an alias names, or null if it names none.</summary>
    public static string? VersionOf(ModelRegistry registry, string alias) => alias == Champion ? registry.Champion : registry.Candidate;

    /// <summary>What is said of an alias that names none.</summary>
    public static RequestRefusedException Unset(string alias) =>
        new(409, $"No model is {alias} yet: train one, or name one with PUT /api/models/aliases/{alias}.");
}

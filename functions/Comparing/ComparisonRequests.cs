using CloudRestore.Core.Api;
using CloudRestore.Core.Comparisons;
using CloudRestore.Core.Naming;
using CloudRestore.Functions.Models;
using CloudRestore.Functions.Orchestrations;
using CloudRestore.Functions.Records;
using CloudRestore.Functions.Restorations;
using CloudRestore.Functions.Training;

namespace CloudRestore.Functions.Comparing;

/// <summary>Makes the record of a comparison from an HTTP request, or refuses it with one sentence.</summary>
/// <param name="runs">Knows which datasets have photographs.</param>
/// <param name="restorations">Finds models by version and alias.</param>
/// <param name="time">The clock.</param>
public sealed class ComparisonRequests(TrainingRuns runs, RestorationRecords restorations, TimeProvider time)
{
    private const int MinModels = 2;
    private const int MaxModels = 4;
    private const string DefaultRecipe = "restore";
    private const ulong DefaultSeed = 42;

    /// <summary>The record of what is asked for, every default filled in and every alias replaced.</summary>
    /// <param name="body">The request.</param>
    /// <param name="id">The comparison's id.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="RequestRefusedException">Something is wrong with it.</exception>
    public async Task<ComparisonRequest> ReadAsync(StartComparison body, string id, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(body);
        if (body.Models.Count is < MinModels or > MaxModels || body.Models.Any(string.IsNullOrEmpty))
            throw new RequestRefusedException(400, $"\"models\" must name {MinModels} to {MaxModels} models, by version or as champion or candidate.");
        var models = new List<string>();
        foreach (var model in body.Models)
            models.Add(await restorations.PinModelAsync(model, cancellationToken));
        if (models.Distinct(StringComparer.Ordinal).Count() != models.Count)
            throw new RequestRefusedException(400, $"\"models\" names a model twice ({string.Join(", ", models)}): a model is not compared with itself.");
        var (dataset, recipe) = Names(body);
        if (!await runs.HasFilesAsync(dataset, cancellationToken))
            throw new RequestRefusedException(404, DatasetManifests.NoFiles(dataset));
        return new ComparisonRequest { Id = id, Models = models, Dataset = dataset, Recipe = recipe, Seed = body.Seed ?? DefaultSeed, CreatedAt = time.GetUtcNow() };
    }

    /// <summary>Whether a request asks for what was recorded; an alias may have named another model then.</summary>
    internal static bool AsksFor(StartComparison body, ComparisonRequest recorded) =>
        body.Models.Count == recorded.Models.Count
        && body.Models.Zip(recorded.Models).All(pair => pair.First is ModelAliases.Champion or ModelAliases.Candidate || pair.First == pair.Second)
        && body.Dataset == recorded.Dataset
        && (body.Recipe ?? DefaultRecipe) == recorded.Recipe
        && (body.Seed ?? DefaultSeed) == recorded.Seed;

    private static (string Dataset, string Recipe) Names(StartComparison body)
    {
        try
        {
            return (Identifier.Require(body.Dataset, "dataset"), DatasetActivities.Recipe(body.Recipe ?? DefaultRecipe).Name);
        }
        catch (Exception e) when (e is InvalidNameException or PermanentFailureException)
        {
            throw new RequestRefusedException(400, e.Message);
        }
    }
}

using CloudRestore.Cli.Commands;
using CloudRestore.Cli.Photographs;
using CloudRestore.Imaging.Damage;
using CloudRestore.Imaging.Photographs;
using CloudRestore.Learning.Evaluation;
using CloudRestore.Learning.Restoration;

namespace CloudRestore.Cli.Evaluating;

/// <summary>Damages photographs, restores them with models, and measures how near each comes to the original.</summary>
internal sealed record Evaluation
{
    /// <summary>The damage, and the size of what is compared.</summary>
    public required DamageRecipe Recipe { get; init; }

    /// <summary>The seed of the damage.</summary>
    public required ulong Seed { get; init; }

    /// <summary>The models; the first is the one that is measured, the others are its peers.</summary>
    public required IReadOnlyList<BenchmarkModel> Models { get; init; }

    /// <summary>Whether the first model is also given the undamaged photographs.</summary>
    public bool Clean { get; init; }

    /// <summary>Where pictures go, or null.</summary>
    public EvaluationPictures? Pictures { get; init; }

    /// <summary>Evaluates photographs one after the other. What cannot be used is said and passed over.</summary>
    /// <param name="files">The photographs.</param>
    /// <param name="refused">What was refused before.</param>
    /// <param name="done">Called after each photograph.</param>
    /// <param name="cancellationToken">Gives up, between two tiles.</param>
    /// <exception cref="CliException">No photograph could be used.</exception>
    public EvaluationDocument Run(IReadOnlyList<PhotographFile> files, IReadOnlyList<RefusedPhotograph> refused, Action done, CancellationToken cancellationToken)
    {
        var bilinear = new Contestant("bilinear", photograph => photograph.Damaged);
        var bicubic = new Contestant("bicubic", photograph => photograph.Bicubic);
        var models = Models.Select(model => new Contestant(model.Name, photograph => model.Restore(photograph.Damaged, cancellationToken), model)).ToList();
        List<Contestant> contestants = [bilinear, bicubic, .. models];
        var names = new List<string>();
        var clean = new List<CleanQuality>();
        var passedOver = new List<RefusedPhotograph>(refused);
        foreach (var file in files)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                var photograph = BenchmarkPhotograph.Make(Read(file), file.Name, Recipe, Seed);
                var restored = contestants.ConvertAll(contestant => contestant.Restore(photograph));
                var untouched = Clean ? Models[0].Restore(photograph.Original, cancellationToken) : null;

                foreach (var (contestant, picture) in contestants.Zip(restored))
                    contestant.Judge(photograph, picture);
                if (untouched is not null)
                    clean.Add(CleanQuality.Of(untouched, photograph.Original));
                Pictures?.Add(photograph, restored[contestants.IndexOf(models[0])]);
                names.Add(file.Name);
            }
            catch (Exception e) when (e is PhotographException or RestorationException)
            {
                Screen.Say(e.Message);
                passedOver.Add(new RefusedPhotograph(file.Name, e.Message));
            }

            done();
        }

        if (names.Count == 0)
            throw new CliException("None of the photographs could be evaluated.", ExitCode.Failed);
        return new EvaluationDocument
        {
            Model = Models[0].Name,
            Recipe = Recipe.Name,
            Seed = Seed,
            Size = Recipe.TargetShorterSide,
            Mean = ModelFigures.Of(null, bilinear.Mean, models[0].Mean),
            Photographs = [.. names.Select((name, i) => ModelFigures.Of(name, bilinear.Qualities[i], models[0].Qualities[i]))],
            Peers = [.. contestants.Where(contestant => contestant != models[0]).Select(contestant => contestant.ToPeer(names))],
            Clean = clean.Count == 0 ? null : CleanFigures.Of(CleanQuality.Mean(clean)),
            SecondsPerMegapixel = Rounded.Value(Models[0].SecondsPerMegapixel),
            Refused = passedOver,
        };
    }

    private static byte[] Read(PhotographFile file)
    {
        try
        {
            return File.ReadAllBytes(file.Path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new PhotographException(PhotographProblem.NotAPhotograph, $"\"{file.Name}\" cannot be read: {e.Message}", e);
        }
    }
}

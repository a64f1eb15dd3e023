using CloudRestore.Imaging.Damage;
using CloudRestore.Learning.Evaluation;
using CloudRestore.Learning.Models;
using CloudRestore.Learning.Networks;
using CloudRestore.Learning.Safetensors;
using TorchSharp;

namespace CloudRestore.Learning.Stages;

/// <summary>The generators that stages leave, each with a card, and how they are read back.</summary>
internal static class StageModel
{
    /// <summary>The folder of the run's model in the output of evaluate.</summary>
    public const string FinalFolder = "model";

    /// <summary>Reads the generator of a role.</summary>
    /// <exception cref="StageFailedException">It was not given, or is missing or damaged.</exception>
    public static LoadedModel Load(StageContext context, string role, torch.Device device)
    {
        try
        {
            return ModelFolder.Load(context.Input(role), device);
        }
        catch (Exception error) when (error is ModelFolderException or SafetensorsException or IOException)
        {
            throw new StageFailedException($"The input '{role}' cannot be used: {error.Message}", error);
        }
    }

    /// <summary>
    /// Copies the weights of a role's model into a generator. Where the generator has a gate and the model has none, the gate stays as it was
    /// begun, open; a blur of the end has no weights.
    /// </summary>
    /// <exception cref="StageFailedException">The model is missing, damaged or of another shape.</exception>
    public static void LoadInto(Generator generator, StageContext context, string role)
    {
        using var model = Load(context, role, torch.CPU);
        var (given, asked) = (model.Generator.Options, generator.Options);
        var addsGate = (given.Head, asked.Head) == (GeneratorHead.Residual, GeneratorHead.Gated);
        if (given with { Seed = asked.Seed, HalfSizeBlur = asked.HalfSizeBlur, Head = addsGate ? asked.Head : given.Head } != asked)
            throw new StageFailedException($"The input '{role}' has another shape than the preset {context.Preset.Name} asks for; take a model that was trained with the same generator settings.");
        using var scope = torch.NewDisposeScope();
        var state = ModuleState.Capture(model.Generator);
        if (addsGate)
            AddGate(state, generator);
        ModuleState.Load(generator, state);
        foreach (var tensor in state.Values)
            tensor.Dispose();
    }

    private static void AddGate(Dictionary<string, torch.Tensor> state, Generator generator)
    {
        var begun = ModuleState.Capture(generator);
        foreach (var (name, tensor) in begun)
        {
            if (name.StartsWith(Generator.GatedEnd, StringComparison.Ordinal))
            {
                using var given = state[name];
                state[name] = torch.cat([given, tensor.narrow(0, given.shape[0], tensor.shape[0] - given.shape[0])]).DetachFromDisposeScope();
            }

            tensor.Dispose();
        }
    }

    /// <summary>Writes the generator of a training stage into its output.</summary>
    public static void Save(StageContext context, string stage, Generator generator, PhotographScore score) =>
        Save(context, context.OutputFolder, stage, generator, score, $"The generator after the stage {stage}.");

    /// <summary>Writes the run's model.</summary>
    public static void SaveFinal(StageContext context, Generator generator, PhotographScore score, string reason) =>
        Save(context, Path.Combine(context.OutputFolder, FinalFolder), StageNames.Evaluate, generator, score, reason);

    private static void Save(StageContext context, string folder, string stage, Generator generator, PhotographScore score, string notes)
    {
        var damage = DamageRecipe.Named(context.Preset.Damage);
        var judged = damage.ForJudging;
        var shorterSide = judged.Steps.OfType<LowResolution>().FirstOrDefault()?.ShorterSide ?? judged.TargetShorterSide;
        ModelFolder.Save(folder, generator, new ModelCard
        {
            Name = context.Preset.Name,
            Version = stage,
            Generator = generator.Options,
            TrainedFor = new() { Damage = damage.Name, Scale = Math.Round((double)judged.TargetShorterSide / shorterSide, 3), TargetSize = judged.TargetShorterSide },
            Scores = score.ToDictionary(),
            Seed = context.Seed,
            Preset = context.Preset.Name,
            Notes = notes,
        });
    }
}

using CloudRestore.Core.Storage;
using CloudRestore.Learning.Models;
using CloudRestore.Learning.Networks;
using CloudRestore.Learning.Presets;
using CloudRestore.Learning.Restoration;
using CloudRestore.Testing;
using TorchSharp;
using Generator = CloudRestore.Learning.Networks.Generator;

namespace CloudRestore.GpuRunner.Tests.Support;

/// <summary>Registered models with small networks that have learnt nothing, so that what they answer is far from what they are given.</summary>
internal static class Models
{
    /// <summary>Registers a model under a new version.</summary>
    public static async Task<string> RegisterAsync(StorageAccount account, ulong seed = 5, float? everyWeight = null)
    {
        var version = StorageAccount.NewId("model");
        await RegisterAsync(account, version, seed, everyWeight);
        return version;
    }

    /// <summary>Registers a model in place of the one of that version.</summary>
    public static async Task RegisterAsync(StorageAccount account, string version, ulong seed, float? everyWeight = null)
    {
        using var folder = new TemporaryFolder();
        var options = PresetCatalog.Load("tiny").Generator with { Seed = seed, Head = GeneratorHead.SigmoidRange };
        using (var generator = new Generator(options))
        {
            if (everyWeight is { } value)
            {
                using var noGradient = torch.no_grad();
                foreach (var parameter in generator.parameters())
                    parameter.fill_(value);
            }

            ModelFolder.Save(folder.FullPath, generator, new ModelCard
            {
                Name = "tiny",
                Version = version,
                Generator = options,
                TrainedFor = new TrainedFor { Damage = "lesson7", Scale = 2.667, TargetSize = 256 },
                Seed = seed,
            });
        }

        foreach (var file in Directory.GetFiles(folder.FullPath).OrderBy(file => file.EndsWith(ModelBlobs.ManifestName, StringComparison.Ordinal)))
            await account.UploadAsync(Containers.Models, ModelBlobs.Folder(version) + Path.GetFileName(file), await File.ReadAllBytesAsync(file));
    }

    /// <summary>The model, read from where it is registered, with the engine that restores on a processor.</summary>
    public static async Task<RestorationEngine> OpenAsync(StorageAccount account, string version)
    {
        using var folder = new TemporaryFolder();
        foreach (var name in new[] { ModelFolder.WeightsName, ModelFolder.ManifestName })
            await File.WriteAllBytesAsync(folder.File(name), await account.BytesAsync(Containers.Models, ModelBlobs.Folder(version) + name));
        return RestorationEngine.Open(folder.FullPath, torch.CPU);
    }
}

using CloudRestore.Learning.Models;
using CloudRestore.Learning.Networks;

namespace CloudRestore.Cli.Tests.Evaluating;

/// <summary>A model that was never trained: its residual is zero, so it changes nothing.</summary>
internal static class IdentityModel
{
    public static string Write(string folder)
    {
        var options = new GeneratorOptions { Depth = 18, Width = 0.125, SelfAttention = false, Head = GeneratorHead.Residual };
        using var generator = new Generator(options);
        ModelFolder.Save(folder, generator, new ModelCard
        {
            Name = "identity",
            Version = "1",
            Generator = options,
            TrainedFor = new TrainedFor { Damage = "lesson7", Scale = 2.667, TargetSize = 256 },
        });
        return folder;
    }
}

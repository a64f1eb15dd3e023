using System.Security.Cryptography;
using CloudRestore.Learning.Networks;
using CloudRestore.Learning.Safetensors;
using CloudRestore.Learning.Tests.Weights;

namespace CloudRestore.Cli.Tests.Weights;

/// <summary>A resnet18 as torchvision would publish it, with random weights.</summary>
internal static class PublishedFile
{
    private static readonly Lazy<byte[]> Once = new(Write);

    public static byte[] Bytes => Once.Value;

    public static string Name => $"resnet18-{Convert.ToHexStringLower(SHA256.HashData(Bytes))[..8]}.pth";

    private static byte[] Write()
    {
        using var generator = new Generator(new GeneratorOptions { Depth = 18, SelfAttention = false });
        var state = ModuleState.Capture(generator.Encoder);
        try
        {
            return TorchFileWriter.Zip(state);
        }
        finally
        {
            foreach (var tensor in state.Values) tensor.Dispose();
        }
    }
}

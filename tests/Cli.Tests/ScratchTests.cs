using CloudRestore.Imaging;
using CloudRestore.Imaging.Photographs;
using CloudRestore.Learning.Models;
using CloudRestore.Learning.Networks;

namespace CloudRestore.Cli.Tests;

public sealed class ScratchTests
{
    [Fact]
    public void Make()
    {
        Directory.CreateDirectory("/tmp/rm");
        var options = new GeneratorOptions { Depth = 18, Width = 0.125, SelfAttention = false, FullSizeBlock = false, LastCross = false, Head = GeneratorHead.Residual };
        using var generator = new Generator(options);
        ModelFolder.Save("/tmp/rm/model", generator, new ModelCard { Name = "x", Version = "1", Generator = options, TrainedFor = new TrainedFor { Damage = "lesson7", Scale = 1, TargetSize = 256 } });
        const int width = 11_540, height = 8_660;
        var pixels = new byte[width * height * 3];
        for (var i = 0; i < pixels.Length; i++)
            pixels[i] = (byte)((i / 3 % width / 50) + (i / 3 / width / 70) + (i * 2654435761u >> 29));
        File.WriteAllBytes("/tmp/rm/big.jpg", PhotographWriter.Write(new Photograph(new RgbImage(width, height, pixels)), PhotographFormat.Jpeg, 85));
    }
}

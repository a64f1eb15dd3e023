namespace CloudRestore.Cli.Weights;

/// <summary>ImageNet weights of a ResNet as torchvision publishes them.</summary>
/// <param name="Name">What the command line calls it.</param>
/// <param name="FileName">The file's name on the server; the hash in it begins the file's SHA-256.</param>
internal sealed record PublishedEncoder(string Name, string FileName)
{
    /// <summary>torchvision's server.</summary>
    public static readonly Uri Server = new("https://download.pytorch.org/models/");

    /// <summary>The encoders that there are (torchvision's IMAGENET1K_V1).</summary>
    public static readonly IReadOnlyList<PublishedEncoder> All = [new("resnet18", "resnet18-f37072fd.pth"), new("resnet34", "resnet34-b627a593.pth")];
}

using CloudRestore.Stack;
using YamlDotNet.RepresentationModel;

namespace CloudRestore.Infra.Tests.ScaleSet;

/// <summary>What makes a machine of the scale set a runner.</summary>
internal static class CloudInit
{
    public static string Text { get; } = File.ReadAllText(Path.Combine(Repository.Root, "infra", "scale-set", "cloud-init.yaml"));

    /// <summary>The content of a file that it writes.</summary>
    public static string Content(string path)
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(Text));
        var files = (YamlSequenceNode)yaml.Documents[0].RootNode["write_files"];
        return files.Single(file => file["path"].ToString() == path)["content"].ToString();
    }
}

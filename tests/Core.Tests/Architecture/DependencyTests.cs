using System.Xml.Linq;
using CloudRestore.Stack;

namespace CloudRestore.Core.Tests.Architecture;

/// <summary>Dependencies run one way. What is listed is all that a project may reference; build-only references do not count.</summary>
public sealed class DependencyTests
{
    private static readonly Dictionary<string, string[]> Projects = new()
    {
        ["core/Core"] = [],
        ["core/Imaging"] = [],
        ["emulator"] = [],
        ["stack"] = ["Core"],
        ["functions"] = ["Core", "Imaging", "Emulator"],
        ["gpu-runner/Learning"] = ["Imaging"],
        ["gpu-runner/Worker"] = ["Core", "Learning"],
        ["cli"] = ["Core", "Emulator", "Learning", "Stack"],
    };

    private static readonly Dictionary<string, string[]> ForbiddenPackages = new()
    {
        ["core/Core"] = ["TorchSharp", "NetVips"],
        ["core/Imaging"] = ["TorchSharp", "Azure."],
        ["emulator"] = ["TorchSharp", "NetVips"],
        ["functions"] = ["TorchSharp"],
        ["gpu-runner/Learning"] = ["Azure."],
    };

    public static TheoryData<string> Folders => [.. Projects.Keys];

    [Theory]
    [MemberData(nameof(Folders))]
    public void A_project_references_only_what_lies_below_it(string folder)
    {
        var project = Load(folder);

        var references = project.Descendants("ProjectReference").Where(reference => (string?)reference.Attribute("ReferenceOutputAssembly") != "false");

        references.Select(reference => Path.GetFileNameWithoutExtension(((string)reference.Attribute("Include")!).Replace('\\', '/'))).Should().BeSubsetOf(Projects[folder]);
        var packages = project.Descendants("PackageReference").Select(reference => (string?)reference.Attribute("Include") ?? "");
        var forbidden = ForbiddenPackages.GetValueOrDefault(folder, []);
        packages.Where(package => forbidden.Any(prefix => package.StartsWith(prefix, StringComparison.Ordinal))).Should().BeEmpty();
    }

    [Fact]
    public void Every_project_of_the_product_is_listed()
    {
        var all = Directory.GetFiles(Repository.Root, "*.csproj", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Repository.Root, Path.GetDirectoryName(file)!).Replace('\\', '/'))
            .Where(folder => !folder.StartsWith("tests/", StringComparison.Ordinal) && !folder.StartsWith("node_modules", StringComparison.Ordinal));

        all.Should().BeEquivalentTo(Projects.Keys);
    }

    private static XDocument Load(string folder) => XDocument.Load(Directory.GetFiles(Path.Combine(Repository.Root, folder), "*.csproj").Single());
}

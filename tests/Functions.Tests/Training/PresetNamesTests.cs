using System.Text.RegularExpressions;
using CloudRestore.Core.Runs;
using CloudRestore.Stack;

namespace CloudRestore.Functions.Tests.Training;

public partial class PresetNamesTests
{
    // Read from the source, because loading the presets would load the networks' native libraries.
    [Fact]
    public void The_presets_that_the_API_accepts_are_those_that_the_runner_has()
    {
        var folder = Path.Combine(Repository.Root, "gpu-runner", "Learning", "Presets");
        var names = Directory.GetFiles(folder, "*Preset.cs").SelectMany(file => Name().Matches(File.ReadAllText(file)).Select(match => match.Groups[1].Value));

        PresetNames.All.Should().Equal(names.Order(StringComparer.Ordinal));
    }

    [GeneratedRegex(@"^\s*Name = ""([a-z0-9.-]+)"",", RegexOptions.Multiline)]
    private static partial Regex Name();
}

using System.Text.RegularExpressions;
using CloudRestore.Stack;

namespace CloudRestore.Emulator.Tests;

/// <summary>emulator/CONFORMANCE.md names a test for each behaviour of the real host: none that was renamed or removed.</summary>
public sealed partial class ConformanceListTests
{
    private static readonly string[] Behaviours =
        [.. File.ReadLines(Path.Combine(Repository.Root, "emulator", "CONFORMANCE.md")).Where(static line => Behaviour().IsMatch(line))];

    [Fact]
    public void Every_behaviour_names_tests_that_are_there()
    {
        var tests = typeof(ConformanceListTests).Assembly.GetTypes()
            .SelectMany(static type => type.GetMethods().Where(static method => method.GetCustomAttributes(typeof(FactAttribute), inherit: true).Length > 0)
                .Select(method => $"{type.Name}.{method.Name}"))
            .ToHashSet();

        Behaviours.Should().NotBeEmpty().And.OnlyContain(static line => TestName().IsMatch(line));
        Behaviours.SelectMany(static line => TestName().Matches(line)).Select(static match => match.Groups[1].Value).Except(tests).Should().BeEmpty();
    }

    [GeneratedRegex(@"^\| .+ \| (R|S|D|R, S) \| ")]
    private static partial Regex Behaviour();

    [GeneratedRegex(@"`(\w+Tests\.\w+)`")]
    private static partial Regex TestName();
}

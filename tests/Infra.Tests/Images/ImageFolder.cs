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
    private readonly IReadOnlyDictionary<string, string> _environment;
    private readonly HashSet<string> _left;
    private readonly List<IReadOnlyList<string>> _layers = [];

    public ImageFolder(Dockerfile file, IReadOnlyDictionary<string, string> arguments)
    {
        // A build node that stays would be found again by other builds, slow as it is.
        (_file, _environment) = (file, new Dictionary<string, string>(arguments) { ["MSBUILDDISABLENODEREUSE"] = "1" });
        _left = [.. File.ReadAllLines(Path.Combine(Repository.Root, ".dockerignore")).Select(line => line.Replace("**/", "", StringComparison.Ordinal).TrimEnd('/'))];
    }

    /// <summary>The last stage's folder <c>/app</c>.</summary>
    public string App => _folder.File("app");

    /// <summary>The files that each step of the last stage copies, one list for a layer; paths below <c>/app</c>.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Layers => _layers;

    private string Source => _folder.File("source");

    /// <summary>Carries the steps out, politely: other tests may have the machine.</summary>
    public async Task BuildAsync(CancellationToken cancellationToken)
    {
        foreach (var step in _file.Stage("build"))
            await DoAsync(step, cancellationToken);
        foreach (var step in _file.Stage("final").Where(step => step.Keyword == "COPY"))
        {
            var words = step.Arguments.Split(' ');
            words[0].Should().Be("--from=build");
            words[^1].Should().Be("./");
            words.Should().HaveCount(3, "a layer has one source here");
            var from = Path.Combine(Source, words[1][WorkFolder.Length..]);
            _layers.Add([.. Directory.GetFiles(from, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(from, file))]);
            Move(from, App);
        }
    }

    /// <summary>All files of <see cref="App"/>: name, length, and when each was written.</summary>
    public IReadOnlyList<(string Name, long Length, DateTime Written)> Files() =>
        [.. new DirectoryInfo(App).GetFiles("*", SearchOption.AllDirectories).Select(file => (file.FullName, file.Length, file.LastWriteTimeUtc)).Order()];

    public void Dispose() => _folder.Dispose();

    private async Task DoAsync(DockerInstruction step, CancellationToken cancellationToken)
    {
        switch (step.Keyword)
        {
            case "ARG":
                _environment.Should().ContainKey(step.Arguments);
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
                var (exitCode, output) = await Shell.RunAsync(["nice", "-n", "5", "/bin/sh", "-c", step.Arguments], Source, _environment, cancellationToken);
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

using System.Globalization;
using CloudRestore.Core.Jobs;
using CloudRestore.Core.Restorations;
using CloudRestore.Core.Serialization;
using CloudRestore.Core.Storage;
using CloudRestore.Imaging;
using CloudRestore.Imaging.Photographs;
using CloudRestore.Infra.Tests.Support;
using CloudRestore.Stack;
using CloudRestore.Testing;

namespace CloudRestore.Infra.Tests.Images;

public sealed class RunnerImageTests(Images images, StorageOnDemand account) : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);
    private static readonly Dockerfile Image = Dockerfile.Read("gpu-runner/Dockerfile");

    private readonly TemporaryFolder _scratch = new();

    [Fact]
    public async Task The_steps_of_the_Dockerfile_make_a_runner_that_is_healthy_restores_a_photograph_and_ends_on_SIGTERM()
    {
        var image = await images.RunnerAsync();
        var shipped = image.Files();
        var connection = await account.ConnectionStringAsync();
        var storage = StorageClients.FromConnectionString(connection);
        await storage.EnsureCreatedAsync(TestContext.Current.CancellationToken);
        var job = await GiveJobAsync(storage);
        var port = FreePort.Take(1)[0];
        await using var runner = Start(image, port, connection);
        await runner.Ready.WaitAsync(Limit, TestContext.Current.CancellationToken);

        var (healthy, said) = await Shell.RunAsync(HealthCheck(port), image.App);
        healthy.Should().Be(0, said);
        (await ResultAsync(storage, job, runner)).Outcome.Should().Be(JobOutcome.Succeeded);
        (await storage.Blob(Containers.Restored, "photo.png").ExistsAsync(TestContext.Current.CancellationToken)).Value.Should().BeTrue();

        await runner.StopAsync(TimeSpan.FromSeconds(30));
        runner.ExitCode.Should().Be(0, "it was not killed");
        Directory.GetFileSystemEntries(_scratch.File("scratch"), "runner-*").Should().BeEmpty();
        image.Files().Should().Equal(shipped, "its own folder may be read-only");
        Directory.Exists(_scratch.File("home")).Should().BeFalse("so may its home");
        (await Shell.RunAsync(HealthCheck(port), image.App)).ExitCode.Should().NotBe(0, "nobody answers any more");
    }

    [Fact]
    public void The_runner_is_no_root_and_writes_to_one_folder_only()
    {
        Image.Stage("final").Should().Contain(new DockerInstruction("USER", "$APP_UID")).And.Contain(new DockerInstruction("STOPSIGNAL", "SIGTERM"));
        var environment = Image.Environment("final");
        var scratch = Image.Stage("final").Single(step => step.Keyword == "VOLUME").Arguments;
        environment["Worker__ScratchFolder"].Should().Be(scratch);
        environment["TMPDIR"].Should().Be(scratch, "libvips and the runtime write temporary files");
    }

    [Fact]
    public async Task Native_libraries_come_in_a_layer_of_their_own_before_the_code_that_changes()
    {
        var layers = (await images.RunnerAsync()).Layers;
        layers.Should().HaveCount(2);
        layers[0].Should().Contain(["libtorch_cpu.so", "libLibTorchSharp.so", "libonnxruntime.so"]).And.Contain(file => file.StartsWith("libvips", StringComparison.Ordinal))
            .And.OnlyContain(file => file.Contains(".so", StringComparison.Ordinal));
        layers[1].Should().Contain("CloudRestore.GpuRunner.dll").And.NotContain(file => file.Contains(".so", StringComparison.Ordinal));
    }

    [Fact]
    public void A_graphics_card_is_the_default_and_its_driver_the_hosts()
    {
        Image.All.First(step => step.Keyword == "ARG").Arguments.Should().Be("TORCH_DEVICE=cuda");
        Image.Environment("final")["NVIDIA_DRIVER_CAPABILITIES"].Should().Be("compute,utility");
    }

    public void Dispose() => _scratch.Dispose();

    private static async Task<string> GiveJobAsync(StorageClients storage)
    {
        var model = Path.Combine(Repository.Root, "models", "restore");
        foreach (var file in new[] { "generator.safetensors", "ranges.json", ModelBlobs.ManifestName })
            await storage.Blob(Containers.Models, ModelBlobs.Folder("restore-2") + file).UploadAsync(Path.Combine(model, file), overwrite: true, TestContext.Current.CancellationToken);
        var pixels = Enumerable.Range(0, 48 * 32 * RgbImage.Channels).Select(i => (byte)(i * 5)).ToArray();
        var photograph = PhotographWriter.Write(new Photograph(new RgbImage(48, 32, pixels)), PhotographFormat.Png);
        await storage.Blob(Containers.Uploads, "photo.png").UploadAsync(BinaryData.FromBytes(photograph), overwrite: true, TestContext.Current.CancellationToken);
        var job = new JobMessage
        {
            JobId = "image-test.0",
            Kind = JobKind.Restore,
            Restoration = new RestorationJob
            {
                Source = new BlobAddress(Containers.Uploads, "photo.png"),
                Target = new BlobAddress(Containers.Restored, "photo.png"),
                Model = "restore-2",
                Size = OutputSize.Same,
            },
        };
        await storage.Queue(Queues.GpuRestore).SendMessageAsync(BinaryData.FromBytes(WireDocument.Write(job)), cancellationToken: TestContext.Current.CancellationToken);
        return job.JobId;
    }

    private static async Task<JobResult> ResultAsync(StorageClients storage, string job, ChildProcess runner)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Limit);
        while (true)
        {
            if (await storage.Blob(Containers.Jobs, JobBlobs.Result(job)).ReadJsonAsync<JobResult>(limit.Token) is { } result)
                return result;
            runner.HasExited.Should().BeFalse();
            await Task.Delay(100, limit.Token);
        }
    }

    private static string[] HealthCheck(int port) =>
        [.. Dockerfile.Words(Image.Stage("final").Single(step => step.Keyword == "HEALTHCHECK").Arguments).Select(word => word.Replace("8080", Text(port), StringComparison.Ordinal))];

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private ChildProcess Start(ImageFolder image, int port, string connection)
    {
        var environment = Image.Environment("final").ToDictionary(
            pair => pair.Key, pair => pair.Value.Replace("/scratch", Directory.CreateDirectory(_scratch.File("scratch")).FullName, StringComparison.Ordinal));
        environment["HOME"] = _scratch.File("home");
        environment["Worker__HealthPort"] = Text(port);
        environment["Worker__Device"] = "cpu";
        environment[StorageClients.SettingName] = connection;
        var entry = Dockerfile.Words(Image.Stage("final").Single(step => step.Keyword == "ENTRYPOINT").Arguments);
        return ChildProcess.Start("The runner", [entry[0], Path.Combine(image.App, entry[1])], environment, _scratch.File("runner.log"), RunnerLog.ReadyLine);
    }
}

using CloudRestore.GpuRunner.Configuration;
using CloudRestore.GpuRunner.Jobs;
using CloudRestore.GpuRunner.Restorations;
using CloudRestore.GpuRunner.Tests.Support;
using CloudRestore.GpuRunner.Training;
using CloudRestore.GpuRunner.Transfer;
using CloudRestore.Testing;
using Microsoft.Extensions.Options;

namespace CloudRestore.GpuRunner.Tests.Restorations;

public sealed class ModelCacheTests : IDisposable
{
    private readonly StorageAccount _account;
    private readonly StorageTraffic _traffic = new();
    private readonly TemporaryFolder _folder = new();
    private readonly ScratchSpace _scratch;
    private readonly ModelCache _cache;

    public ModelCacheTests(StorageAccount account)
    {
        _account = account;
        var options = Options.Create(new WorkerOptions { ModelsInMemory = 2, Device = "cpu", ScratchFolder = _folder.FullPath });
        _scratch = new ScratchSpace(options);
        _cache = new ModelCache(_traffic.Clients(account.ConnectionString), _scratch, new TorchDevice(options), options);
    }

    [Fact]
    public async Task A_model_is_downloaded_once_however_often_it_is_used()
    {
        var model = await Models.RegisterAsync(_account);
        for (var use = 0; use < 3; use++)
            (await SeedOfAsync(model)).Should().Be(5);
        DownloadsOf(model).Should().Be(1);
        Directory.GetDirectories(Directory.GetDirectories(_folder.FullPath).Single()).Should().BeEmpty("its files are not needed any more");
    }

    [Fact]
    public async Task The_least_recently_used_model_makes_room()
    {
        var models = new List<string>();
        for (var i = 0; i < 3; i++)
            models.Add(await Models.RegisterAsync(_account));
        foreach (var model in new[] { 0, 1, 0, 2, 0, 1 })
            await SeedOfAsync(models[model]);
        models.Select(DownloadsOf).Should().Equal(1, 2, 1);
    }

    [Fact]
    public async Task A_version_that_was_made_anew_is_loaded_anew()
    {
        var model = await Models.RegisterAsync(_account, seed: 5);
        await SeedOfAsync(model);
        await Models.RegisterAsync(_account, model, seed: 6);
        (await SeedOfAsync(model)).Should().Be(6);
    }

    [Fact]
    public async Task A_model_that_fails_to_load_leaves_the_others_usable()
    {
        var model = await Models.RegisterAsync(_account);
        await SeedOfAsync(model);
        await FluentActions.Awaiting(() => SeedOfAsync("nobody")).Should().ThrowAsync<PermanentFailureException>();
        (await SeedOfAsync(model)).Should().Be(5);
        DownloadsOf(model).Should().Be(1);
    }

    public void Dispose()
    {
        _cache.Dispose();
        _scratch.Dispose();
        _folder.Dispose();
    }

    private Task<ulong> SeedOfAsync(string model) => _cache.UseAsync(model, loaded => loaded.Card.Seed, CancellationToken.None);

    private int DownloadsOf(string model) => _traffic.Seen.Count(request => request.StartsWith("GET", StringComparison.Ordinal) && request.Contains($"{model}/generator.safetensors"));
}

using System.Net;
using System.Net.Sockets;
using CloudRestore.Cli.Commands;
using CloudRestore.Cli.Weights;
using CloudRestore.Learning.Safetensors;
using CloudRestore.Learning.Weights;
using CloudRestore.Testing;
using Microsoft.Extensions.Time.Testing;

namespace CloudRestore.Cli.Tests.Weights;

public sealed class EncoderFetchTests : IDisposable
{
    private static readonly PublishedEncoder Some = new("resnet18", "resnet18-01234567.pth");

    private readonly TemporaryFolder _folder = new();
    private readonly HttpClient _http = FileDownload.Client();
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task An_encoder_is_downloaded_checked_imported_and_not_downloaded_again()
    {
        await using var server = LoopbackServer.Giving(PublishedFile.Bytes);
        var encoder = new PublishedEncoder("resnet18", PublishedFile.Name);
        var heard = (Received: 0L, Total: (long?)0);
        var fetch = new EncoderFetch(server.Address, new FileDownload(_http, _time));

        (await fetch.FetchAsync(encoder, _folder.FullPath, (received, total) => heard = (received, total), TestContext.Current.CancellationToken)).Should().BeTrue();
        (await fetch.FetchAsync(encoder, _folder.FullPath, (_, _) => { }, TestContext.Current.CancellationToken)).Should().BeFalse();

        heard.Should().Be((PublishedFile.Bytes.Length, PublishedFile.Bytes.Length));
        server.Requests.Should().Equal($"GET /models/{encoder.FileName} HTTP/1.1");
        Names().Should().Equal("resnet18.safetensors");
        using var content = SafetensorsFile.Read(EncoderFetch.PathOf(encoder, _folder.FullPath));
        content.Tensors.Should().ContainKey("layer4.1.bn2.running_var").And.HaveCount(120);
    }

    [Fact]
    public async Task A_download_cut_short_is_refused()
    {
        await using var server = LoopbackServer.Giving(new byte[1000], announced: 2000);
        await RefusedAsync(server.Address, "cannot be downloaded (*)");
    }

    [Fact]
    public async Task A_file_that_is_not_there_or_elsewhere_is_refused()
    {
        await using var missing = new LoopbackServer("HTTP/1.1 404 Not Found\nContent-Length: 0\nConnection: close", []);
        await RefusedAsync(missing.Address, "answered 404 Not Found");
        await using var moved = new LoopbackServer("HTTP/1.1 302 Found\nLocation: http://elsewhere.invalid/\nContent-Length: 0\nConnection: close", []);
        await RefusedAsync(moved.Address, "answered 302 Found");
    }

    [Fact]
    public async Task Without_a_connection_the_sentence_says_what_to_do()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var address = new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/models/");
        listener.Stop();

        await RefusedAsync(address, "cannot be downloaded (*)");
    }

    [Fact]
    public async Task A_server_that_falls_silent_is_given_up()
    {
        await using var server = new LoopbackServer("HTTP/1.1 200 OK\nContent-Length: 10", [1], hold: true);
        var fetch = FetchAsync(server.Address, TestContext.Current.CancellationToken);
        while (!fetch.IsCompleted)
        {
            _time.Advance(TimeSpan.FromMinutes(1));
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        (await fetch.Awaiting(f => f).Should().ThrowAsync<CliException>()).WithMessage("*sends nothing for 60 seconds: download it with a browser*");
        Names().Should().BeEmpty();
    }

    [Fact]
    public async Task Another_file_than_its_name_says_is_refused()
    {
        await using var server = LoopbackServer.Giving([1, 2, 3]);

        await FluentAsync(server.Address).Should().ThrowAsync<WeightsException>().WithMessage("resnet18-01234567.pth is damaged or is another file: *");
        Names().Should().BeEmpty();
    }

    [Fact]
    public async Task Only_https_leaves_this_machine() => await RefusedAsync(new Uri("http://download.invalid/models/"), "is not an https address");

    [Fact]
    public async Task Giving_up_leaves_nothing()
    {
        await using var server = new LoopbackServer("HTTP/1.1 200 OK\nContent-Length: 10", [1], hold: true);
        using var stop = new CancellationTokenSource();
        var fetch = new EncoderFetch(server.Address, new FileDownload(_http, _time)).FetchAsync(Some, _folder.FullPath, (_, _) => stop.Cancel(), stop.Token);

        await fetch.Awaiting(f => f).Should().ThrowAsync<OperationCanceledException>();
        Names().Should().BeEmpty();
    }

    [Fact]
    public void What_is_published_comes_over_https_with_a_hash_in_its_name()
    {
        PublishedEncoder.Server.Scheme.Should().Be(Uri.UriSchemeHttps);
        PublishedEncoder.All.Should().AllSatisfy(encoder => NameHash.Expected(encoder.FileName).Should().HaveLength(8));
    }

    public void Dispose()
    {
        _http.Dispose();
        _folder.Dispose();
    }

    private Task<bool> FetchAsync(Uri server, CancellationToken cancellationToken) =>
        new EncoderFetch(server, new FileDownload(_http, _time)).FetchAsync(Some, _folder.FullPath, (_, _) => { }, cancellationToken);

    private Func<Task> FluentAsync(Uri server) => () => FetchAsync(server, TestContext.Current.CancellationToken);

    private async Task RefusedAsync(Uri server, string reason)
    {
        var target = EncoderFetch.PathOf(Some, _folder.FullPath);
        await FluentAsync(server).Should().ThrowAsync<CliException>().WithMessage(
            $"{server}{Some.FileName} {reason}: download it with a browser, on another machine if need be, and run 'cloudrestore weights import {Some.FileName} --out {target}'.");
        Names().Should().BeEmpty();
    }

    private IEnumerable<string?> Names() => Directory.EnumerateFileSystemEntries(_folder.FullPath).Select(Path.GetFileName);
}

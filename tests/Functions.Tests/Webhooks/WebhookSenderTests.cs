using System.Globalization;
using CloudRestore.Core.Runs;
using CloudRestore.Core.Webhooks;
using CloudRestore.Functions.Tests.Support;
using CloudRestore.Functions.Webhooks;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace CloudRestore.Functions.Tests.Webhooks;

public sealed class WebhookSenderTests : IDisposable
{
    private static readonly WebhookEvent Sent = new()
    {
        Id = "run.r.1.ended",
        Type = WebhookEventType.Ended,
        Time = new(2026, 11, 26, 8, 0, 0, TimeSpan.Zero),
        Run = "r",
        Generation = 1,
        Status = RunStatus.Failed,
        Reason = "Ünlesbar.",
    };

    private readonly FunctionApp _app;
    private readonly string _path = FunctionApp.NewId("hook");
    private readonly WebhookOptions _options;
    private readonly ScriptedResolver _resolver = new ScriptedResolver().Add(WebhookReceiver.Host, ["127.0.0.1"]);
    private readonly FakeTimeProvider _time = new(new(2026, 11, 26, 9, 0, 0, TimeSpan.Zero));
    private WebhookSender? _sender;

    public WebhookSenderTests(FunctionApp app)
    {
        _app = app;
        _options = new() { SigningSecret = FunctionApp.WebhookSecret, TrustedCertificates = app.Receiver.CertificateFile, AdditionalPorts = { app.Receiver.Port }, AllowedNetworks = { "127.0.0.1/32" } };
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _sender?.Dispose();

    [Fact]
    public async Task An_event_arrives_signed_with_its_id_and_the_time_it_is_sent_at()
    {
        (await SendAsync()).Should().Be(new WebhookResult(WebhookAnswer.Delivered));

        var call = _app.Receiver.CallsOf(_path).Should().ContainSingle().Which;
        call.Body.Should().Be("""{"id":"run.r.1.ended","type":"ended","time":"2026-11-26T08:00:00+00:00","run":"r","generation":1,"status":"failed","reason":"\u00DCnlesbar."}""");
        (call.Id, call.Timestamp).Should().Be((Sent.Id, _time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)));
        call.IsSigned(FunctionApp.WebhookSecret).Should().BeTrue();
        (call with { Timestamp = "1" }).IsSigned(FunctionApp.WebhookSecret).Should().BeFalse();
    }

    [Theory]
    [InlineData(200, WebhookAnswer.Delivered, null)]
    [InlineData(299, WebhookAnswer.Delivered, null)]
    [InlineData(400, WebhookAnswer.Failed, "The webhook answered 400.")]
    [InlineData(410, WebhookAnswer.Gone, "The webhook answered 410, so it is not called any more.")]
    [InlineData(503, WebhookAnswer.Failed, "The webhook answered 503.")]
    public async Task The_status_alone_says_what_came_of_it(int status, WebhookAnswer answer, string? error)
    {
        _app.Receiver.Answer(_path, status);

        (await SendAsync()).Should().Be(new WebhookResult(answer, error));
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        _app.Receiver.Script(_path, (context, _) =>
        {
            (context.Response.StatusCode, context.Response.Headers.Location) = (307, _app.Receiver.Url(_path + "-elsewhere"));
            return Task.CompletedTask;
        });

        (await SendAsync()).Should().Be(new WebhookResult(WebhookAnswer.Failed, "The webhook answered 307: redirects are not followed."));

        _app.Receiver.CallsOf(_path + "-elsewhere").Should().BeEmpty();
    }

    [Fact]
    public async Task An_answer_without_end_is_not_read_to_its_end()
    {
        _app.Receiver.Script(_path, async (context, _) =>
        {
            context.Response.StatusCode = 200;
            while (!context.RequestAborted.IsCancellationRequested)
                await context.Response.Body.WriteAsync(new byte[4096], context.RequestAborted);
        });

        (await SendAsync()).Answer.Should().Be(WebhookAnswer.Delivered);
    }

    [Fact]
    public async Task A_receiver_that_does_not_answer_is_not_waited_for_longer_than_the_timeout()
    {
        var asked = new TaskCompletionSource();
        _app.Receiver.Script(_path, (context, _) =>
        {
            asked.SetResult();
            return Task.Delay(Timeout.Infinite, context.RequestAborted);
        });
        var sending = SendAsync();
        await asked.Task.WaitAsync(Token);

        _time.Advance(TimeSpan.FromSeconds(10));

        (await sending).Should().Be(new WebhookResult(WebhookAnswer.Failed, "The webhook did not answer within 10 s."));
    }

    [Fact]
    public async Task A_host_that_was_public_when_it_was_accepted_and_is_private_now_is_not_called()
    {
        _resolver.Add("rebound.test", ["93.184.215.14"], ["127.0.0.2"]);
        var hosts = new WebhookHosts(_resolver, Options.Create(_options));
        await hosts.AddressesAsync("rebound.test", Token);

        var result = await SendAsync("rebound.test");

        result.Should().Be(new WebhookResult(WebhookAnswer.Failed, "The webhook's host 'rebound.test' cannot be called: it has no address, or one that is not public."));
        _app.Receiver.CallsOf(_path).Should().BeEmpty();
    }

    [Fact]
    public async Task The_host_is_looked_up_anew_for_every_call_and_no_connection_outlives_its_look_up()
    {
        _resolver.Add(WebhookReceiver.Host, ["127.0.0.1"], ["10.0.0.7"]);

        (await SendAsync()).Answer.Should().Be(WebhookAnswer.Delivered);
        (await SendAsync()).Answer.Should().Be(WebhookAnswer.Failed);

        _app.Receiver.CallsOf(_path).Should().ContainSingle();
    }

    [Fact]
    public async Task A_certificate_for_another_name_is_refused()
    {
        _resolver.Add("other.test", ["127.0.0.1"]);

        (await SendAsync("other.test")).Error.Should().StartWith("TLS with the webhook's host failed");
        _app.Receiver.CallsOf(_path).Should().BeEmpty();
    }

    [Fact]
    public async Task A_certificate_that_nobody_vouches_for_is_refused()
    {
        _options.TrustedCertificates = null;

        (await SendAsync()).Error.Should().StartWith("TLS with the webhook's host failed");
        _app.Receiver.CallsOf(_path).Should().BeEmpty();
    }

    [Fact]
    public async Task Nobody_at_the_port_is_told_without_the_secret_part_of_the_address()
    {
        _options.AdditionalPorts.Add(1);

        var result = await Sender().SendAsync($"https://{WebhookReceiver.Host}:1/hunter2?token=hunter2", Sent, Token);

        result.Should().Be(new WebhookResult(WebhookAnswer.Failed, "Nobody accepts connections at the webhook's host and port."));
    }

    [Fact]
    public async Task One_call_too_many_is_not_made_and_does_not_wait()
    {
        _options.AtOnce = 1;
        var (asked, release) = (new TaskCompletionSource(), new TaskCompletionSource());
        _app.Receiver.Script(_path, async (_, earlier) =>
        {
            if (earlier > 0)
                return;
            asked.SetResult();
            await release.Task;
        });
        var first = SendAsync();
        await asked.Task.WaitAsync(Token);

        (await SendAsync()).Should().Be(new WebhookResult(WebhookAnswer.Busy));
        release.SetResult();
        (await first).Answer.Should().Be(WebhookAnswer.Delivered);
        (await SendAsync()).Answer.Should().Be(WebhookAnswer.Delivered);
    }

    [Fact]
    public async Task Settings_that_have_become_stricter_hold_for_webhooks_that_were_accepted_before()
    {
        _options.AdditionalPorts.Clear();
        (await SendAsync()).Error.Should().Contain("must not name the port");
        _options.SigningSecret = null;
        (await SendAsync()).Error.Should().Contain("nothing can be signed");
    }

    private WebhookSender Sender() => _sender ??= new(new WebhookHosts(_resolver, Options.Create(_options)), Options.Create(_options), _time);

    private Task<WebhookResult> SendAsync(string host = WebhookReceiver.Host) => Sender().SendAsync(_app.Receiver.Url(_path, host), Sent, Token);
}

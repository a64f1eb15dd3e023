using CloudRestore.Core.Api;
using CloudRestore.Core.Restorations;
using CloudRestore.Core.Runs;
using CloudRestore.Core.Storage;
using CloudRestore.Core.Webhooks;
using CloudRestore.Functions.Tests.Support;

namespace CloudRestore.Functions.Tests.Webhooks;

public class WebhookTests(FunctionApp app)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_training_run_tells_its_webhook_of_everything_in_order_and_signed()
    {
        var id = await StartAsync();

        var run = await app.TrainingAsync(id, found => found is { Status: RunStatus.Succeeded, Webhook.Delivered: > 2 } && found.Webhook.Delivered == 2 + 2 * found.Stages.Count);

        string[] told =
        [
            $"run.{id}.1.started",
            .. run.Stages.SelectMany(stage => new[] { $"run.{id}.1.stage-started.{stage.Name}", $"run.{id}.1.stage-ended.{stage.Name}" }),
            $"run.{id}.1.ended",
        ];
        var calls = app.Receiver.CallsOf(id);
        calls.Select(call => call.Id).Should().Equal(told);
        calls.Should().OnlyContain(call => call.Event.Id == call.Id && call.IsSigned(FunctionApp.WebhookSecret));
        calls[^1].Event.Should().Match<WebhookEvent>(found => found.Type == WebhookEventType.Ended && found.Status == RunStatus.Succeeded && found.Run == id);
        run.Webhook.Should().Be(new WebhookDeliveries(told.Length, 0));
    }

    [Fact]
    public async Task A_restoration_tells_of_its_start_and_of_its_end_with_the_reason()
    {
        var id = FunctionApp.NewId("batch");
        await app.UploadAsync($"{id}.jpg", Photographs.Jpeg(7));
        app.Runner.Script($"{id}.0", job => app.Runner.FailAsync(job, "It is cut short."));

        await app.PostAsync("/api/restorations", new StartRestoration([$"{id}.jpg"], id, FunctionApp.Model, Webhook: new(app.Receiver.Url(id))));
        var restoration = await app.PollAsync<Restoration>($"/api/restorations/{id}", found => found.Webhook?.Delivered == 2);

        restoration.Webhook.Should().Be(new WebhookDeliveries(2, 0));
        app.Receiver.CallsOf(id).Select(call => (call.Event.Restoration, call.Event.Type, call.Event.Status, call.Event.Reason)).Should().Equal(
            (id, WebhookEventType.Started, RunStatus.Running, null),
            (id, WebhookEventType.Ended, RunStatus.Failed, "It is cut short."));
    }

    [Fact]
    public async Task The_restoration_of_a_photograph_in_the_body_tells_the_webhook_that_its_query_names()
    {
        var id = FunctionApp.NewId("body");

        var first = await PostPhotographAsync(id, webhook: app.Receiver.Url(id) + "?for=holidays&year=1968");
        var restoration = await app.PollAsync<Restoration>($"/api/restorations/{id}", found => found.Webhook?.Delivered == 2);
        var again = await PostPhotographAsync(id, webhook: app.Receiver.Url(id) + "?for=holidays&year=1968");
        var other = await PostPhotographAsync(id, webhook: app.Receiver.Url("elsewhere"));

        restoration.Status.Should().Be(RunStatus.Succeeded);
        app.Receiver.CallsOf(id).Select(call => (call.Event.Restoration, call.Event.Type)).Should().Equal((id, WebhookEventType.Started), (id, WebhookEventType.Ended));
        ((int)first.StatusCode, (int)again.StatusCode, (int)other.StatusCode).Should().Be((202, 200, 409));
        (await app.Storage.Blob(Containers.Jobs, JobBlobs.Request(id)).ReadJsonAsync<RestorationRequest>(Token))!.Webhook
            .Should().Be(new WebhookRequest(app.Receiver.Url(id) + "?for=holidays&year=1968"));
    }

    [Fact]
    public async Task Only_the_events_that_were_asked_for_are_sent_and_one_that_is_not_taken_is_sent_again_under_its_id()
    {
        var id = await StartAsync(answers: [500, 302, 204], events: [WebhookEventType.Ended, WebhookEventType.Started]);

        var run = await app.TrainingAsync(id, found => found.Webhook?.Delivered == 2);

        app.Receiver.CallsOf(id).Select(call => call.Id).Should().Equal(
            $"run.{id}.1.started", $"run.{id}.1.started", $"run.{id}.1.started", $"run.{id}.1.ended");
        app.Receiver.CallsOf(id).Take(3).Select(call => call.Body).Distinct().Should().ContainSingle();
        run.Webhook.Should().Be(new WebhookDeliveries(2, 0, "The webhook answered 302: redirects are not followed."));
    }

    [Fact]
    public async Task A_receiver_that_says_it_is_gone_is_not_called_again()
    {
        var id = await StartAsync(answers: [410]);

        await app.TrainingAsync(id, found => found is { Status: RunStatus.Succeeded, Webhook.Stopped: true });
        await app.CompletedAsync($"{id}.webhook-1");

        app.Receiver.CallsOf(id).Should().ContainSingle();
    }

    [Fact]
    public async Task A_run_ends_and_another_is_cancelled_while_their_webhooks_still_wait_for_the_first_answer()
    {
        var release = new TaskCompletionSource();
        var cancelled = FunctionApp.NewId("run");
        app.Runner.Script($"{cancelled}.pretrain-generator", app.Runner.WorkUntilCancelledAsync);
        try
        {
            var id = await StartAsync(script: release.Task);
            await StartAsync(cancelled, script: release.Task);
            await app.TrainingAsync(cancelled, run => run.Stages is [.., { Name: "pretrain-generator" }]);
            await app.PostAsync($"/api/training-runs/{cancelled}/cancel");

            (await app.TrainingAsync(id)).Should().Match<TrainingRun>(run => run.Status == RunStatus.Succeeded && run.Webhook!.Delivered == 0);
            (await app.TrainingAsync(cancelled)).Should().Match<TrainingRun>(run => run.Status == RunStatus.Cancelled && run.Webhook!.Delivered == 0);
        }
        finally
        {
            release.SetResult();
        }

        await app.TrainingAsync(cancelled, run => run.Webhook!.Delivered == 2 + 2 * run.Stages.Count);
        app.Receiver.CallsOf(cancelled)[^1].Event.Should().Match<WebhookEvent>(found => found.Status == RunStatus.Cancelled && found.Reason == "The run was cancelled.");
    }

    [Fact]
    public async Task A_run_that_is_resumed_tells_of_its_second_beginning_after_its_first_end()
    {
        var id = FunctionApp.NewId("run");
        app.Runner.Script($"{id}.generate", job => app.Runner.FailAsync(job, "Broken."));
        await StartAsync(id, events: [WebhookEventType.Started, WebhookEventType.Ended]);
        await app.TrainingAsync(id, run => run.Status == RunStatus.Failed);
        app.Runner.Script($"{id}.generate", job => app.Runner.SucceedAsync(job));

        await app.PostAsync($"/api/training-runs/{id}/resume");
        await app.TrainingAsync(id, run => run.Webhook?.Delivered == 4);

        app.Receiver.CallsOf(id).Select(call => call.Id).Should().Equal($"run.{id}.1.started", $"run.{id}.1.ended", $"run.{id}.2.started", $"run.{id}.2.ended");
    }

    [Fact]
    public async Task A_run_whose_orchestration_was_terminated_is_told_as_failed()
    {
        var id = FunctionApp.NewId("run");
        app.Runner.Script($"{id}.pretrain-generator", _ => Task.CompletedTask);
        await StartAsync(id, events: [WebhookEventType.Ended]);
        await app.TrainingAsync(id, run => run.Stages is [.., { Name: "pretrain-generator" }]);

        await app.PostAsync($"/runtime/webhooks/durabletask/instances/{id}/terminate?reason=test&code=the-key");
        await app.TrainingAsync(id, run => run.Webhook?.Delivered == 1);

        app.Receiver.CallsOf(id).Should().ContainSingle().Which.Event.Status.Should().Be(RunStatus.Failed);
    }

    [Fact]
    public async Task The_part_of_the_address_that_may_be_a_secret_is_in_the_record_and_nowhere_else()
    {
        var id = FunctionApp.NewId("run");
        var url = app.Receiver.Url(id) + "?token=hunter2";
        app.Receiver.Answer(id, 500, 204);
        var answer = await app.PostAsync("/api/training-runs", FunctionApp.Tiny(await app.DatasetAsync(4), id) with { Webhook = new(url) });
        await app.TrainingAsync(id, run => run.Webhook!.Delivered == 2 + 2 * run.Stages.Count);
        await app.CompletedAsync($"{id}.webhook-1");

        string[] seen =
        [
            await answer.Content.ReadAsStringAsync(Token),
            await app.Http.GetStringAsync($"/api/training-runs/{id}", Token),
            await app.Http.GetStringAsync("/api/training-runs?top=200", Token),
            await app.TextAsync(Containers.Runs, RunBlobs.Webhook(id)),
            .. app.HistoryOf(id).Events.Concat(app.HistoryOf($"{id}.webhook-1").Events).Select(entry => entry.ToJson()),
        ];

        seen.Should().NotContain(text => text.Contains("hunter2", StringComparison.Ordinal));
        seen[1].Should().Contain($"https://{WebhookReceiver.Host}:{app.Receiver.Port}/...");
        (await app.TextAsync(Containers.Runs, RunBlobs.Request(id))).Should().Contain("hunter2");
    }

    [Fact]
    public async Task The_same_wishes_are_the_same_run_and_another_webhook_is_another_wish()
    {
        var id = FunctionApp.NewId("run");
        var asked = FunctionApp.Tiny(await app.DatasetAsync(4), id) with { Webhook = new(app.Receiver.Url(id), [WebhookEventType.Ended, WebhookEventType.Started]) };
        await app.StartTrainingAsync(asked);

        var again = await app.PostAsync("/api/training-runs", asked with { Webhook = asked.Webhook with { Events = [WebhookEventType.Started, WebhookEventType.Ended] } });
        var other = await app.PostAsync("/api/training-runs", asked with { Webhook = asked.Webhook with { Url = app.Receiver.Url("elsewhere") } });

        ((int)again.StatusCode, (int)other.StatusCode).Should().Be((200, 409));
    }

    [Theory]
    [InlineData("http://receiver.test/", "The webhook's \"url\" must begin with https://.")]
    [InlineData("https://receiver.test:22/", "The webhook's \"url\" must not name the port 22: use 443, or let an operator add it to the setting Webhooks:AdditionalPorts.")]
    [InlineData("https://169.254.169.254/metadata/instance", "The webhook's host '169.254.169.254' cannot be called: it has no address, or one that is not public.")]
    [InlineData("https://inside.test/", "The webhook's host 'inside.test' cannot be called: it has no address, or one that is not public.")]
    [InlineData("https://unknown.test/", "The webhook's host 'unknown.test' cannot be called: it has no address, or one that is not public.")]
    public async Task An_address_that_may_not_be_called_is_refused_before_anything_is_recorded(string url, string sentence)
    {
        var id = FunctionApp.NewId("run");
        await app.UploadAsync($"{id}.jpg", Photographs.Jpeg(7));

        var run = await app.PostAsync("/api/training-runs", FunctionApp.Tiny(await app.DatasetAsync(4), id) with { Webhook = new(url) });
        var restoration = await app.PostAsync("/api/restorations", new StartRestoration([$"{id}.jpg"], id, FunctionApp.Model, Webhook: new(url)));

        (await FunctionApp.ProblemAsync(run)).Should().Be((400, sentence));
        (await FunctionApp.ProblemAsync(restoration)).Should().Be((400, sentence));
        (await app.Storage.Blob(Containers.Runs, RunBlobs.Request(id)).ExistsAsync(Token)).Value.Should().BeFalse();
        (await app.Storage.Blob(Containers.Jobs, JobBlobs.Request(id)).ExistsAsync(Token)).Value.Should().BeFalse();
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("[7]")]
    public async Task Events_that_are_none_are_refused(string events)
    {
        var body = System.Text.Json.Nodes.JsonNode.Parse($$"""{"dataset": "any", "webhook": {"url": "https://receiver.test/", "events": {{events}} } }""");

        (await FunctionApp.ProblemAsync(await app.PostAsync("/api/training-runs", body))).Sentence
            .Should().Be("The webhook's \"events\" must name some of started, stage-started, stage-ended and ended; leave it out for all of them.");
    }

    private async Task<HttpResponseMessage> PostPhotographAsync(string id, string webhook)
    {
        using var photograph = new ByteArrayContent(Photographs.Jpeg(7)) { Headers = { ContentType = new("image/jpeg") } };
        return await app.Http.PostAsync(
            $"/api/restorations?name=cat.jpg&model={FunctionApp.Model}&wait=0&id={id}&webhook={Uri.EscapeDataString(webhook)}", photograph, Token);
    }

    private async Task<string> StartAsync(string? id = null, int[]? answers = null, Task? script = null, WebhookEventType[]? events = null)
    {
        id ??= FunctionApp.NewId("run");
        if (answers is not null)
            app.Receiver.Answer(id, answers);
        if (script is not null)
            app.Receiver.Script(id, (_, _) => script);
        await app.StartTrainingAsync(FunctionApp.Tiny(await app.DatasetAsync(4), id) with { Webhook = new(app.Receiver.Url(id), events) });
        return id;
    }
}

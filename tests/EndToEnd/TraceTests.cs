using System.Diagnostics;
using CloudRestore.Core.Runs;
using CloudRestore.Core.Storage;
using CloudRestore.Core.Telemetry;
using CloudRestore.EndToEnd.Support;

namespace CloudRestore.EndToEnd;

/// <summary>What the two real processes sent to a collector while the undisturbed run was under way.</summary>
public sealed class TraceTests(TrainedStack stack)
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task A_training_run_is_one_trace_of_function_app_and_runner_from_its_acceptance_to_its_outcome()
    {
        var recorded = await stack.Stack.Storage.Blob(Containers.Runs, RunBlobs.Request(TrainedStack.UndisturbedRun)).ReadJsonAsync<TrainingRequest>(TestContext.Current.CancellationToken);
        var trace = ActivityContext.Parse(recorded!.TraceParent!, traceState: null).TraceId;

        await SentAsync(TelemetryNames.FunctionApp, SpanNames.AcceptTraining, SpanNames.Crappify, SpanNames.EnqueueJob, SpanNames.FinishJob, SpanNames.RegisterModel, SpanNames.EndTraining);
        await SentAsync(TelemetryNames.Runner, SpanNames.RunJob, SpanNames.DownloadInputs, SpanNames.ComputeStage, SpanNames.UploadOutputs);
        stack.Collector.HasSpan(TelemetryNames.Runner, trace, SpanNames.EndTraining).Should().BeFalse("that is the function app's");
        stack.Collector.HasSpan(TelemetryNames.Runner, ActivityTraceId.CreateRandom(), SpanNames.RunJob).Should().BeFalse("nobody knows that trace");

        async Task SentAsync(string service, params string[] spans)
        {
            foreach (var span in spans)
                await Eventually.TrueAsync(() => Task.FromResult(stack.Collector.HasSpan(service, trace, span)), $"{service} has sent {span}", Limit);
        }
    }
}

using CloudRestore.Functions.Tests.Support;
using CloudRestore.Testing.Telemetry;

namespace CloudRestore.Functions.Tests.Telemetry;

public sealed class InstrumentsTests(FunctionApp app)
{
    [Fact]
    public async Task The_function_app_measures_what_waits_and_what_ended_and_no_graphics_cards()
    {
        (await app.Http.GetAsync("/api/health/live", TestContext.Current.CancellationToken)).EnsureSuccessStatusCode();

        Measured.Instruments().Should().Contain(["cloudrestore.queue.age", "cloudrestore.jobs", "process.memory.usage"]).And.NotContain("cloudrestore.gpu.memory");
    }
}

using CloudRestore.Testing.Telemetry;
using Microsoft.Extensions.Hosting;

namespace CloudRestore.GpuRunner.Tests;

public sealed class RunnerServicesTests
{
    [Fact]
    public void A_runner_measures_the_memory_of_its_graphics_cards_once_however_often_it_is_made()
    {
        Host.CreateEmptyApplicationBuilder(null).AddRunner();
        Host.CreateEmptyApplicationBuilder(null).AddRunner();

        Measured.Instruments().Should().ContainSingle(name => name == "cloudrestore.gpu.memory");
    }
}

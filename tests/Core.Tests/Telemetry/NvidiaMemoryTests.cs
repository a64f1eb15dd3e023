using CloudRestore.Core.Telemetry;

namespace CloudRestore.Core.Tests.Telemetry;

public class NvidiaMemoryTests
{
    [Theory]
    [InlineData("libno-such-driver.so.1", "there is none")]
    [InlineData("libc.so.6", "it is another library")]
    public void Without_the_driver_there_is_no_figure_and_no_failure(string library, string why) => NvidiaMemory.Load(library).Should().BeNull(why);
}

using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace CloudRestore.Emulator.Tests.Hosting;

public class ConsoleHostTests
{
    [Fact]
    public async Task A_program_that_cannot_start_ends_with_one_sentence_and_exit_code_1()
    {
        var (error, exitCode) = (Console.Error, Environment.ExitCode);
        using var written = new StringWriter();
        try
        {
            Console.SetError(written);
            var builder = FunctionsApplication.CreateBuilder([]);
            builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?> { ["Emulator:Url"] = "nowhere" });

            await builder.Build().RunAsync(TestContext.Current.CancellationToken);

            Environment.ExitCode.Should().Be(1);
            written.ToString().Trim().Should().Be("Emulator:Url is 'nowhere'; it must look like http://127.0.0.1:7071.");
        }
        finally
        {
            Console.SetError(error);
            Environment.ExitCode = exitCode;
        }
    }
}

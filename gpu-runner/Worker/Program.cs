using CloudRestore.Core.Storage;
using CloudRestore.GpuRunner;
using CloudRestore.GpuRunner.Configuration;
using CloudRestore.Learning.Networks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

try
{
    TorchMemory.UseHugePages();
    var builder = Host.CreateApplicationBuilder(args);
    builder.Logging.AddSimpleConsole(console => console.SingleLine = true);
    builder.Logging.AddFilter("Azure", LogLevel.Warning);
    builder.AddRunner();
    using var host = builder.Build();

    // Settings that cannot be used are found here, where they cost one sentence and not the host's account of a failed start.
    _ = host.Services.GetRequiredService<IOptions<WorkerOptions>>().Value;
    _ = host.Services.GetRequiredService<StorageClients>();
    await host.RunAsync();
    return 0;
}
catch (OptionsValidationException e)
{
    await Console.Error.WriteLineAsync(string.Join(Environment.NewLine, e.Failures));
    return 2;
}
catch (InvalidOperationException e)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 2;
}

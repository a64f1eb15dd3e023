using CloudRestore.Cli.Benchmarking;
using CloudRestore.Cli.Commands;
using CloudRestore.Learning.Networks;

// A process of the benchmark chooses for itself: it may have to compute as a plain program does.
if (args is not [BenchmarkProcess.CommandName, ..])
    TorchMemory.UseHugePages();
return await CommandLine.RunAsync(args);

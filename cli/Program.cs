using CloudRestore.Cli.Commands;
using CloudRestore.Learning.Networks;

TorchMemory.UseHugePages();
return await CommandLine.RunAsync(args);

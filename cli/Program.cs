using CloudRestore.Cli.Commands;

return await CommandLine.RunAsync(args);

namespace CloudRestore.Cli.Tests.Commands;

/// <summary>What a command writes. The console is the process's, so tests that read it run alone.</summary>
[CollectionDefinition(nameof(ConsoleText), DisableParallelization = true)]
public sealed class ConsoleText
{
    internal static async Task<(int ExitCode, string Output, string Errors)> OfAsync(Func<Task<int>> command)
    {
        var (output, errors) = (Console.Out, Console.Error);
        using var written = new StringWriter();
        using var said = new StringWriter();
        Console.SetOut(written);
        Console.SetError(said);
        try
        {
            return (await command(), written.ToString(), said.ToString());
        }
        finally
        {
            Console.SetOut(output);
            Console.SetError(errors);
        }
    }
}

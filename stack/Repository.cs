using System.Reflection;

namespace CloudRestore.Stack;

/// <summary>The source tree that this program was built from, and the programs built beside it.</summary>
public static class Repository
{
    /// <summary>The folder of CloudRestore.sln.</summary>
    public static string Root { get; } = Path.TrimEndingDirectorySeparator(Metadata("RepositoryRoot"));

    /// <summary>The function app, for <c>dotnet</c> to run.</summary>
    public static string FunctionApp { get; } = Built("functions", "CloudRestore.Functions.dll");

    /// <summary>The runner, for <c>dotnet</c> to run.</summary>
    public static string Runner { get; } = Built(Path.Combine("gpu-runner", "Worker"), "CloudRestore.GpuRunner.dll");

    /// <summary>The command line, for <c>dotnet</c> to run.</summary>
    public static string CommandLine { get; } = Built("cli", "cloudrestore.dll");

    private static string Built(string project, string file) => Path.Combine(Root, project, "bin", Metadata("Configuration"), "net10.0", file);

    private static string Metadata(string key) =>
        typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(metadata => metadata.Key == key).Value!;
}

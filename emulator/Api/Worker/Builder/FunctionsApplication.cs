using System.Diagnostics.CodeAnalysis;

namespace Microsoft.Azure.Functions.Worker.Builder;

/// <summary>Where a function app starts.</summary>
[SuppressMessage("Design", "CA1052", Justification = "The real one is not static either.")]
public class FunctionsApplication
{
    /// <summary>Makes a builder with the usual configuration: appsettings files, environment variables, command line.</summary>
    /// <param name="args">The command line.</param>
    /// <returns>The builder.</returns>
    public static FunctionsApplicationBuilder CreateBuilder(string[] args) => new(args);
}

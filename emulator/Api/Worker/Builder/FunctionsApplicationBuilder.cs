using CloudRestore.Emulator.Hosting;
using CloudRestore.Emulator.Triggers.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Microsoft.Azure.Functions.Worker.Builder;

/// <summary>Builds a function app: its services, configuration, logging and pipeline.</summary>
public class FunctionsApplicationBuilder : IHostApplicationBuilder, IFunctionsWorkerApplicationBuilder
{
    private readonly WebApplicationBuilder _builder;
    private readonly List<Func<FunctionExecutionDelegate, FunctionExecutionDelegate>> _middleware = [];

    internal FunctionsApplicationBuilder(string[] args, string? contentRoot = null)
    {
        _builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions
        {
            Args = args,
            ContentRootPath = contentRoot ?? AppContext.BaseDirectory,
            EnvironmentName = System.Environment.GetEnvironmentVariable("AZURE_FUNCTIONS_ENVIRONMENT"),
        });
        _builder.Logging.ClearProviders();
        _builder.Logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.TimestampFormat = "HH:mm:ss ";
        });
        foreach (var noisy in new[] { "Microsoft.AspNetCore", "Microsoft.Hosting", "System.Net.Http", "Azure" })
        {
            _builder.Logging.AddFilter(noisy, LogLevel.Warning);
        }

        _builder.Services.AddRouting();
        _builder.Services.AddSingleton<MatcherPolicy, FunctionMethodPolicy>();
    }

    /// <inheritdoc/>
    public IDictionary<object, object> Properties => ((IHostApplicationBuilder)_builder).Properties;

    /// <summary>The app's configuration.</summary>
    public ConfigurationManager Configuration => _builder.Configuration;

    /// <inheritdoc/>
    public IHostEnvironment Environment => _builder.Environment;

    /// <inheritdoc/>
    public ILoggingBuilder Logging => _builder.Logging;

    /// <inheritdoc/>
    public IMetricsBuilder Metrics => _builder.Metrics;

    /// <inheritdoc cref="IHostApplicationBuilder.Services"/>
    public IServiceCollection Services => _builder.Services;

    IConfigurationManager IHostApplicationBuilder.Configuration => Configuration;

    internal bool UsesAspNetCore { get; set; }

    /// <summary>Makes the app, ready to run.</summary>
    /// <returns>The host.</returns>
    public IHost Build() => new ConsoleHost(BuildHost(types: null));

    /// <inheritdoc/>
    public void ConfigureContainer<TContainerBuilder>(
        IServiceProviderFactory<TContainerBuilder> factory,
        Action<TContainerBuilder>? configure = null)
        where TContainerBuilder : notnull =>
        ((IHostApplicationBuilder)_builder).ConfigureContainer(factory, configure);

    /// <inheritdoc/>
    public IFunctionsWorkerApplicationBuilder Use(Func<FunctionExecutionDelegate, FunctionExecutionDelegate> middleware)
    {
        _middleware.Add(middleware);
        return this;
    }

    /// <param name="types">Where functions are looked for; null for the app's assembly.</param>
    internal FunctionsHost BuildHost(IEnumerable<Type>? types)
    {
        // Two servers in Azure, and the stricter one counts: the host's, and the worker's, whose 30 MB of Kestrel's own an app may raise.
        _builder.Services.PostConfigure<KestrelServerOptions>(kestrel => kestrel.Limits.MaxRequestBodySize =
            Math.Min(kestrel.Limits.MaxRequestBodySize ?? long.MaxValue, HttpFunctions.MaxRequestBodySize));
        return new FunctionsHost(_builder.Build(), types, UsesAspNetCore, _middleware);
    }
}

using System.Reflection;
using Azure;
using CloudRestore.Emulator.Durable;
using CloudRestore.Emulator.Invocation;
using CloudRestore.Emulator.Triggers;
using CloudRestore.Emulator.Triggers.Durable;
using CloudRestore.Emulator.Triggers.Durable.Management;
using CloudRestore.Emulator.Triggers.Http;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CloudRestore.Emulator.Hosting;

/// <summary>Runs a function app: finds its functions, starts the durable engine, the web server and the triggers, and stops them in turn.</summary>
/// <param name="app">The web application that carries services and Kestrel.</param>
/// <param name="types">Where functions are looked for; null for the app's assembly.</param>
/// <param name="usesAspNetCore">Whether the app asked for ASP.NET Core integration, without which there are no HTTP functions here.</param>
/// <param name="middleware">The app's middleware, outermost first.</param>
internal sealed class FunctionsHost(
    WebApplication app,
    IEnumerable<Type>? types,
    bool usesAspNetCore,
    IReadOnlyList<Func<FunctionExecutionDelegate, FunctionExecutionDelegate>> middleware) : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly ILogger _logger = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Host");
    private readonly TimeProvider _time = app.Services.GetService<TimeProvider>() ?? TimeProvider.System;
    private EmulatorOptions _options = new();
    private StateFolder? _state;
    private StateDatabase? _database;
    private DurableEngine? _durable;
    private Task _running = Task.CompletedTask;

    public IServiceProvider Services => app.Services;

    /// <summary>Where HTTP functions are served, once started.</summary>
    public Uri Address => new(app.Urls.First());

    /// <exception cref="FunctionAppException">The app is wrong, or something it needs cannot be reached.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _options = EmulatorOptions.Read(app.Configuration);
        app.Urls.Clear();
        app.Urls.Add(_options.Url);
        var functions = FunctionDiscovery.Find(types ?? AppAssembly().GetTypes());
        var host = HostJson.Read(app.Environment.ContentRootPath);
        _state = new StateFolder(_options.StateFolder);
        await OpenAsync(() => Task.FromResult(_database = new StateDatabase(_state.File("host.db"))));

        var loggers = app.Services.GetRequiredService<ILoggerFactory>();
        var invoker = new FunctionInvoker(
            app.Services.GetRequiredService<IServiceScopeFactory>(), new ParameterBinder(() => _durable!.Client), middleware, loggers, host.FunctionTimeout, _time);
        var factory = new ListenerFactory(app.Configuration, _options, host, _database!, invoker, _time, loggers);
        var listeners = functions.Select(factory.Create).OfType<ITriggerListener>().ToList();
        var catalog = new DurableFunctionCatalog(functions, invoker);
        _durable = new DurableEngine(catalog, Durable(host), _time, loggers);

        var key = FunctionKey.Read(_options, _state, _logger);
        MapHttp(functions, new HttpFunctions(invoker, key, host.Http.RoutePrefix));
        var links = new ManagementLinks(host.DurableTask.HubName, key);
        _durable.EngineClient.Endpoint = (() => Address.GetLeftPart(UriPartial.Authority), links.Query);
        new ManagementApi(_durable, catalog, key, links, _time).Map(app);
        await ReachStorageAsync(listeners, cancellationToken);
        await OpenAsync(() => _durable.StartAsync(cancellationToken));
        await ListenAsync(cancellationToken);
        _running = Task.WhenAll(listeners.Select(listener => Task.Run(() => listener.RunAsync(_stopping.Token), CancellationToken.None)));
        _logger.LogInformation("{Count} functions; listening on {Address}", functions.Count, Address.GetLeftPart(UriPartial.Authority));
    }

    /// <summary>Stops triggers, then requests, then orchestrations; waits for running functions no longer than the settings say.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        var stopped = Task.WhenAll(_running, app.StopAsync(cancellationToken));
        try
        {
            await stopped.WaitAsync(_options.StopWait, _time, cancellationToken);
        }
        catch (TimeoutException)
        {
            _logger.LogWarning("Functions still ran after {Seconds} s and were left", _options.StopWait.TotalSeconds);
        }

        if (_durable is not null)
        {
            await _durable.StopAsync(cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        if (_durable is not null)
        {
            await _durable.DisposeAsync();
        }

        _database?.Dispose();
        _state?.Dispose();
        _stopping.Dispose();
    }

    private Assembly AppAssembly()
    {
        try
        {
            return _options.Assembly is { } name ? Assembly.Load(new AssemblyName(name)) : Assembly.GetEntryAssembly()!;
        }
        catch (IOException e)
        {
            throw new FunctionAppException($"Emulator:Assembly names '{_options.Assembly}', which is not beside the app: {e.Message}", e);
        }
    }

    private async Task OpenAsync(Func<Task> open)
    {
        try
        {
            await open();
        }
        catch (Exception e) when (e is SqliteException or IOException)
        {
            throw new FunctionAppException($"The state in {_state!.FullPath} cannot be opened ({e.Message}); delete the folder to start afresh.", e);
        }
    }

    private DurableOptions Durable(HostJson host) => new()
    {
        // Names of hubs have no case, and every hub has a state of its own.
        DatabasePath = _state!.File($"durable-{host.DurableTask.HubName.ToLowerInvariant()}.db"),
        HubName = host.DurableTask.HubName,
        MaxConcurrentActivities = host.DurableTask.MaxConcurrentActivityFunctions,
        MaxConcurrentOrchestrators = host.DurableTask.MaxConcurrentOrchestratorFunctions,
    };

    private void MapHttp(IReadOnlyList<FunctionMethod> functions, HttpFunctions http)
    {
        if (!usesAspNetCore && functions.FirstOrDefault(function => function.Trigger is HttpTriggerAttribute) is { } needy)
        {
            throw new FunctionAppException($"{needy} takes an HttpRequest; call ConfigureFunctionsWebApplication() on the builder.");
        }

        foreach (var function in functions.Where(function => function.Trigger is HttpTriggerAttribute))
        {
            http.Map(app, function);
        }

        app.MapGet("/admin/host/status", () => Results.Json(new { state = "Running" }));
    }

    private async Task ReachStorageAsync(List<ITriggerListener> listeners, CancellationToken cancellationToken)
    {
        var started = _time.GetTimestamp();
        while (true)
        {
            try
            {
                await Task.WhenAll(listeners.Select(listener => listener.PrepareAsync(cancellationToken)));
                return;
            }
            catch (RequestFailedException e) when (e.Status is 401 or 403)
            {
                throw new FunctionAppException($"Storage refuses the connection's credentials; correct AzureWebJobsStorage or the trigger's connection ({e.ErrorCode}).", e);
            }
            catch (Exception e) when (e is RequestFailedException or AggregateException or Azure.Identity.AuthenticationFailedException)
            {
                var reason = (e.InnerException ?? e).Message.Split('\n')[0].Trim();
                if (_time.GetElapsedTime(started) >= _options.StorageWait)
                {
                    throw new FunctionAppException($"Storage could not be reached in {_options.StorageWait.TotalSeconds:0} s; start it, or correct the connection ({reason}).", e);
                }

                _logger.LogWarning("Storage cannot be reached yet, trying again: {Reason}", reason);
                await Task.Delay(TimeSpan.FromSeconds(1), _time, cancellationToken);
            }
        }
    }

    private async Task ListenAsync(CancellationToken cancellationToken)
    {
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (IOException e)
        {
            throw new FunctionAppException($"Cannot listen on {_options.Url}: {e.Message}; set Emulator:Url to another address.", e);
        }
    }
}

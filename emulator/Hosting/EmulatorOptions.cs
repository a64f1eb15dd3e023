using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;

namespace CloudRestore.Emulator.Hosting;

/// <summary>Settings of the emulator itself, read from the section <c>Emulator</c>.</summary>
internal sealed class EmulatorOptions
{
    public const string Section = "Emulator";

    /// <summary>Where to listen. Port 0 takes a free one, which the log names.</summary>
    [Required]
    public string Url { get; set; } = "http://127.0.0.1:7071";

    /// <summary><c>enabled</c>: keys are asked for as the function's level says. <c>disabled</c>: never.</summary>
    [RegularExpression("(?i)enabled|disabled", ErrorMessage = "Emulator:Authorization must be 'enabled' or 'disabled'.")]
    public string Authorization { get; set; } = "enabled";

    /// <summary>The key that callers send. Generated and kept in the state folder when null.</summary>
    public string? FunctionKey { get; set; }

    /// <summary>Where histories, receipts, timers and the key are kept, below the current directory unless absolute.</summary>
    [Required]
    public string StateFolder { get; set; } = Path.Combine(".cloudrestore", "functions");

    /// <summary>Name of the assembly with the functions; the entry assembly when null.</summary>
    public string? Assembly { get; set; }

    /// <summary>How long a message stays invisible after its host was killed. Renewed at a third while a function runs.</summary>
    [Range(typeof(TimeSpan), "00:00:03", "01:00:00")]
    public TimeSpan QueueLease { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The pause between two listings of a container that changes; twice that when it does not.</summary>
    [Range(typeof(TimeSpan), "00:00:00.05", "01:00:00")]
    public TimeSpan BlobPollingInterval { get; set; } = TimeSpan.FromSeconds(0.2);

    /// <summary>How long to wait for storage at start before giving up.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan StorageWait { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long running functions may take to end after a request to stop.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan StopWait { get; set; } = TimeSpan.FromSeconds(20);

    public bool AsksForKeys => !Authorization.Equals("disabled", StringComparison.OrdinalIgnoreCase);

    /// <exception cref="FunctionAppException">A setting is not valid.</exception>
    public static EmulatorOptions Read(IConfiguration configuration)
    {
        var options = Bound.Section<EmulatorOptions>(configuration.GetSection(Section), "the settings under 'Emulator'");
        if (!Uri.TryCreate(options.Url, UriKind.Absolute, out var url) || url.Scheme != Uri.UriSchemeHttp)
        {
            throw new FunctionAppException($"Emulator:Url is '{options.Url}'; it must look like http://127.0.0.1:7071.");
        }

        return options;
    }
}

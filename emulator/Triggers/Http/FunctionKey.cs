using System.Security.Cryptography;
using System.Text;
using CloudRestore.Emulator.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;

namespace CloudRestore.Emulator.Triggers.Http;

/// <summary>The one key of this host. It opens every level, as the master key does in Azure.</summary>
internal sealed class FunctionKey
{
    private readonly byte[]? _key;

    private FunctionKey(string? key)
    {
        Text = key;
        _key = key is null ? null : Encoding.UTF8.GetBytes(key);
    }

    /// <summary>The key; null when nobody is asked for one.</summary>
    public string? Text { get; }

    /// <summary>The configured key, or the one kept in the state folder, made on first use and readable by its owner only.</summary>
    public static FunctionKey Read(EmulatorOptions options, StateFolder state, ILogger logger)
    {
        if (!options.AsksForKeys)
        {
            return new FunctionKey(null);
        }

        if (!string.IsNullOrEmpty(options.FunctionKey))
        {
            return new FunctionKey(options.FunctionKey);
        }

        var path = state.File("function-key");
        if (!File.Exists(path))
        {
            Write(path, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24)));
        }

        logger.LogInformation("The function key is in {Path}", path);
        return new FunctionKey(File.ReadAllText(path).Trim());
    }

    /// <summary>Whether a request may call a function of this level: by header <c>x-functions-key</c> or query <c>code</c>.</summary>
    public bool Admits(HttpRequest request, AuthorizationLevel level)
    {
        if (_key is null || level is AuthorizationLevel.Anonymous or AuthorizationLevel.User)
        {
            return true;
        }

        var given = request.Headers.TryGetValue("x-functions-key", out var header) ? header.ToString() : request.Query["code"].ToString();
        return CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), _key);
    }

    private static void Write(string path, string key)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        var draft = path + ".new";
        File.Delete(draft);
        using (var writer = new StreamWriter(draft, options))
        {
            writer.Write(key);
        }

        File.Move(draft, path, overwrite: true);
    }
}

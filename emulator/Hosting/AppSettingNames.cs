using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;

namespace CloudRestore.Emulator.Hosting;

/// <summary>Replaces <c>%name%</c> in an attribute's text by the app setting of that name.</summary>
internal static partial class AppSettingNames
{
    /// <exception cref="FunctionAppException">There is no such setting.</exception>
    public static string Resolve(string text, IConfiguration configuration) =>
        Name().Replace(text, match =>
        {
            var name = match.Groups[1].Value;
            return configuration[name.Replace("__", ":", StringComparison.Ordinal)]
                ?? throw new FunctionAppException($"'{text}' names the app setting '{name}', which is not set; set it in the environment.");
        });

    [GeneratedRegex("%([^%]+)%")]
    private static partial Regex Name();
}

using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;

namespace CloudRestore.Emulator.Hosting;

/// <summary>Binds a configuration section to validated options.</summary>
internal static class Bound
{
    /// <exception cref="FunctionAppException">A value cannot be read or is out of its range.</exception>
    public static T Section<T>(IConfiguration section, string where)
        where T : class, new()
    {
        try
        {
            var options = section.Get<T>() ?? new T();
            Validator.ValidateObject(options, new ValidationContext(options), validateAllProperties: true);
            return options;
        }
        catch (Exception e) when (e is InvalidOperationException or ValidationException)
        {
            throw new FunctionAppException($"Correct {where}: {e.Message}", e);
        }
    }
}

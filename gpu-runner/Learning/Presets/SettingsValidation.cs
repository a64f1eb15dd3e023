using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json;

namespace CloudRestore.Learning.Presets;

/// <summary>Checks the ranges of a settings record and of everything in it.</summary>
internal static class SettingsValidation
{
    /// <exception cref="PresetException">The first setting that is out of range, with its path.</exception>
    public static void Check(object settings) => Check(settings, "");

    private static void Check(object settings, string path)
    {
        var errors = new List<ValidationResult>();
        if (!Validator.TryValidateObject(settings, new ValidationContext(settings), errors, validateAllProperties: true))
        {
            var name = JsonNamingPolicy.CamelCase.ConvertName(errors[0].MemberNames.FirstOrDefault() ?? "");
            throw new PresetException($"The setting '{path}{name}' is not valid: {errors[0].ErrorMessage}");
        }

        foreach (var property in settings.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            var name = path + JsonNamingPolicy.CamelCase.ConvertName(property.Name);
            var value = property.GetIndexParameters().Length == 0 ? property.GetValue(settings) : null;
            if (value is IEnumerable list and not string)
                foreach (var (index, item) in list.Cast<object>().Index())
                    Check(item, $"{name}.{index}.");
            else if (value is not null && property.PropertyType.Namespace!.StartsWith("CloudRestore", StringComparison.Ordinal) && property.PropertyType.IsClass)
                Check(value, name + ".");
        }
    }
}

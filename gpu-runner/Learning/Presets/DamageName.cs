using System.ComponentModel.DataAnnotations;
using CloudRestore.Imaging.Damage;

namespace CloudRestore.Learning.Presets;

/// <summary>Checks that a setting names a damage recipe that exists.</summary>
internal static class DamageName
{
    /// <summary>The problem with a name, if it has one.</summary>
    public static IEnumerable<ValidationResult> Check(string name, string setting)
    {
        try
        {
            _ = DamageRecipe.Named(name);
            return [];
        }
        catch (ArgumentException error)
        {
            return [new ValidationResult(error.Message, [setting])];
        }
    }
}

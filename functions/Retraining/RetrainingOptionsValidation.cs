using CloudRestore.Core.Naming;
using CloudRestore.Core.Runs;
using CloudRestore.Functions.Orchestrations;
using CloudRestore.Functions.Training;
using Cronos;
using Microsoft.Extensions.Options;

namespace CloudRestore.Functions.Retraining;

/// <summary>Refuses settings that could only fail at the first occurrence, when nobody looks.</summary>
internal sealed class RetrainingOptionsValidation : IValidateOptions<RetrainingOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, RetrainingOptions options) =>
        Problem(options) is { } problem ? ValidateOptionsResult.Fail(problem) : ValidateOptionsResult.Success;

    private static string? Problem(RetrainingOptions options)
    {
        if (!PresetNames.All.Contains(options.Preset))
            return $"The setting Retraining:Preset is '{options.Preset}': use {string.Join(", ", PresetNames.All)}.";
        if (options.Dataset is not null && !Identifier.IsValid(options.Dataset))
            return $"The setting Retraining:Dataset is '{options.Dataset}', which cannot name a dataset: use lower-case letters, digits, '-' and '.'.";
        if (options.Recipe is not null && RecipeProblem(options.Recipe) is { } recipe)
            return $"The setting Retraining:Recipe cannot be used. {recipe}";
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(options.TimeZone, out _))
            return $"The setting Retraining:TimeZone is '{options.TimeZone}', which this machine does not know: use a name such as Europe/Berlin, or UTC.";
        if (string.IsNullOrEmpty(options.Schedule))
            return null;
        if (!CronExpression.TryParse(options.Schedule, CronFormat.IncludeSeconds, out _))
            return $"The setting {RetrainingOptions.ScheduleSetting} is '{options.Schedule}': use six fields, second minute hour day month weekday, such as '0 0 3 * * SUN'.";
        return options.Dataset is null ? $"The setting {RetrainingOptions.ScheduleSetting} needs a dataset: set Retraining:Dataset to its name." : null;
    }

    private static string? RecipeProblem(string recipe)
    {
        try
        {
            DatasetActivities.Recipe(recipe);
            return null;
        }
        catch (PermanentFailureException e)
        {
            return e.Message;
        }
    }
}

using System.Text.Json;
using CloudRestore.Core.Runs;
using CloudRestore.Core.Serialization;
using CloudRestore.Functions.Records;

namespace CloudRestore.Functions.Http;

/// <summary>The <c>status</c> of a list's query.</summary>
internal static class StatusFilter
{
    /// <summary>The status, or null for all.</summary>
    /// <exception cref="RequestRefusedException">There is no such status.</exception>
    public static RunStatus? Read(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return null;
        foreach (var status in Enum.GetValues<RunStatus>())
        {
            if (JsonSerializer.Serialize(status, CoreJson.Options).Trim('"') == text)
                return status;
        }

        throw new RequestRefusedException(400, "'status' must be pending, running, awaiting-approval, succeeded, failed or cancelled.");
    }
}

namespace CloudRestore.GpuRunner.Jobs;

/// <summary>This runner no longer holds the job: its lease or message is gone, or a later attempt has written. Nothing more may be written.</summary>
internal sealed class JobLostException(string message) : Exception(message);

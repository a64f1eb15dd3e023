using Microsoft.DurableTask.Converters;

namespace Microsoft.DurableTask.Client;

/// <summary>A snapshot of an orchestration.</summary>
public sealed class OrchestrationMetadata
{
    /// <summary>Makes a snapshot.</summary>
    /// <param name="name">Name of the orchestrator.</param>
    /// <param name="instanceId">Id of the orchestration.</param>
    public OrchestrationMetadata(string name, string instanceId)
    {
        Name = name;
        InstanceId = instanceId;
    }

    /// <summary>Name of the orchestrator.</summary>
    public string Name { get; }

    /// <summary>Id of the orchestration.</summary>
    public string InstanceId { get; }

    /// <summary>Reads input, output and custom status; null for default JSON.</summary>
    public DataConverter? DataConverter { get; init; }

    /// <summary>Where it stands.</summary>
    public OrchestrationRuntimeStatus RuntimeStatus { get; init; }

    /// <summary>When it was created.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it last made a step.</summary>
    public DateTimeOffset LastUpdatedAt { get; init; }

    /// <summary>The input as text; null when not fetched or not given. After continue-as-new, the newest input.</summary>
    public string? SerializedInput { get; init; }

    /// <summary>The output as text; null when not fetched or not there. Of a failed orchestration, the message as it is.</summary>
    public string? SerializedOutput { get; init; }

    /// <summary>The custom status as text; null when not fetched or not set.</summary>
    public string? SerializedCustomStatus { get; init; }

    /// <summary>How it failed; null when not fetched or not failed.</summary>
    public TaskFailureDetails? FailureDetails { get; init; }

    /// <summary>Whether its status is <see cref="OrchestrationRuntimeStatus.Running"/>.</summary>
    public bool IsRunning => RuntimeStatus == OrchestrationRuntimeStatus.Running;

    /// <summary>Whether it has ended: completed, failed or terminated.</summary>
    public bool IsCompleted =>
        RuntimeStatus is OrchestrationRuntimeStatus.Completed or OrchestrationRuntimeStatus.Failed or OrchestrationRuntimeStatus.Terminated;

    /// <summary>Set by the client that made the snapshot: whether input, output and custom status were asked for.</summary>
    internal bool RequestedInputsAndOutputs { get; init; }

    /// <summary>The input.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <returns>The input, or the default value when there is none.</returns>
    /// <exception cref="InvalidOperationException">The snapshot was taken without inputs and outputs.</exception>
    public T? ReadInputAs<T>() => Read<T>(SerializedInput, nameof(ReadInputAs));

    /// <summary>The output.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <returns>The output, or the default value when there is none.</returns>
    /// <exception cref="InvalidOperationException">The snapshot was taken without inputs and outputs.</exception>
    public T? ReadOutputAs<T>() => Read<T>(SerializedOutput, nameof(ReadOutputAs));

    /// <summary>The custom status.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <returns>The custom status, or the default value when there is none.</returns>
    /// <exception cref="InvalidOperationException">The snapshot was taken without inputs and outputs.</exception>
    public T? ReadCustomStatusAs<T>() => Read<T>(SerializedCustomStatus, nameof(ReadCustomStatusAs));

    /// <inheritdoc/>
    public override string ToString() => $"[Name: '{Name}', ID: '{InstanceId}', RuntimeStatus: {RuntimeStatus}]";

    private T? Read<T>(string? data, string method)
    {
        if (!RequestedInputsAndOutputs)
        {
            throw new InvalidOperationException(
                $"{method} needs the inputs and outputs of '{InstanceId}': ask for them with getInputsAndOutputs or FetchInputsAndOutputs.");
        }

        return data is null ? default : (DataConverter ?? JsonDataConverter.Default).Deserialize<T>(data);
    }
}

using System.ComponentModel.DataAnnotations;

namespace CloudRestore.Learning.Presets;

/// <summary>A stretch of training with one crop size and one learning-rate schedule; fastai's <c>fit</c> or <c>fit_one_cycle</c>.</summary>
public sealed record TrainingPhase
{
    /// <summary>Optimiser steps; when null, <see cref="Epochs"/> decides.</summary>
    [Range(1, 10_000_000)]
    public int? Steps { get; init; }

    /// <summary>Passes over the training photographs; used when <see cref="Steps"/> is null. Default 1.</summary>
    [Range(1, 10_000)]
    public int Epochs { get; init; } = 1;

    /// <summary>Images in a batch. Default 8.</summary>
    [Range(1, 512)]
    public int Batch { get; init; } = 8;

    /// <summary>How the crops are cut.</summary>
    public CropPreset Crop { get; init; } = new();

    /// <summary>The learning rate, the highest of the cycle for <see cref="LearningRateShape.OneCycle"/>. Default 1e-3.</summary>
    [Range(1e-8, 1.0)]
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>How the rate is spread over the generator's layers. Default all alike.</summary>
    public LayerRates LayerRates { get; init; } = LayerRates.Same;

    /// <summary>The earliest layers' learning rate where <see cref="LayerRates"/> is geometric. Default 1e-6, as the lesson.</summary>
    [Range(1e-10, 1.0)]
    public double LowestLearningRate { get; init; } = 1e-6;

    /// <summary>How the learning rate moves. Default one cycle.</summary>
    public LearningRateShape Shape { get; init; } = LearningRateShape.OneCycle;

    /// <summary>The share of the phase in which the rate of a one-cycle schedule rises. Default 0.3, as fastai.</summary>
    [Range(0.0, 1.0)]
    public double RisingShare { get; init; } = 0.3;

    /// <summary>Whether the encoder is frozen (its BatchNorm still trains, as in fastai). Default false.</summary>
    public bool FreezeEncoder { get; init; }

    /// <summary>The number of steps for a data set of that many photographs.</summary>
    /// <param name="photographs">Photographs in the training split; at least 1.</param>
    public int StepsFor(int photographs) => Steps ?? checked(Epochs * ((photographs + Batch - 1) / Batch));
}

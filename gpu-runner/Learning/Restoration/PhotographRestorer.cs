using System.Numerics;
using CloudRestore.Imaging;
using CloudRestore.Imaging.Photographs;
using CloudRestore.Imaging.Resampling;
using CloudRestore.Learning.Models;
using CloudRestore.Learning.Presets;
using Generator = CloudRestore.Learning.Networks.Generator;

namespace CloudRestore.Learning.Restoration;

/// <summary>
/// Restores photographs with a model. The colours go through the network, with the bits they have; alpha is resampled beside it; greyscale
/// stays greyscale; profile and metadata are kept. It gives a restored photograph or an exception, never the input and never a part.
/// </summary>
public sealed class PhotographRestorer
{
    private readonly RestorerOptions _options;
    private readonly TiledGenerator _generator;

    /// <summary>Prepares a model for restoring; the model stays the caller's to dispose.</summary>
    /// <param name="model">The model.</param>
    /// <param name="options">How to cut tiles, and what is done to them; null for the defaults.</param>
    /// <exception cref="PresetException">An option is out of range.</exception>
    public PhotographRestorer(LoadedModel model, RestorerOptions? options = null)
        : this(Network(model), OptionsFor(model.Card, options))
    {
    }

    /// <summary>Prepares an engine for restoring; it stays the caller's to dispose.</summary>
    /// <param name="engine">What restores a tile, and the model's card.</param>
    /// <param name="options">How to cut tiles, and what is done to them; null for the defaults.</param>
    /// <exception cref="PresetException">An option is out of range.</exception>
    public PhotographRestorer(RestorationEngine engine, RestorerOptions? options = null)
        : this(Network(engine), OptionsFor(engine.Card, options))
    {
    }

    /// <summary>Prepares a network for restoring; it stays the caller's to dispose.</summary>
    /// <param name="network">What restores a tile.</param>
    /// <param name="options">How to cut tiles, and what is done to them; null for the defaults.</param>
    /// <exception cref="PresetException">An option is out of range.</exception>
    public PhotographRestorer(ITileNetwork network, RestorerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        _options = options ?? new RestorerOptions();
        SettingsValidation.Check(_options);
        _generator = new TiledGenerator(network, _options);
    }

    /// <summary>Brings a photograph to a size and restores it there.</summary>
    /// <param name="photograph">The damaged photograph.</param>
    /// <param name="size">The size of the result.</param>
    /// <param name="progress">Told the share done, from 0 to 1.</param>
    /// <param name="cancellationToken">Ends the work between two tiles.</param>
    /// <exception cref="RestorationException">The result would be too large, memory ran out, or the network's answer is not finite.</exception>
    public Photograph Restore(Photograph photograph, RestorationSize size, IProgress<double>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(photograph);
        var (width, height) = size.For(photograph.Width, photograph.Height);
        if ((long)width * height > _options.MaxPixels || Math.Max(width, height) > PhotographLimits.Default.MaxSide)
        {
            throw new RestorationException(
                RestorationProblem.TooManyPixels,
                $"The restored photograph would have {width} x {height} pixels; {_options.MaxPixels:N0} pixels and sides of {PhotographLimits.Default.MaxSide:N0} are allowed; ask for a smaller size.");
        }

        var isThatSize = (width, height) == (photograph.Width, photograph.Height);
        var resized = isThatSize ? photograph : Resample.Bilinear(photograph, width, height);
        if (resized.DeepColor is { } deep)
        {
            var pixels = _generator.Restore(deep, progress, cancellationToken).Pixels;
            ToGrey<ushort>(pixels, photograph.IsGreyscale);
            return resized.WithColor(new DeepRgbImage(width, height, pixels));
        }

        var restored = _generator.Restore(resized.Color, progress, cancellationToken);
        ToGrey<byte>(restored.Pixels, photograph.IsGreyscale);
        return resized.WithColor(restored);
    }

    /// <summary>Options as they hold for a model.</summary>
    internal static RestorerOptions OptionsFor(ModelCard card, RestorerOptions? options = null)
    {
        options ??= new RestorerOptions();
        return options with { SmoothResidue = options.SmoothResidue && card.TrainedFor.Stamps };
    }

    private static ITileNetwork Network(RestorationEngine engine)
    {
        ArgumentNullException.ThrowIfNull(engine);
        return engine.Network;
    }

    private static TorchTileNetwork Network(LoadedModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        model.Generator.eval();
        return new TorchTileNetwork(model.Generator, Generator.Stride, model.Generator.parameters().First().device);
    }

    private static void ToGrey<T>(T[] pixels, bool isGreyscale)
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        if (!isGreyscale)
            return;
        var luma = Samples.Luma<T>(pixels);
        for (var i = 0; i < luma.Length; i++)
            pixels.AsSpan(i * RgbImage.Channels, RgbImage.Channels).Fill(luma[i]);
    }
}

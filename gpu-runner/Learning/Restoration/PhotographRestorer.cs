using CloudRestore.Imaging;
using CloudRestore.Imaging.Photographs;
using CloudRestore.Imaging.Resampling;
using CloudRestore.Learning.Models;
using CloudRestore.Learning.Presets;
using Generator = CloudRestore.Learning.Networks.Generator;

namespace CloudRestore.Learning.Restoration;

/// <summary>
/// Restores photographs with a model. The colours go through the network; alpha is resampled beside it; greyscale stays greyscale; profile
/// and metadata are kept. It gives a restored photograph or an exception, never the input and never a part.
/// </summary>
public sealed class PhotographRestorer
{
    private readonly RestorerOptions _options;
    private readonly TiledGenerator _generator;

    /// <summary>Prepares a model for restoring; the model stays the caller's to dispose.</summary>
    /// <param name="model">The model.</param>
    /// <param name="options">How to cut tiles; null for the defaults.</param>
    /// <exception cref="PresetException">An option is out of range.</exception>
    public PhotographRestorer(LoadedModel model, RestorerOptions? options = null)
        : this(Network(model), options)
    {
    }

    /// <summary>Prepares a network for restoring; it stays the caller's to dispose.</summary>
    /// <param name="network">What restores a tile.</param>
    /// <param name="options">How to cut tiles; null for the defaults.</param>
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
        var (width, height) = size.For(photograph.Color.Width, photograph.Color.Height);
        if ((long)width * height > _options.MaxPixels || Math.Max(width, height) > PhotographLimits.Default.MaxSide)
        {
            throw new RestorationException(
                RestorationProblem.TooManyPixels,
                $"The restored photograph would have {width} x {height} pixels; {_options.MaxPixels:N0} pixels and sides of {PhotographLimits.Default.MaxSide:N0} are allowed; ask for a smaller size.");
        }

        var resized = Resample.Bilinear(photograph, width, height);
        var restored = _generator.Restore(resized.Color, progress, cancellationToken);
        return resized.WithColor(photograph.IsGreyscale ? Luma(restored) : restored);
    }

    private static TorchTileNetwork Network(LoadedModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        model.Generator.eval();
        return new TorchTileNetwork(model.Generator, Generator.Stride, model.Generator.parameters().First().device);
    }

    // Rec. 601, as JPEG.
    private static RgbImage Luma(RgbImage image)
    {
        var pixels = new byte[image.Pixels.Length];
        for (var i = 0; i < pixels.Length; i += RgbImage.Channels)
        {
            var luma = 0.299 * image.Pixels[i] + 0.587 * image.Pixels[i + 1] + 0.114 * image.Pixels[i + 2];
            pixels.AsSpan(i, RgbImage.Channels).Fill((byte)Math.Round(luma));
        }

        return new RgbImage(image.Width, image.Height, pixels);
    }
}

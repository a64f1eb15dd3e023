using System.Diagnostics;
using CloudRestore.Cli.Commands;
using CloudRestore.Cli.Photographs;
using CloudRestore.Imaging;
using CloudRestore.Imaging.Photographs;
using CloudRestore.Imaging.Resampling;
using CloudRestore.Stack;

namespace CloudRestore.Cli.Benchmarking;

/// <summary>Restores a photograph of 24 megapixels from file to file, in a process of its own whose memory is watched.</summary>
internal static class LargePhotograph
{
    private const int Columns = 3;
    private const int Rows = 2;
    private const int Cell = 2000;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Makes the photograph of others, restores it, and says how long it took.</summary>
    public static async Task<RestoreSpeed> RestoreAsync(IReadOnlyList<PhotographFile> photographs, string model, string scratch, CancellationToken cancellationToken)
    {
        var source = Path.Combine(scratch, "large.jpg");
        await File.WriteAllBytesAsync(source, PhotographWriter.Write(new Photograph(Mosaic(photographs)), PhotographFormat.Jpeg), cancellationToken);
        var started = Stopwatch.GetTimestamp();
        using var process = Process.Start(new ProcessStartInfo("dotnet", [Repository.CommandLine, "restore", source, "--model", model, "--out", Path.Combine(scratch, "restored"), "--force"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(cancellationToken), process.StandardError.ReadToEndAsync(cancellationToken));
        try
        {
            var peak = 0L;
            while (!process.HasExited)
            {
                process.Refresh();
                peak = Math.Max(peak, process.HasExited ? 0 : process.PeakWorkingSet64);
                await Task.WhenAny(process.WaitForExitAsync(cancellationToken), Task.Delay(Pause, cancellationToken));
                cancellationToken.ThrowIfCancellationRequested();
            }

            return process.ExitCode == 0
                ? new RestoreSpeed(Columns * Rows * Cell * (double)Cell / 1e6, Stopwatch.GetElapsedTime(started).TotalSeconds, peak / 1e6)
                : throw new CliException($"The large photograph could not be restored: {await error}{await output}");
        }
        finally
        {
            if (!process.HasExited)
                process.Kill();
        }
    }

    private static RgbImage Mosaic(IReadOnlyList<PhotographFile> photographs)
    {
        var stride = Columns * Cell * RgbImage.Channels;
        var pixels = new byte[Rows * Cell * stride];
        for (var place = 0; place < Columns * Rows; place++)
        {
            var photograph = photographs[place % photographs.Count];
            var cell = Resample.Bilinear(PhotographReader.Read(File.ReadAllBytes(photograph.Path), photograph.Name).Color, Cell, Cell);
            for (var y = 0; y < Cell; y++)
                cell.Pixels.AsSpan(y * Cell * RgbImage.Channels, Cell * RgbImage.Channels).CopyTo(pixels.AsSpan(((((place / Columns) * Cell) + y) * stride) + (place % Columns * Cell * RgbImage.Channels)));
        }

        return new RgbImage(Columns * Cell, Rows * Cell, pixels);
    }
}

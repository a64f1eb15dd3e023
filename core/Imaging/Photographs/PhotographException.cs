using System.Globalization;

namespace CloudRestore.Imaging.Photographs;

/// <summary>A photograph cannot be used. The message is one sentence for a person: which file, what is wrong, what to do.</summary>
public sealed class PhotographException : Exception
{
    private const string Formats = "JPEG, PNG, WebP, TIFF or AVIF";

    /// <summary>Makes the exception with its whole sentence.</summary>
    /// <param name="problem">Why the file was refused.</param>
    /// <param name="message">The sentence that a person reads.</param>
    /// <param name="innerException">What the decoder said, if it said anything.</param>
    public PhotographException(PhotographProblem problem, string message, Exception? innerException = null)
        : base(message, innerException) => Problem = problem;

    /// <summary>Why the file was refused.</summary>
    public PhotographProblem Problem { get; }

    internal static PhotographException Empty(string name) =>
        new(PhotographProblem.NotAPhotograph, $"\"{Printable(name)}\" is empty: give a {Formats} file.");

    internal static PhotographException NotAPhotograph(string name) =>
        new(PhotographProblem.NotAPhotograph, $"\"{Printable(name)}\" is not a photograph, whatever its name says: give a {Formats} file.");

    internal static PhotographException Unsupported(string name, string what) =>
        new(PhotographProblem.Unsupported, $"\"{Printable(name)}\" is {what}, which is not supported: save it as {Formats}, 8 or 16 bits per sample.");

    internal static PhotographException TooManyPixels(string name, long width, long height, long limit) =>
        new(PhotographProblem.TooManyPixels, Invariant(
            $"\"{Printable(name)}\" is {width} x {height} pixels, more than the {limit:N0} pixels allowed: make it smaller."));

    internal static PhotographException TooLong(string name, long width, long height, int limit) =>
        new(PhotographProblem.TooManyPixels, Invariant(
            $"\"{Printable(name)}\" is {width} x {height} pixels, and no side may have more than {limit:N0}: cut it into parts or make it smaller."));

    internal static PhotographException TooManyBytes(string name, long bytes, long limit) =>
        new(PhotographProblem.TooManyBytes, Invariant(
            $"\"{Printable(name)}\" has {bytes:N0} bytes, more than the {limit:N0} bytes allowed: save it smaller or at a lower quality."));

    internal static PhotographException TooSmall(string name, long width, long height, int limit) =>
        new(PhotographProblem.TooSmall, Invariant(
            $"\"{Printable(name)}\" is {width} x {height} pixels, too small to restore: give one of at least {limit} x {limit} pixels."));

    internal static PhotographException Damaged(string name, PhotographFormat format, Exception? cause) =>
        new(PhotographProblem.Damaged,
            $"\"{Printable(name)}\" is a {format.ToString().ToUpperInvariant()} file that is cut short or broken: get a complete copy.", cause);

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static string Printable(string name) => string.Concat(name.Select(c => char.IsControl(c) ? '?' : c));
}

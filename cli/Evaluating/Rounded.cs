namespace CloudRestore.Cli.Evaluating;

/// <summary>Figures as they are published: the last digits of sums depend on how many numbers a processor adds at once.</summary>
internal static class Rounded
{
    private const int Places = 6;

    /// <summary>A figure.</summary>
    public static double Value(double figure) => Math.Round(figure, Places);

    /// <summary>A figure that may be absent.</summary>
    public static double? Value(double? figure) => figure is { } value ? Value(value) : null;
}

using System.Globalization;

namespace CloudRestore.Cli.Restoring;

/// <summary>How far a batch is, over all its photographs: how many, how many megapixels, how fast. Safe beside other threads.</summary>
internal sealed class RestorationProgress
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    private readonly Lock _turn = new();
    private readonly TimeProvider _time;
    private readonly int _count;
    private readonly Action<double, string> _moved;
    private readonly Action<string>? _line;
    private readonly long _started;
    private long _lastLine;
    private double _photographs;
    private double _megapixels;

    /// <summary>Starts the clock.</summary>
    /// <param name="count">All photographs.</param>
    /// <param name="time">The clock.</param>
    /// <param name="moved">Told the photographs done, with fractions, and the text that says so.</param>
    /// <param name="line">Told that text every ten seconds; null for never.</param>
    public RestorationProgress(int count, TimeProvider time, Action<double, string> moved, Action<string>? line)
    {
        (_count, _time, _moved, _line) = (count, time, moved, line);
        _started = _lastLine = time.GetTimestamp();
    }

    /// <summary>Since the start.</summary>
    public TimeSpan Elapsed => _time.GetElapsedTime(_started);

    /// <summary>Begins a photograph; end it with <see cref="Photograph.End"/>, however it ends.</summary>
    public Photograph Begin() => new(this);

    private void Move(double photographs, double megapixels)
    {
        lock (_turn)
        {
            _photographs += photographs;
            _megapixels += megapixels;
            var speed = _megapixels / Math.Max(Elapsed.TotalSeconds, 1e-3);
            var text = string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(_photographs + 1e-9):0} of {_count} photographs, {_megapixels:0.0} megapixels, {speed:0.00} MP/s");
            _moved(_photographs, text);
            if (_line is not null && _time.GetElapsedTime(_lastLine) >= Pause)
            {
                _lastLine = _time.GetTimestamp();
                _line(text);
            }
        }
    }

    /// <summary>One photograph of the batch.</summary>
    internal sealed class Photograph(RestorationProgress all) : IProgress<RestoredShare>
    {
        private RestoredShare _last;

        /// <inheritdoc/>
        public void Report(RestoredShare value)
        {
            var before = _last;
            _last = value;
            all.Move(value.Share - before.Share, (value.Share * value.Megapixels) - (before.Share * before.Megapixels));
        }

        /// <summary>Counts the photograph as done; what was not restored of it adds no megapixels.</summary>
        public void End() => all.Move(1 - _last.Share, 0);
    }
}

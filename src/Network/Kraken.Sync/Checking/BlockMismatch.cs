using Kraken.Serialization;

namespace Kraken.Sync.Checking;

/// <summary>Where a block of a source is not what it has to be.</summary>
/// <param name="Number">The height at which it was given.</param>
/// <param name="What">The place.</param>
/// <param name="Expected">What must stand there.</param>
/// <param name="Got">What stands there.</param>
public sealed record BlockMismatch(ulong Number, string What, string Expected, string Got)
{
    /// <summary>The mismatch in words, of which those that the source chose are few and plain.</summary>
    public override string ToString() =>
        $"block {Number}, {What}: expected {Line(Expected)}, got {Line(Got)}";

    private static string Line(string words) => ForeignText.Line(words, SyncLimits.MaxWords);
}

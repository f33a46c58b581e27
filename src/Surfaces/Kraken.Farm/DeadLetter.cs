using Kraken.Proofs.Ranges;
using Kraken.Serialization;

namespace Kraken.Farm;

/// <summary>Bounds of what is kept of jobs that nobody can do.</summary>
internal static class DeadLetter
{
    /// <summary>The most jobs that are kept; the oldest go first.</summary>
    public const int MaxKept = 10_000;

    /// <summary>A reason within the bound, on one line, without what a terminal would obey: it may be a stranger's.</summary>
    public static string Shortened(string reason) => ForeignText.Line(reason, UnprovedBlock.MaxReason);
}

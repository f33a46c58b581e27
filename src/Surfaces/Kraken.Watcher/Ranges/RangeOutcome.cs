using Kraken.Proofs.Ranges;

namespace Kraken.Watcher.Ranges;

/// <summary>What became of an attempt to prove blocks: one of the three.</summary>
internal abstract record RangeOutcome
{
    private RangeOutcome()
    {
    }

    /// <summary>They are proved, and the bundle passes its check.</summary>
    /// <param name="Stored">What is to be stored.</param>
    public sealed record Proved(StoredRange Stored) : RangeOutcome;

    /// <summary>One of them holds what the program does not state.</summary>
    /// <param name="Block">Its number.</param>
    /// <param name="Reason">What it holds.</param>
    public sealed record NotProvable(ulong Block, string Reason) : RangeOutcome;

    /// <summary>Together they cannot be proved; fewer of them might be.</summary>
    /// <param name="Reason">Why.</param>
    public sealed record Unfit(string Reason) : RangeOutcome;
}

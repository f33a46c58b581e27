using Kraken.Proofs.Ranges;

namespace Kraken.Farm.Proving;

/// <summary>What became of an attempt to prove blocks: one of the five.</summary>
public abstract record RangeOutcome
{
    private RangeOutcome()
    {
    }

    /// <summary>They are proved, and the bundle passes its check.</summary>
    public sealed record Proved(StoredRange Stored) : RangeOutcome;

    /// <summary>One of them holds what the program does not state.</summary>
    /// <param name="Block">Its number.</param>
    /// <param name="Reason">What it holds.</param>
    public sealed record NotProvable(ulong Block, string Reason) : RangeOutcome;

    /// <summary>Together they cannot be proved by anybody; fewer of them might be.</summary>
    /// <param name="Reason">Why.</param>
    public sealed record Unfit(string Reason) : RangeOutcome;

    /// <summary>This machine has no memory for the proof; another one might.</summary>
    /// <param name="Cells">The cells of the prover's trace.</param>
    /// <param name="Most">The most for which there is memory.</param>
    public sealed record TooLarge(ulong Cells, ulong Most) : RangeOutcome;

    /// <summary>The witness does not show these blocks: whoever tried again would find the same.</summary>
    /// <param name="Reason">Where, what was expected, and what was there.</param>
    public sealed record Refuted(string Reason) : RangeOutcome;
}

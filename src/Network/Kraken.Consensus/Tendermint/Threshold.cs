namespace Kraken.Consensus.Tendermint;

/// <summary>What a vote made true; each is told once per round.</summary>
public enum ThresholdKind
{
    /// <summary>Nothing new.</summary>
    None,

    /// <summary>A quorum prevoted.</summary>
    PolkaAny,

    /// <summary>A quorum prevoted nil.</summary>
    PolkaNil,

    /// <summary>A quorum prevoted one value.</summary>
    PolkaValue,

    /// <summary>A quorum precommitted.</summary>
    PrecommitAny,

    /// <summary>A quorum precommitted one value.</summary>
    PrecommitValue,

    /// <summary>A third of the weight sent votes of a higher round.</summary>
    Skip,
}

/// <summary>A threshold that was reached.</summary>
/// <param name="Round">In which round; -1 with <see cref="ThresholdKind.None"/>.</param>
/// <param name="Value">For which value; null where the kind names none.</param>
public readonly record struct Threshold(ThresholdKind Kind, int Round, ValueId? Value)
{
    /// <summary>Nothing new.</summary>
    public static Threshold None => new(ThresholdKind.None, -1, null);
}

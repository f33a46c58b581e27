namespace Kraken.Sierra.Libfuncs;

/// <summary>How a branch of a library function moves ap.</summary>
public enum ApEffectKind
{
    /// <summary>By a known number of cells.</summary>
    Known,

    /// <summary>By a number that only the run knows.</summary>
    Unknown,

    /// <summary>By the alignment that the metadata assigns to the statement.</summary>
    FromMetadata,

    /// <summary>Not now, but by the amount when the locals are finalized.</summary>
    AtLocalsFinalization,

    /// <summary>By all locals allocated so far.</summary>
    FinalizeLocals,

    /// <summary>By the called function's change plus two.</summary>
    FunctionCall,

    /// <summary>Not at all; tracking starts anew.</summary>
    EnableTracking,

    /// <summary>Not at all; tracking ends.</summary>
    DisableTracking,

    /// <summary>By the computation of the builtin costs, which depends on the statement's token usages; the amount comes on top.</summary>
    GasComputation,
}

/// <summary>The movement of ap on a branch.</summary>
/// <param name="Amount">The number of cells, where the kind has one.</param>
public readonly record struct ApEffect(ApEffectKind Kind, int Amount = 0);

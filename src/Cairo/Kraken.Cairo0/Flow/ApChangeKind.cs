namespace Kraken.Cairo0.Flow;

/// <summary>What is known of a change of ap.</summary>
internal enum ApChangeKind
{
    /// <summary>No path has been seen.</summary>
    Unconstrained,

    /// <summary>The paths differ, or one of them cannot be followed.</summary>
    Unknown,

    /// <summary>The number of cells is known.</summary>
    Known,
}

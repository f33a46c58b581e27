namespace Kraken.Air;

/// <summary>Where a base trace column's values come from.</summary>
public enum ColumnKind
{
    /// <summary>The enabler, written by the executor.</summary>
    Enabler,

    /// <summary>A multiplicity, written by the executor after all feeds were counted.</summary>
    Multiplicity,

    /// <summary>An input of the row, written by the executor.</summary>
    Input,

    /// <summary>Equal to a constrained expression.</summary>
    Assigned,

    /// <summary>Deduced, bound only by other constraints.</summary>
    Deduced,
}

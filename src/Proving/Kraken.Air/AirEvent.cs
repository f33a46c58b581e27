namespace Kraken.Air;

/// <summary>What happens in definition order; the index points into the recording's list of that kind.</summary>
public enum AirEventKind
{
    /// <summary>A column gets its value.</summary>
    Column,

    /// <summary>An expression is constrained to vanish.</summary>
    Constraint,

    /// <summary>A fraction is added to the logup sum.</summary>
    Lookup,

    /// <summary>A row is handed to another component.</summary>
    Feed,
}

/// <summary>One event of a recording.</summary>
/// <param name="Index">The index in the recording's Columns, Constraints, Lookups or Feeds.</param>
public readonly record struct AirEvent(AirEventKind Kind, int Index);

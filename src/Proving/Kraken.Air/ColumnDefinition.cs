namespace Kraken.Air;

/// <summary>One base trace column, in trace order.</summary>
/// <param name="Name">The name; not unique.</param>
/// <param name="Kind">Where the values come from.</param>
/// <param name="Definition">The node that gives the value (Assigned, Deduced), else -1.</param>
public sealed record ColumnDefinition(string Name, ColumnKind Kind, int Definition);

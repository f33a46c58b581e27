namespace Kraken.Air;

/// <summary>How a component's rows are made up to a power of two.</summary>
public enum RowPadding
{
    /// <summary>Column 0 is 1 on the active rows and 0 on the padding; uses and yields carry it, padding rows feed nobody.</summary>
    Enabler,

    /// <summary>
    /// Column 0 is the yield's multiplicity, 0 on the padding; uses have numerator 1 and padding rows feed their callees.
    /// </summary>
    Multiplicity,

    /// <summary>All rows are real (builtin segments are padded in the memory itself).</summary>
    None,

    /// <summary>A fixed table: one multiplicity column per yielded relation, rows are the preprocessed columns'.</summary>
    Table,
}

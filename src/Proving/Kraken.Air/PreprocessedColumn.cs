using System;
using System.Globalization;

namespace Kraken.Air;

/// <summary>The name of a preprocessed column. The row counter depends on the size of the component that reads it.</summary>
/// <param name="Name">The column's name; <c>seq</c> stands for the row counter of the component's size.</param>
public readonly record struct PreprocessedColumn(string Name)
{
    private const string SequenceName = "seq";

    /// <summary>The row counter 0, 1, 2, ... of the component's own size.</summary>
    public static PreprocessedColumn Sequence => new(SequenceName);

    /// <summary>The column's full name in the preprocessed trace: <c>seq_n</c> for the row counter of size 2^n.</summary>
    /// <param name="logSize">The log size of the component that reads it.</param>
    public string Resolve(int logSize) => string.Equals(Name, SequenceName, StringComparison.Ordinal)
        ? SequenceName + "_" + logSize.ToString(CultureInfo.InvariantCulture)
        : Name;
}

using System;
using Kraken.Fields;

namespace Kraken.Cairo.Air.Preprocessed;

/// <summary>A preprocessed column: a name, a size and a rule for its values.</summary>
public abstract class FixedColumn(string name, int logSize)
{
    /// <summary>The name by which components read it.</summary>
    public string Name { get; } = name;

    /// <summary>The binary logarithm of the number of rows.</summary>
    public int LogSize { get; } = logSize;

    /// <summary>Writes the 2^LogSize values in row order (which is the storage order of columns).</summary>
    /// <param name="values">Exactly 2^LogSize elements.</param>
    public void Fill(Span<M31> values)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(values.Length, 1 << LogSize);
        for (int row = 0; row < values.Length; row++)
        {
            values[row] = M31.FromCanonical(At(row));
        }
    }

    /// <summary>The value of a row, below p.</summary>
    public abstract uint At(int row);

    /// <inheritdoc/>
    public override string ToString() => $"{Name} 2^{LogSize}";
}

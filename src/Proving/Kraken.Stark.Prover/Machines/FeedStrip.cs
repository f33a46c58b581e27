using System;

namespace Kraken.Stark.Prover.Machines;

/// <summary>A strip of rows handed to another component: its tuple elements, each for all rows of the strip.</summary>
public readonly unsafe ref struct FeedStrip
{
    private readonly uint** registers;
    private readonly ReadOnlySpan<int> elements;

    internal FeedStrip(uint** registers, ReadOnlySpan<int> elements, long firstRow, int rows)
    {
        this.registers = registers;
        this.elements = elements;
        FirstRow = firstRow;
        Rows = rows;
    }

    /// <summary>The feeding component's row of the strip's first one.</summary>
    public long FirstRow { get; }

    /// <summary>The number of rows, at least 1.</summary>
    public int Rows { get; }

    /// <summary>The number of elements.</summary>
    public int Count => elements.Length;

    /// <summary>One element's words.</summary>
    public ReadOnlySpan<uint> Element(int index)
    {
        // SAFETY: every register covers the rows of the strip.
        return new(registers[elements[index]], Rows);
    }
}

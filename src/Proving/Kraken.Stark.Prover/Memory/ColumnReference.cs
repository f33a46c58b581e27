using System;

namespace Kraken.Stark.Prover.Memory;

/// <summary>One column of a block.</summary>
/// <param name="Index">The column in it.</param>
public readonly record struct ColumnReference(ColumnBlock Block, int Index)
{
    // SAFETY: the pointer is the block's own, see ColumnBlock.

    /// <summary>log2 of the rows.</summary>
    public int LogSize => Block.LogSize;

    /// <summary>The column's words, one per row.</summary>
    public Span<uint> Rows => Block.Rows(Index);

    internal unsafe uint* Words => Block.Column(Index);
}

using System;
using System.Globalization;
using Kraken.Fields;

namespace Kraken.Proofs.Ranges;

/// <summary>Names consecutive blocks of a chain.</summary>
/// <param name="Genesis">The hash of the chain's block 0, which no other chain has.</param>
/// <param name="FirstBlock">The first block's number.</param>
/// <param name="LastBlock">The last block's number, not below the first.</param>
public readonly record struct RangeKey(Felt Genesis, ulong FirstBlock, ulong LastBlock)
{
    /// <summary>Whether a block is one of them.</summary>
    public bool Contains(ulong block) => FirstBlock <= block && block <= LastBlock;

    /// <summary>Reads what <see cref="BlocksText"/> gives; null for any other text.</summary>
    /// <param name="genesis">The chain.</param>
    /// <param name="blocks">The text.</param>
    public static RangeKey? Parse(Felt genesis, string? blocks)
    {
        int split = blocks?.IndexOf('-', StringComparison.Ordinal) ?? -1;
        return split > 0
            && ulong.TryParse(blocks.AsSpan(0, split), NumberStyles.None, CultureInfo.InvariantCulture, out ulong first)
            && ulong.TryParse(blocks.AsSpan(split + 1), NumberStyles.None, CultureInfo.InvariantCulture, out ulong last)
            && new RangeKey(genesis, first, last) is var key && key.FirstBlock <= key.LastBlock && key.BlocksText == blocks
            ? key
            : null;
    }

    /// <summary>The blocks, as "first-last".</summary>
    public string BlocksText => string.Create(CultureInfo.InvariantCulture, $"{FirstBlock}-{LastBlock}");

    /// <inheritdoc/>
    public override string ToString() => FirstBlock == LastBlock
        ? string.Create(CultureInfo.InvariantCulture, $"block {FirstBlock}")
        : string.Create(CultureInfo.InvariantCulture, $"blocks {FirstBlock} to {LastBlock}");
}

namespace Kraken.BlockProof.Program;

/// <summary>Why there is no run of the block program over some blocks.</summary>
/// <param name="Kind">What stands in the way.</param>
/// <param name="Block">The number of the block; the first one's where it concerns all.</param>
/// <param name="Transaction">The place of the transaction in its block; null where none is to blame.</param>
/// <param name="Detail">What was found, with what was expected.</param>
public sealed record NotProvable(BlockRefusalKind Kind, ulong Block, int? Transaction, string Detail)
{
    /// <inheritdoc/>
    public override string ToString() => Transaction is { } index
        ? $"not provable: {Detail} (transaction {index} of block {Block})"
        : $"not provable: {Detail} (block {Block})";
}

using System;
using System.Globalization;
using Kraken.Fields;
using Kraken.Serialization.Json;

namespace Kraken.Proofs;

/// <summary>Names a proof: a transaction in a block. In order: the highest block first, within a block by the transaction's text.</summary>
/// <param name="BlockNumber">The block's number.</param>
/// <param name="TransactionHash">The transaction's hash.</param>
public readonly record struct ProofKey(ulong BlockNumber, Felt TransactionHash)
{
    /// <summary>Whether this entry comes after another in that order.</summary>
    public bool IsAfter(ProofKey other) => BlockNumber == other.BlockNumber
        ? string.CompareOrdinal(TransactionHash.ToString(), other.TransactionHash.ToString()) > 0
        : BlockNumber < other.BlockNumber;

    /// <summary>Reads what <see cref="ToString"/> gives; null for any other text.</summary>
    public static ProofKey? Parse(string? text)
    {
        int split = text?.IndexOf('-', StringComparison.Ordinal) ?? -1;
        return split > 0
            && ulong.TryParse(text.AsSpan(0, split), NumberStyles.None, CultureInfo.InvariantCulture, out ulong block)
            && FeltJsonConverter.TryParse(text.AsSpan(split + 1), out Felt hash)
            ? new ProofKey(block, hash)
            : null;
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{BlockNumber}-{TransactionHash}");
}

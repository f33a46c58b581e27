using Kraken.Fields;

namespace Kraken.Consensus;

/// <summary>What validators vote on: the hash of a proposed block. "Nil" of the papers is a null <see cref="ValueId"/>.</summary>
/// <param name="Hash">The block hash.</param>
public readonly record struct ValueId(Felt Hash)
{
    /// <inheritdoc/>
    public override string ToString() => Hash.ToString();
}

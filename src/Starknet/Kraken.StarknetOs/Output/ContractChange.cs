using System.Collections.Immutable;
using System.Linq;
using Kraken.Fields;

namespace Kraken.StarknetOs.Output;

/// <summary>What blocks changed of a contract.</summary>
/// <param name="Address">Its address, or the alias of it.</param>
/// <param name="NonceBefore">The nonce before the first block.</param>
/// <param name="NonceAfter">The nonce after the last.</param>
/// <param name="ClassBefore">The class before; zero where there was no contract.</param>
/// <param name="Storage">The changed cells, keys or the aliases of keys.</param>
public sealed record ContractChange(
    Felt Address, Felt NonceBefore, Felt NonceAfter, Felt ClassBefore, Felt ClassAfter, ImmutableArray<ValueChange> Storage)
{
    /// <inheritdoc/>
    public bool Equals(ContractChange? other) => other is not null && Address == other.Address && NonceBefore == other.NonceBefore
        && NonceAfter == other.NonceAfter && ClassBefore == other.ClassBefore && ClassAfter == other.ClassAfter
        && Storage.SequenceEqual(other.Storage);

    /// <inheritdoc/>
    public override int GetHashCode() => Address.GetHashCode();

    /// <inheritdoc/>
    public override string ToString() => $"contract {Address}: nonce {NonceBefore} -> {NonceAfter}, class {ClassBefore} -> {ClassAfter}, "
        + string.Join(", ", Storage);
}

using System.Collections.Immutable;
using System.Linq;
using Kraken.Fields;

namespace Kraken.Starknet.Chain;

/// <summary>Which leaves of a state's tries are to be proven.</summary>
/// <param name="Classes">Class hashes.</param>
/// <param name="Contracts">Addresses of contracts.</param>
/// <param name="Storage">Keys of contracts' storage; the contracts themselves are proven only where they stand in the list above.</param>
public sealed record StorageProofQuery(
    ImmutableArray<Felt> Classes, ImmutableArray<Felt> Contracts, ImmutableArray<ContractKeys> Storage)
{
    /// <summary>The most leaves of one request: what public nodes take.</summary>
    public const int MaxKeys = 100;

    /// <summary>How many leaves are asked for; a contract of which no key is asked for counts as one.</summary>
    public int KeyCount => Classes.Length + Contracts.Length + Storage.Sum(contract => System.Math.Max(1, contract.Keys.Length));
}

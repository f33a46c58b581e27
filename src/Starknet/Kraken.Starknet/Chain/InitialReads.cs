using System.Collections.Immutable;
using Kraken.Starknet.Blocks;

namespace Kraken.Starknet.Chain;

/// <summary>What an execution read of the state under it, each place once, in their order: enough to execute it again.</summary>
public sealed record InitialReads
{
    /// <summary>Nothing was read.</summary>
    public static InitialReads None { get; } = new();

    /// <summary>Storage cells.</summary>
    public ImmutableArray<StorageRead> Storage { get; init; } = [];

    /// <summary>The nonces that were read, each once.</summary>
    public ImmutableArray<NonceUpdate> Nonces { get; init; } = [];

    /// <summary>Class hashes of contracts; zero where none stands.</summary>
    public ImmutableArray<ContractClass> ClassHashes { get; init; } = [];

    /// <summary>Whether classes were declared.</summary>
    public ImmutableArray<DeclarationRead> Declarations { get; init; } = [];
}

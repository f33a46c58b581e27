using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using Kraken.Fields;
using Kraken.Starknet.Genesis;

namespace Kraken.Node.Configuration.FirstBlock;

/// <summary>What block 0 holds, and the hashes that it comes to.</summary>
public sealed record GenesisContent
{
    /// <summary>The token that fees are paid in.</summary>
    public required GenesisTokenEntry FeeToken { get; init; }

    /// <summary>Further tokens.</summary>
    public required ImmutableArray<GenesisTokenEntry> Tokens { get; init; }

    /// <summary>Who can sign from the first block on, with what they hold of the fee token.</summary>
    public required ImmutableArray<GenesisAccount> Accounts { get; init; }

    /// <summary>The classes that are declared beside the chain's own.</summary>
    public required ImmutableArray<GenesisClass> Classes { get; init; }

    /// <summary>Further contracts; those with a constructor are deployed in this order.</summary>
    public required ImmutableArray<GenesisContractEntry> Contracts { get; init; }

    /// <summary>The addresses of the universal deployer.</summary>
    public required ImmutableArray<Felt> Deployers { get; init; }

    /// <summary>Whether the demo contract is deployed.</summary>
    public required bool Demo { get; init; }

    /// <summary>The hash of block 0; a node that computes another does not start.</summary>
    public required Felt BlockHash { get; init; }

    /// <summary>The state root of block 0.</summary>
    public required Felt StateRoot { get; init; }

    /// <summary>Adds it to a description.</summary>
    /// <exception cref="InvalidDataException">A class is none, or one of another hash than is said.</exception>
    internal GenesisDescription AddTo(GenesisDescription description) => description with
    {
        FeeToken = FeeToken.ToToken(),
        Tokens = [.. Tokens.Select(token => token.ToToken())],
        Accounts = [.. Accounts.Select(account => account.ToAccount())],
        Classes = [.. Classes.Select(declared => declared.ToClass())],
        Contracts = [.. Contracts.Select(contract => contract.ToContract())],
        DeployerAddresses = Deployers,
        HasDemo = Demo,
    };

    /// <summary>What a description holds, with the hashes of the block that it comes to.</summary>
    /// <param name="genesis">The description.</param>
    /// <param name="classNames">What its classes are called, in order.</param>
    /// <param name="blockHash">The hash of block 0.</param>
    /// <param name="stateRoot">The state root of block 0.</param>
    internal static GenesisContent Of(
        GenesisDescription genesis, IEnumerable<string> classNames, in Felt blockHash, in Felt stateRoot) => new()
    {
        FeeToken = GenesisTokenEntry.Of(genesis.FeeToken),
        Tokens = [.. genesis.Tokens.Select(GenesisTokenEntry.Of)],
        Accounts = [.. genesis.Accounts.Select(GenesisAccount.Of)],
        Classes = [.. classNames.Zip(genesis.Classes, GenesisClass.Of)],
        Contracts = [.. genesis.Contracts.Select(GenesisContractEntry.Of)],
        Deployers = genesis.DeployerAddresses,
        Demo = genesis.HasDemo,
        BlockHash = blockHash,
        StateRoot = stateRoot,
    };

    // A list of records may hold nulls whatever its type says.
    internal string? NullEntry() =>
        Tokens.Prepend(FeeToken).Any(token => token is null || token.Balances.Any(balance => balance is null))
            || Accounts.Any(account => account is null)
            || Classes.Any(declared => declared is null)
            || Contracts.Any(contract => contract is null || contract.Storage?.Any(cell => cell is null) == true)
                ? "content: expected entries, got null"
                : null;
}

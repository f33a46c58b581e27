using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using Kraken.Caching;
using Kraken.Execution.Blocks;
using Kraken.Execution.Classes;
using Kraken.Execution.Constants;
using Kraken.Fields;
using Kraken.Rpc.Protocol;
using Kraken.Starknet;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Chain;
using Kraken.Starknet.Genesis;
using Kraken.State;
using Kraken.State.Commitment;
using Kraken.State.Journal;
using Kraken.State.Store;

namespace Kraken.Dev.Forking;

/// <summary>The network that a development chain goes on from: its block, its state after it, and what is put on top.</summary>
internal sealed class Fork : IDisposable
{
    private readonly RemoteChain remote;
    private readonly ForkCache cache;
    private readonly BoundedCache<ulong, ForkedState> earlier;

    private Fork(
        ForkOptions options,
        RemoteChain remote,
        ForkCache cache,
        BlockHeader header,
        StateRoots? roots,
        ChainId chainId,
        ClassCompiler compiler)
    {
        (Options, this.remote, this.cache, Header, ChainId) = (options, remote, cache, header, chainId);
        Classes = new ForkedClasses(remote, cache, header.Number, compiler);
        State = new ForkedState(remote, cache, Classes, header.Number, roots);
        Blocks = new ForkedBlocks(remote, header, chainId, options.Limits);
        Base = new ChainBase(header.Number, Blocks.HashOf, State);
        earlier = new BoundedCache<ulong, ForkedState>(options.Limits.MaxStates);
    }

    /// <summary>Which network, and from where.</summary>
    internal ForkOptions Options { get; }

    /// <summary>The network's block after which the chain begins.</summary>
    internal BlockHeader Header { get; }

    /// <summary>The network's name, for which transactions are signed here too.</summary>
    internal ChainId ChainId { get; }

    /// <summary>The network's classes.</summary>
    internal ForkedClasses Classes { get; }

    /// <summary>The network's state after the block.</summary>
    internal ForkedState State { get; }

    /// <summary>The network's blocks up to that one.</summary>
    internal ForkedBlocks Blocks { get; }

    /// <summary>The same for the store.</summary>
    internal ChainBase Base { get; }

    /// <summary>Asks the network.</summary>
    /// <exception cref="InvalidDataException">It does not answer, or lies.</exception>
    internal static Fork Open(ForkOptions options, ClassCompiler compiler)
    {
        RemoteChain remote = new(options.Network, options.Limits.Patience);
        ForkCache? cache = null;
        try
        {
            BlockId id = options.Block is { } number ? new BlockId.ByNumber(number) : BlockId.Latest;
            BlockHeader header = remote.Ask("the block to fork at", (node, cancellation) => node.HeaderAsync(id, cancellation));
            ForkedBlocks.Check(header, options.Block);
            ForkedBlocks.CheckBounds(header, options.Limits);
            ChainId chain = remote.Ask("the chain's name", (node, cancellation) => node.ChainIdAsync(cancellation));
            CheckName(chain);
            StateRoots? roots = ForkedState.RootsOf(remote, header);
            cache = ForkCache.Open(options, header, isProven: roots is not null);
            return new Fork(options, remote, cache, header, roots, chain, compiler);
        }
        catch (RpcFailureException failure)
        {
            cache?.Dispose();
            remote.Dispose();
            throw new InvalidDataException($"--fork-network: {failure.Message}", failure);
        }
    }

    /// <summary>The network's state after a block up to the fork's; null after a later one.</summary>
    /// <exception cref="RpcFailureException">The network does not answer, or proves another state than the block's.</exception>
    internal ForkedState? StateAfter(ulong number)
    {
        if (number >= Header.Number)
        {
            return number == Header.Number ? State : null;
        }

        if (!earlier.TryGet(number, out ForkedState? state))
        {
            StateRoots? roots = ForkedState.RootsOf(remote, Blocks.HeaderAt(number));
            state = new ForkedState(remote, new ForkCache(null, Options.Limits.MaxStateBytes), Classes, number, roots);
            earlier.Set(number, state);
        }

        return state;
    }

    /// <summary>Finds blocks with events, those up to the fork by asking the network.</summary>
    /// <param name="query">Which events.</param>
    /// <param name="own">The search in the blocks after the fork.</param>
    internal IEventSearch SearchEvents(EventQuery query, IEventSearch own) =>
        new ForkedEventSearch(remote, Header.Number, query, own);

    /// <inheritdoc/>
    public void Dispose()
    {
        cache.Dispose();
        remote.Dispose();
    }

    /// <summary>
    /// The first block here: what a development chain begins with, put on the network's state. A contract that stands there already is left
    /// as it is; of a token the balances of the chain's accounts are set, and who may mint.
    /// </summary>
    /// <param name="genesis">What a chain of its own would begin with.</param>
    /// <param name="description">What that was made of.</param>
    /// <exception cref="InvalidDataException">The network does not answer, or lies.</exception>
    internal BlockRecord Begin(BlockRecord genesis, GenesisDescription description)
    {
        try
        {
            return PutOnTop(genesis, description);
        }
        catch (Exception failure) when ((failure as RpcFailureException ?? failure.InnerException) is RpcFailureException told)
        {
            throw new InvalidDataException($"--fork-network: {told.Message}", failure);
        }
    }

    // It is printed, and every transaction is signed for it.
    private static void CheckName(ChainId chain)
    {
        string name = chain.Name;
        if (name.Length is 0 or > GenesisBounds.MaxNameLength || name.Any(letter => letter is < ' ' or > '~')
            || ChainId.FromName(name) != chain)
        {
            throw ForkErrors.Lie("the chain's name", $"1 to {GenesisBounds.MaxNameLength} printable ASCII characters", $"{chain.Value}");
        }
    }

    private BlockRecord PutOnTop(BlockRecord genesis, GenesisDescription description)
    {
        JournaledState state = new(State);
        ImmutableHashSet<Felt> kept = [.. genesis.StateDiff.DeployedContracts.Select(contract => contract.Address)
            .Where(address => !State.ClassHashAt(address).IsZero)];
        ImmutableHashSet<(Felt, Felt)> owned = [.. Owned(description)];
        foreach (CellValue cell in genesis.StateDiff.Cells())
        {
            if (cell.Kind == CellKind.CompiledClass || !kept.Contains(cell.Owner)
                || (cell.Kind == CellKind.Storage && owned.Contains((cell.Owner, cell.Key))))
            {
                state.Apply(new StateChange(cell.Kind, cell.Owner, cell.Key, default, cell.Value));
            }
        }

        // Every block sets the hash of the one ten below; without it a contract would find a hole here.
        ulong number = Header.Number + 1;
        VersionedConstants constants = VersionedConstants.ForVersion(description.StarknetVersion)!;
        if (BlockRun.OldBlock(number, constants) is { } old)
        {
            state.SetStorage(constants.System.BlockHashes, old, Blocks.HashOf(old));
        }

        StateDiff diff = StateDiffs.Of(state.Changes());
        CommittedState commitment = StateCommitter.Commit(State, EmptyCommitment.Instance, diff);
        BlockHeader header = genesis.Block.Header with
        {
            Number = number,
            ParentHash = Header.Hash,
            StateRoot = commitment.Roots.Global,
            Commitments = ContentCommitments.Compute([], [], diff),
        };
        header = header with { Hash = BlockHash.Compute(header) };
        return genesis with { Block = new Block(header, [], []), StateDiff = diff, Commitment = commitment };
    }

    private static IEnumerable<(Felt Token, Felt Key)> Owned(GenesisDescription description) =>
        description.Tokens.Prepend(description.FeeToken).SelectMany(token => description.Accounts
            .Select(account => (token.Address, StorageLayout.Balance(account.Address)))
            .Append((token.Address, StorageLayout.Variable("permitted_minter"))));
}

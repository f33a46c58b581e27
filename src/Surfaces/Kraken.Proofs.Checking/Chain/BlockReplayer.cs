using System;
using System.Runtime.ExceptionServices;
using System.Threading;
using System.Threading.Tasks;
using Kraken.BlockProof.Replay;
using Kraken.Execution.Blocks;
using Kraken.Execution.Calls;
using Kraken.Execution.Classes;
using Kraken.Execution.Constants;
using Kraken.Fields;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Genesis;
using Kraken.State;

namespace Kraken.Proofs.Checking.Chain;

/// <summary>Executes a node's blocks again. Blocks in sequence keep the state that was read. Not safe for several threads.</summary>
public sealed class BlockReplayer
{
    private readonly IBlockSource source;
    private readonly ClassRegistry registry;
    private RemoteState? state;
    private StateDiff? pending;
    private ChainInfo? chain;
    private ulong current;

    /// <summary>Replays the blocks of a node.</summary>
    public BlockReplayer(IBlockSource source)
    {
        this.source = source;
        Classes = new RemoteClasses(source);
        registry = new ClassRegistry(hash => Classes.Find(current, hash, CancellationToken.None)?.Runnable);
    }

    /// <summary>The node's classes.</summary>
    public RemoteClasses Classes { get; }

    /// <summary>Replays a block. The calls' histories may be used until the next replay.</summary>
    /// <param name="number">The height, from 1 on: block 0 has nothing to execute.</param>
    /// <param name="selects">Which calls of successful invokes to give back.</param>
    /// <param name="cancellation">Ends the work.</param>
    public async Task<ReplayedBlock> ReplayAsync(ulong number, Func<CallInfo, bool> selects, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfZero(number);
        DecidedBlock decided = await FetchAsync(number, cancellation).ConfigureAwait(false);
        chain ??= new ChainInfo(await source.ChainIdAsync(cancellation).ConfigureAwait(false), WellKnownAddresses.FeeToken);
        RemoteState parent = StateBefore(number);
        (state, pending, current) = (null, null, number);
        ReplayContext context = new(chain, registry, hash => Classes.Find(number, hash, cancellation));
        ReplayedBlock replayed =
            await Task.Run(() => Run(decided, parent, context, selects, cancellation), cancellation).ConfigureAwait(false);
        (state, pending) = (parent, decided.Diff);
        return replayed;
    }

    private static ReplayedBlock Run(
        DecidedBlock decided, RemoteState parent, ReplayContext context, Func<CallInfo, bool> selects, CancellationToken cancellation)
    {
        try
        {
            return BlockReplay.Run(decided, parent, context, selects, cancellation);
        }
        catch (StateUnavailableException unread) when (unread.InnerException is { } failure)
        {
            // A source that fails in the middle of the run fails as it does before: the block is not to be had, which says nothing of it.
            ExceptionDispatchInfo.Throw(failure);
            throw;
        }
    }

    private RemoteState StateBefore(ulong number)
    {
        if (state is not null && pending is not null && state.Block + 2 == number)
        {
            state.Advance(pending);
            return state;
        }

        return new RemoteState(source, Classes, number - 1);
    }

    private async Task<DecidedBlock> FetchAsync(ulong number, CancellationToken cancellation)
    {
        Task<StateDiff> diff = source.StateDiffAsync(number, cancellation);
        Block block = await source.BlockAsync(number, cancellation).ConfigureAwait(false);
        Felt? old = VersionedConstants.ForVersion(block.Header.StarknetVersion) is { } constants
            && BlockRun.OldBlock(number, constants) is { } below
            ? (await source.HeaderAsync(below, cancellation).ConfigureAwait(false)).Hash
            : null;
        return new DecidedBlock(block, await diff.ConfigureAwait(false), old);
    }
}

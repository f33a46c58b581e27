using System;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Caching;
using Kraken.Fields;
using Kraken.Starknet.Blocks;
using Kraken.State;

namespace Kraken.Proofs.Checking.Chain;

/// <summary>
/// The state of a node after one block. Values are read once. Not safe for several threads.
/// </summary>
/// <param name="source">The node.</param>
/// <param name="block">The height of the block.</param>
public sealed class RemoteState(IChainSource source, RemoteClasses classes, ulong block) : IStateReader
{
    // A bound on memory: beyond it the values are read anew.
    private const int MaxCells = 1_000_000;

    private readonly BoundedCache<(CellKind Kind, Felt Owner, Felt Key), Felt> values = new(MaxCells);

    /// <summary>The height of the block after which this is the state.</summary>
    public ulong Block { get; } = block;

    /// <inheritdoc/>
    public Felt StorageAt(in Felt contract, in Felt key)
    {
        (Felt owner, Felt cell) = (contract, key);
        return Cached((CellKind.Storage, owner, cell), () => Wait(source.StorageAtAsync(Block, owner, cell, CancellationToken.None)));
    }

    /// <inheritdoc/>
    public Felt NonceAt(in Felt contract)
    {
        Felt owner = contract;
        return Cached((CellKind.Nonce, owner, default), () => Wait(source.NonceAtAsync(Block, owner, CancellationToken.None)));
    }

    /// <inheritdoc/>
    public Felt ClassHashAt(in Felt contract)
    {
        Felt owner = contract;
        return Cached((CellKind.ClassHash, owner, default), () => Wait(source.ClassHashAtAsync(Block, owner, CancellationToken.None)));
    }

    /// <inheritdoc/>
    public Felt CompiledClassHashOf(in Felt classHash)
    {
        Felt hash = classHash;
        return Cached(
            (CellKind.CompiledClass, hash, default), () => classes.Find(Block, hash, CancellationToken.None)?.CompiledClassHash ?? default);
    }

    // The virtual machine reads state synchronously.
    private static Felt Wait(Task<Felt> answer) => answer.GetAwaiter().GetResult();

    private Felt Cached((CellKind Kind, Felt Owner, Felt Key) cell, Func<Felt> read)
    {
        if (!values.TryGet(cell, out Felt value))
        {
            value = read();
            values.Set(cell, value);
        }

        return value;
    }
}

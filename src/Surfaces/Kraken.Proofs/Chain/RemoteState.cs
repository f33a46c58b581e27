using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Fields;
using Kraken.Starknet.Blocks;
using Kraken.State;

namespace Kraken.Proofs.Chain;

/// <summary>
/// The state of a node after one block. Values are read once; advancing by a block's diff keeps them. Not safe for several threads.
/// </summary>
/// <param name="source">The node.</param>
/// <param name="classes">Its classes.</param>
/// <param name="block">The height of the block.</param>
public sealed class RemoteState(IBlockSource source, RemoteClasses classes, ulong block) : IStateReader
{
    // A bound on memory: beyond it the values are read anew.
    private const int MaxCells = 1_000_000;

    private readonly Dictionary<(Felt Contract, Felt Key), Felt> storage = [];
    private readonly Dictionary<Felt, Felt> nonces = [];
    private readonly Dictionary<Felt, Felt> classHashes = [];
    private readonly Dictionary<Felt, Felt> compiledClasses = [];

    /// <summary>The height of the block after which this is the state.</summary>
    public ulong Block { get; private set; } = block;

    /// <inheritdoc/>
    public Felt StorageAt(in Felt contract, in Felt key)
    {
        (Felt owner, Felt cell) = (contract, key);
        return Cached(storage, (owner, cell), () => Wait(source.StorageAtAsync(Block, owner, cell, CancellationToken.None)));
    }

    /// <inheritdoc/>
    public Felt NonceAt(in Felt contract)
    {
        Felt owner = contract;
        return Cached(nonces, owner, () => Wait(source.NonceAtAsync(Block, owner, CancellationToken.None)));
    }

    /// <inheritdoc/>
    public Felt ClassHashAt(in Felt contract)
    {
        Felt owner = contract;
        return Cached(classHashes, owner, () => Wait(source.ClassHashAtAsync(Block, owner, CancellationToken.None)));
    }

    /// <inheritdoc/>
    public Felt CompiledClassHashOf(in Felt classHash)
    {
        Felt hash = classHash;
        return Cached(compiledClasses, hash, () => classes.Find(Block, hash, CancellationToken.None)?.CompiledClassHash ?? default);
    }

    /// <summary>Becomes the state after the next block.</summary>
    public void Advance(StateDiff diff)
    {
        ArgumentNullException.ThrowIfNull(diff);
        Block++;
        if (storage.Count > MaxCells)
        {
            storage.Clear();
        }

        foreach (ContractStorageDiff contract in diff.StorageDiffs)
        {
            foreach (StorageEntry entry in contract.Entries)
            {
                storage[(contract.Address, entry.Key)] = entry.Value;
            }
        }

        foreach (NonceUpdate nonce in diff.Nonces)
        {
            nonces[nonce.Address] = nonce.Nonce;
        }

        foreach (ContractClass contract in (IEnumerable<ContractClass>)[.. diff.DeployedContracts, .. diff.ReplacedClasses])
        {
            classHashes[contract.Address] = contract.ClassHash;
        }

        foreach (DeclaredClass declared in (IEnumerable<DeclaredClass>)[.. diff.DeclaredClasses, .. diff.MigratedClasses])
        {
            compiledClasses[declared.ClassHash] = declared.CompiledClassHash;
        }
    }

    // The virtual machine reads state synchronously.
    private static Felt Wait(Task<Felt> answer) => answer.GetAwaiter().GetResult();

    private static Felt Cached<TKey>(Dictionary<TKey, Felt> values, TKey key, Func<Felt> read)
        where TKey : notnull
    {
        if (!values.TryGetValue(key, out Felt value))
        {
            value = read();
            values.Add(key, value);
        }

        return value;
    }
}

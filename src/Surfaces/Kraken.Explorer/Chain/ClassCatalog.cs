using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Caching;
using Kraken.Explorer.Abi;
using Kraken.Fields;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Genesis;

namespace Kraken.Explorer.Chain;

/// <summary>Classes by hash, fetched once: a class never changes. Safe for several threads.</summary>
internal sealed class ClassCatalog
{
    private const int MaxClasses = 512;
    private const int MaxNames = 20_000;
    private const long MaxBytes = 128 << 20;

    private readonly BoundedCache<Felt, KnownClass> classes = new(MaxClasses, MaxBytes, known => known.Bytes);
    private readonly BoundedCache<Felt, string> names = new(MaxNames);
    private readonly Dictionary<Felt, string> ownNames = [];
    private readonly NodeReader node;

    /// <summary>A catalogue without classes that knows the functions of the chain's own contracts by name.</summary>
    public ClassCatalog(NodeReader node)
    {
        this.node = node;
        foreach (ChainContract contract in ChainContracts.All)
        {
            foreach (AbiFunction function in ContractAbi.Parse(contract.Class.Abi).Functions)
            {
                ownNames.TryAdd(function.Selector, function.Name);
            }
        }
    }

    /// <summary>A class; null when the node has none of that hash.</summary>
    public async Task<KnownClass?> ClassAsync(Felt hash, CancellationToken cancellation)
    {
        if (classes.TryGet(hash, out KnownClass? known))
        {
            return known;
        }

        return await node.ClassAsync(hash, cancellation).ConfigureAwait(false) is { } sierra ? Add(KnownClass.Of(hash, sierra)) : null;
    }

    /// <summary>The class of a contract after a block; null when there is no such contract or its class is not to be had.</summary>
    public async Task<KnownClass?> ClassAtAsync(BlockId block, Felt contract, CancellationToken cancellation) =>
        await node.ClassHashAtAsync(block, contract, cancellation).ConfigureAwait(false) is { } hash
            ? await ClassAsync(hash, cancellation).ConfigureAwait(false)
            : null;

    /// <summary>The name of a function by its selector; null when no class seen lately names it.</summary>
    public string? NameOf(Felt selector) =>
        ownNames.TryGetValue(selector, out string? own) ? own : names.TryGet(selector, out string? name) ? name : null;

    private KnownClass Add(KnownClass added)
    {
        classes.Set(added.Hash, added);
        foreach (AbiFunction function in added.Abi.Functions)
        {
            names.Set(function.Selector, function.Name);
        }

        return added;
    }
}

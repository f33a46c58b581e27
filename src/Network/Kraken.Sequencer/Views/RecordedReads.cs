using System.Collections.Generic;
using System.Linq;
using Kraken.Execution.Classes;
using Kraken.Execution.Native;
using Kraken.Fields;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Chain;
using Kraken.State;

namespace Kraken.Sequencer.Views;

/// <summary>Remembers what an execution reads of the state and the classes under it. Not safe for several threads.</summary>
internal sealed class RecordedReads(IStateReader state, IClassSource classes) : IStateReader, IClassSource
{
    private readonly Dictionary<(Felt Address, Felt Key), Felt> storage = [];
    private readonly Dictionary<Felt, Felt> nonces = [];
    private readonly Dictionary<Felt, Felt> classHashes = [];
    private readonly Dictionary<Felt, bool> declarations = [];

    /// <inheritdoc/>
    public NativeClasses? Natives => classes.Natives;

    /// <inheritdoc/>
    public Felt StorageAt(in Felt contract, in Felt key) => storage[(contract, key)] = state.StorageAt(contract, key);

    /// <inheritdoc/>
    public Felt NonceAt(in Felt contract) => nonces[contract] = state.NonceAt(contract);

    /// <inheritdoc/>
    public Felt ClassHashAt(in Felt contract) => classHashes[contract] = state.ClassHashAt(contract);

    /// <inheritdoc/>
    public Felt CompiledClassHashOf(in Felt classHash)
    {
        Felt compiled = state.CompiledClassHashOf(classHash);
        declarations[classHash] = !compiled.IsZero;
        return compiled;
    }

    /// <inheritdoc/>
    public RunnableClass? Find(in Felt classHash)
    {
        // The classes are those of the whole chain: whether this one was declared already, the state knows.
        CompiledClassHashOf(classHash);
        return classes.Find(classHash);
    }

    /// <summary>What was read so far.</summary>
    public InitialReads Reads => new()
    {
        Storage =
        [
            .. storage.OrderBy(read => read.Key.Address).ThenBy(read => read.Key.Key)
                .Select(read => new StorageRead(read.Key.Address, read.Key.Key, read.Value)),
        ],
        Nonces = [.. nonces.OrderBy(read => read.Key).Select(read => new NonceUpdate(read.Key, read.Value))],
        ClassHashes = [.. classHashes.OrderBy(read => read.Key).Select(read => new ContractClass(read.Key, read.Value))],
        Declarations = [.. declarations.OrderBy(read => read.Key).Select(read => new DeclarationRead(read.Key, read.Value))],
    };
}

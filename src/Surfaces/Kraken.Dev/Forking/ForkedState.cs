using System;
using System.Collections.Immutable;
using Kraken.Fields;
using Kraken.Rpc.Client;
using Kraken.Rpc.Protocol;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Chain;
using Kraken.Starknet.Classes;
using Kraken.State;
using Kraken.State.Commitment;

namespace Kraken.Dev.Forking;

/// <summary>
/// The state of a network after one block. Each value is asked for once and kept. Where the network gives storage proofs, a value is taken
/// only if it is proven under the block's state root. Safe for several threads.
/// </summary>
internal sealed class ForkedState : IStateReader
{
    // Any contract will do: the roots come with every proof.
    private static readonly StorageProofQuery AnyQuery = new([], [Felt.One], []);

    private readonly RemoteChain remote;
    private readonly ForkCache cache;
    private readonly ForkedClasses classes;
    private readonly BlockId block;
    private readonly StateRoots? roots;

    /// <param name="remote">The network.</param>
    /// <param name="cache">What it said before.</param>
    /// <param name="number">The block after which its state is read.</param>
    /// <param name="roots">The roots under which values are proven; null where they are taken on its word.</param>
    internal ForkedState(RemoteChain remote, ForkCache cache, ForkedClasses classes, ulong number, StateRoots? roots)
    {
        (this.remote, this.cache, this.classes, this.roots) = (remote, cache, classes, roots);
        block = new BlockId.ByNumber(number);
    }

    /// <summary>Asks the network whether it proves its state after a block: the roots of that, or null where it does not.</summary>
    /// <exception cref="RpcFailureException">It does not answer, or proves another state than the block's.</exception>
    internal static StateRoots? RootsOf(RemoteChain remote, BlockHeader header)
    {
        BlockId block = new BlockId.ByNumber(header.Number);

        // Whatever refusal: without proofs it is the values that are taken.
        StorageProof? proof = remote.Ask<StorageProof?>(
            "a storage proof",
            static code => code != 0,
            null,
            async (node, cancellation) => await node.StorageProofAsync(block, AnyQuery, cancellation).ConfigureAwait(false));
        if (proof is null)
        {
            return null;
        }

        StateRoots roots = new(proof.ContractsRoot, proof.ClassesRoot);
        return roots.Global == header.StateRoot ? roots : throw ForkErrors.Lie(
            "the roots of its storage proofs", $"those of the state root {header.StateRoot}", $"those of {roots.Global}");
    }

    /// <summary>Whether values are proven, or taken on the network's word.</summary>
    internal bool IsProven => roots is not null;

    /// <inheritdoc/>
    public Felt StorageAt(in Felt contract, in Felt key)
    {
        (Felt owner, Felt cell) = (contract, key);
        return Cell(CellKind.Storage, owner, cell, () => roots is null
            ? OrZero($"storage of {owner} at {cell}", node => node.StorageAtAsync(block, owner, cell, default))
            : Proven([], [owner], [new ContractKeys(owner, [cell])]).StorageAt(owner, cell));
    }

    /// <inheritdoc/>
    public Felt NonceAt(in Felt contract)
    {
        Felt owner = contract;
        return Cell(CellKind.Nonce, owner, default, () => roots is null
            ? OrZero($"the nonce of {owner}", node => node.NonceAsync(block, owner, default))
            : Proven([], [owner], []).NonceAt(owner));
    }

    /// <inheritdoc/>
    public Felt ClassHashAt(in Felt contract)
    {
        Felt owner = contract;
        return Cell(CellKind.ClassHash, owner, default, () => roots is null
            ? OrZero($"the class of {owner}", node => node.ClassHashAtAsync(block, owner, default))
            : Proven([], [owner], []).ClassHashAt(owner));
    }

    /// <inheritdoc/>
    public Felt CompiledClassHashOf(in Felt classHash)
    {
        Felt hash = classHash;
        return Cell(CellKind.CompiledClass, hash, default, () => roots is null ? CompiledHere(hash) : ProvenClass(hash));
    }

    private Felt CompiledHere(Felt classHash) => classes.Casm(classHash) is { } casm ? CompiledClassHash.Blake(casm) : Felt.Zero;

    // A network that is older than the hash by Blake commits to that by Poseidon until the class is migrated.
    private Felt ProvenClass(Felt classHash)
    {
        ProvenState state = Proven([classHash], [], []);
        if (IsAbsent(state, classHash) || classes.Casm(classHash) is not { } casm)
        {
            return Felt.Zero;
        }

        Felt blake = CompiledClassHash.Blake(casm);
        state.AddClass(classHash, blake);
        if (Reads(state, classHash))
        {
            return blake;
        }

        state.AddClass(classHash, CompiledClassHash.Poseidon(casm));
        return Checked(() => state, proven => proven.CompiledClassHashOf(classHash));
    }

    private static bool IsAbsent(ProvenState state, in Felt classHash)
    {
        try
        {
            return state.CompiledClassHashOf(classHash).IsZero;
        }
        catch (StateProofException)
        {
            // It is there, and its hash is not known yet.
            return false;
        }
    }

    private static bool Reads(ProvenState state, in Felt classHash)
    {
        try
        {
            return !state.CompiledClassHashOf(classHash).IsZero;
        }
        catch (StateProofException)
        {
            return false;
        }
    }

    private ProvenState Proven(
        ImmutableArray<Felt> classHashes, ImmutableArray<Felt> contracts, ImmutableArray<ContractKeys> storage)
    {
        StorageProofQuery query = new(classHashes, contracts, storage);
        StorageProof proof = remote.Ask(
            "a storage proof", (node, cancellation) => node.StorageProofAsync(block, query, cancellation));
        return Checked(
            () => new ProvenState(roots!.Value),
            state =>
            {
                state.Add(query, proof);
                return state;
            });
    }

    private static T Checked<T>(Func<ProvenState> state, Func<ProvenState, T> read)
    {
        try
        {
            return read(state());
        }
        catch (StateProofException lie)
        {
            throw ForkErrors.Lie(lie.Where, lie.Expected, lie.Got);
        }
    }

    private Felt OrZero(string what, Func<RpcClient, System.Threading.Tasks.Task<Felt>> ask) => remote.Ask(
        what, static code => code == RpcErrorCode.ContractNotFound, Felt.Zero, (node, _) => ask(node));

    private Felt Cell(CellKind kind, in Felt owner, in Felt key, Func<Felt> read)
    {
        byte[] name = ForkCells.Of(kind, owner, key);
        if (cache.TryGet(name, out byte[]? bytes) && ForkCells.Value(bytes) is { } kept)
        {
            return kept;
        }

        Felt value = read();
        cache.Set(name, value.ToBytesBigEndian());
        return value;
    }
}

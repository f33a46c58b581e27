using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Kraken.BlockProof.Replay;
using Kraken.BlockProof.Stateless;
using Kraken.Execution.Blocks;
using Kraken.Execution.Classes;
using Kraken.Execution.Constants;
using Kraken.Fields;
using Kraken.Starknet;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Chain;
using Kraken.State;
using Kraken.State.Commitment;

namespace Kraken.Proofs.Checking.Chain;

/// <summary>
/// Reads blocks from a node of which nothing is believed, with all that a proof of their execution needs: what comes out follows from
/// the certificate of the last block. What the node says is used to find out what has to be asked for; then it is proven or refused.
/// </summary>
/// <param name="source">The node.</param>
/// <param name="authority">Who decides the chain's blocks.</param>
public sealed class StatelessReader(IChainSource source, BlockAuthority authority)
{
    private static readonly ClassCompiler Compiler = new();

    /// <summary>Reads successive blocks.</summary>
    /// <param name="first">The first, from 1 on.</param>
    /// <param name="last">The last; its certificate speaks for all.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <exception cref="NodeRefusedException">Something that the node gives is not as it has to be.</exception>
    public async Task<(StatelessRange Range, EstablishedRange Proven)> ReadAsync(ulong first, ulong last, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfZero(first);
        ArgumentOutOfRangeException.ThrowIfLessThan(last, first);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(last - first, (ulong)StatelessRangeCodec.MaxBlocks - 1);
        ChainId chainId = await source.ChainIdAsync(cancellation).ConfigureAwait(false);
        Require(chainId == authority.Chain, "chain", authority.Chain.Name, chainId.Name);
        BlockHeader parent = await source.HeaderAsync(first - 1, cancellation).ConfigureAwait(false);
        DecidedBlock block = await DecidedAsync(last, cancellation).ConfigureAwait(false);
        Felt lastHash = await CertifiedHashAsync(last, block.Block.Header, cancellation).ConfigureAwait(false);
        Felt expected = lastHash;
        List<DecidedBlock> decided = [];

        // From the last one down, and each before the next is asked for: only what the certificate stands for is kept, which the chain's
        // limits bound.
        for (ulong number = last; ; number--)
        {
            Refuse(HeaderChain.FindMismatch(block, number, expected));
            decided.Add(block);
            expected = block.Block.Header.ParentHash;
            if (number == first)
            {
                break;
            }

            block = await DecidedAsync(number - 1, cancellation).ConfigureAwait(false);
        }

        decided.Reverse();
        Refuse(HeaderChain.FindMismatch(parent, first - 1, expected));
        Require(first > 1 || parent.Hash == authority.GenesisHash, "block 0, hash", $"{authority.GenesisHash}", $"{parent.Hash}");

        // A block that brings proofs was decided on a chain that takes them; whether such a block can be proved is another question.
        ChainInfo chain = new(chainId, authority.FeeToken)
        {
            ProofConfigHash = ChainInfo.ConfigHashOf(chainId, authority.FeeToken, parent.StarknetVersion),
        };
        return await ReadAsync(chain, parent, decided, lastHash, cancellation).ConfigureAwait(false);
    }

    private async Task<(StatelessRange Range, EstablishedRange Proven)> ReadAsync(
        ChainInfo chain, BlockHeader parent, List<DecidedBlock> decided, Felt lastHash, CancellationToken cancellation)
    {
        RemoteClasses classes = new(source)
        {
            Refused = (classHash, expected, got) => throw new NodeRefusedException(new($"class {classHash}", expected, got)),
        };
        RemoteState remote = new(source, classes, parent.Number);
        TouchedCells touched = await Task.Run(
            () => TouchedCells.Of(chain, decided, remote, classes, cancellation), cancellation).ConfigureAwait(false);
        ProvenState proven = await ProveAsync(parent, touched.All, cancellation).ConfigureAwait(false);
        foreach (CompiledContract contract in touched.Classes)
        {
            proven.AddClass(contract.ClassHash, contract.CompiledClassHash);
        }

        await Task.Run(() => Compare(touched.All, proven, remote), cancellation).ConfigureAwait(false);
        await AddNeighboursAsync(parent, proven, decided, touched, cancellation).ConfigureAwait(false);
        StatelessRange range = new()
        {
            Chain = chain,
            Parent = parent,
            Blocks = [.. decided],
            Classes = [.. touched.Classes.Select(contract => contract.Sierra)],
            Roots = proven.Roots,
            Leaves = [.. proven.Leaves],
            ContractNodes = [.. proven.ContractNodes.Values],
            ClassNodes = [.. proven.ClassNodes.Values],
        };
        bool runs = StatelessReplay.TryRun(
            range, chain, lastHash, Compiler, out EstablishedRange? established, out ReplayMismatch? mismatch, cancellation);
        return runs ? (range, established!) : throw new NodeRefusedException(mismatch!);
    }

    private async Task<DecidedBlock> DecidedAsync(ulong number, CancellationToken cancellation)
    {
        Task<StateDiff> diff = source.StateDiffAsync(number, cancellation);
        Block block = await source.BlockAsync(number, cancellation).ConfigureAwait(false);
        DecidedBlock decided = new(block, await diff.ConfigureAwait(false), null);
        VersionedConstants? constants = VersionedConstants.ForVersion(block.Header.StarknetVersion);
        Require(constants is not null, $"block {number}, protocol version", "one whose constants are known", block.Header.StarknetVersion);
        Felt contract = constants!.System.BlockHashes;

        // The diff is part of what the block's hash stands for, so it speaks for the old hash that it makes readable.
        return BlockRun.OldBlock(number, constants) is { } old && decided.StorageDiffOf(contract).TryGetValue(old, out Felt oldHash)
            ? decided with { OldBlockHash = oldHash }
            : decided;
    }

    private async Task<Felt> CertifiedHashAsync(ulong number, BlockHeader header, CancellationToken cancellation)
    {
        IReadOnlyList<ReadOnlyMemory<byte>> given = await source.CertificatesAsync(number, cancellation).ConfigureAwait(false);
        string? problem = given.Count > 0
            ? authority.FindProblem(number, header.Hash, authority.Choose(number, header.Hash, given).Span, out _)
            : "the node gives no certificates";
        Require(problem is null, $"block {number}, certificate", $"the committee's over {header.Hash}", problem ?? string.Empty);
        return header.Hash;
    }

    private async Task<ProvenState> ProveAsync(BlockHeader parent, StateCells cells, CancellationToken cancellation)
    {
        ProvenState? proven = null;
        foreach (StorageProofQuery query in cells.Queries())
        {
            StorageProof proof = await source.StorageProofAsync(parent.Number, query, cancellation).ConfigureAwait(false);
            if (proven is null)
            {
                StateRoots roots = new(proof.ContractsRoot, proof.ClassesRoot);
                Require(
                    roots.Global == parent.StateRoot,
                    $"storage proof after block {parent.Number}, state root", $"{parent.StateRoot}", $"{roots.Global}");
                proven = new ProvenState(roots);
            }

            Add(parent, proven, query, proof);
        }

        return proven!;
    }

    /// <summary>Adds what lies beside cells that are written. What no block has made stands in the tries before the first.</summary>
    private async Task AddNeighboursAsync(
        BlockHeader parent, ProvenState proven, List<DecidedBlock> decided, TouchedCells touched, CancellationToken cancellation)
    {
        IStateReader state = proven;
        ICommitmentReader commitment = proven;
        foreach ((DecidedBlock block, StateCells cells) in decided.Zip(touched.OfBlocks))
        {
            foreach (StorageProofQuery query in StateNeighbours.Of(state, commitment, cells, block.Diff).Queries())
            {
                Add(parent, proven, query, await source.StorageProofAsync(parent.Number, query, cancellation).ConfigureAwait(false));
            }

            commitment = new CommitmentOverlay(commitment, StateCommitter.Commit(state, commitment, block.Diff));
            state = new DiffOverlay(state, block.Diff);
        }
    }

    private static void Add(BlockHeader parent, ProvenState proven, StorageProofQuery query, StorageProof proof)
    {
        string where = $"storage proof after block {parent.Number}";
        Require(proof.BlockHash == parent.Hash, $"{where}, block hash", $"{parent.Hash}", $"{proof.BlockHash}");
        try
        {
            proven.Add(query, proof);
        }
        catch (StateProofException refused)
        {
            throw new NodeRefusedException(new($"{where}, {refused.Where}", refused.Expected, refused.Got));
        }
    }

    /// <summary>Compares what the node said of single cells, on which the block was executed, with what it has proven.</summary>
    private static void Compare(StateCells cells, ProvenState proven, RemoteState remote)
    {
        string after = Text($"after block {remote.Block}");
        foreach ((Felt contract, SortedSet<Felt> keys) in cells.Contracts)
        {
            Equal($"nonce of {contract} {after}", proven.NonceAt(contract), remote.NonceAt(contract));
            Equal($"class of {contract} {after}", proven.ClassHashAt(contract), remote.ClassHashAt(contract));
            foreach (Felt key in keys)
            {
                Equal($"storage of {contract} at {key} {after}", proven.StorageAt(contract, key), remote.StorageAt(contract, key));
            }
        }

        foreach (Felt classHash in cells.Classes)
        {
            try
            {
                Equal(
                    $"compiled class hash of {classHash} {after}",
                    proven.CompiledClassHashOf(classHash),
                    remote.CompiledClassHashOf(classHash));
            }
            catch (StateProofException refused)
            {
                throw new NodeRefusedException(new($"{refused.Where} {after}", refused.Expected, refused.Got));
            }
        }
    }

    private static void Equal(string where, Felt expected, Felt got) => Require(got == expected, where, $"{expected}", $"{got}");

    private static void Require(bool holds, string where, string expected, string got)
    {
        if (!holds)
        {
            throw new NodeRefusedException(new ReplayMismatch(where, expected, got));
        }
    }

    private static void Refuse(ReplayMismatch? mismatch)
    {
        if (mismatch is not null)
        {
            throw new NodeRefusedException(mismatch);
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

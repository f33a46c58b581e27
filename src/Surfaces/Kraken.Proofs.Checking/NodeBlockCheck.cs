using System;
using System.Collections.Generic;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Kraken.BlockProof.Replay;
using Kraken.BlockProof.Stateless;
using Kraken.Fields;
using Kraken.Proofs.Checking.Blocks;
using Kraken.Proofs.Checking.Chain;
using Kraken.Rpc.Client;
using Kraken.Starknet;

namespace Kraken.Proofs.Checking;

/// <summary>
/// Checks what nodes give as a block: its header and content have its hash, its transactions have theirs, it is the block that was proved,
/// and the committee decided it. Nothing is executed: that is what the proof is for.
/// </summary>
/// <param name="source">A node of the chain, or several.</param>
/// <param name="authority">Who decides blocks.</param>
public sealed class NodeBlockCheck(IChainSource source, BlockAuthority authority)
{
    internal const string ChainStep = "the nodes are of this chain";
    internal const string BlockStep = "the block that the nodes give has its hash and commitments, its transactions theirs";
    internal const string ProvedStep = "it is the block that was proved";
    internal const string CommitteeStep = "the committee of the genesis file decided it";

    private readonly ContentCheck content = new(authority.Chain);

    /// <summary>Checks a block.</summary>
    /// <param name="number">The height.</param>
    /// <param name="proved">The hash that was proved for that height; null where nothing was.</param>
    /// <param name="cancellation">Ends the work.</param>
    public async Task<CheckReport> RunAsync(ulong number, Felt? proved, CancellationToken cancellation)
    {
        IReadOnlyList<string> names =
            proved is null ? [ChainStep, BlockStep, CommitteeStep] : [ChainStep, BlockStep, ProvedStep, CommitteeStep];
        CheckList list = new(names);
        try
        {
            ChainId chain = await source.ChainIdAsync(cancellation).ConfigureAwait(false);
            list.Run(ChainStep, () => CheckChain(chain));
            DecidedBlock decided = new(
                await source.BlockAsync(number, cancellation).ConfigureAwait(false),
                await source.StateDiffAsync(number, cancellation).ConfigureAwait(false),
                null);
            Felt hash = decided.Block.Header.Hash;
            list.Run(BlockStep, () => CheckBlock(decided, number, hash));
            if (proved is { } expected)
            {
                list.Run(ProvedStep, () => hash == expected
                    ? CheckFinding.Pass($"{hash}")
                    : CheckFinding.Fail($"block {number}: expected {expected}, which was proved, got {hash}"));
            }

            IReadOnlyList<ReadOnlyMemory<byte>> given = await source.CertificatesAsync(number, cancellation).ConfigureAwait(false);
            list.Run(CommitteeStep, () => CheckCertificate(number, hash, given));
        }
        catch (Exception exception) when (IsAbsence(exception, cancellation))
        {
            list.Skip(list.Next, $"block {number} cannot be had: {exception.Message}");
        }

        return list.Report();
    }

    private static bool IsAbsence(Exception exception, CancellationToken cancellation) =>
        exception is HttpRequestException or RpcClientException or NodesDisagreeException
        || (exception is TaskCanceledException && !cancellation.IsCancellationRequested);

    private CheckFinding CheckBlock(DecidedBlock decided, ulong number, Felt hash)
    {
        try
        {
            return HeaderChain.FindMismatch(decided, number, hash) is { } mismatch
                ? CheckFinding.Fail($"{mismatch}")
                : content.FindProblem(decided) is { } problem
                ? CheckFinding.Fail(problem)
                : CheckFinding.Pass($"block {number}, {hash}, {decided.Block.Transactions.Length} transactions");
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // What a node gives is of unknown origin; content that cannot be hashed is none of a block.
            return CheckFinding.Fail($"block {number} cannot be hashed: {exception.GetType().Name}: {exception.Message}");
        }
    }

    private CheckFinding CheckChain(ChainId chain) => chain == authority.Chain
        ? CheckFinding.Pass(chain.Name)
        : CheckFinding.Fail($"expected chain {authority.Chain.Name}, the nodes are on {chain.Name}");

    private CheckFinding CheckCertificate(ulong number, Felt hash, IReadOnlyList<ReadOnlyMemory<byte>> given) =>
        number == 0
            ? hash == authority.GenesisHash
                ? CheckFinding.Pass("block 0 of the genesis file, which no committee decides")
                : CheckFinding.Fail($"expected block 0 of the genesis file, {authority.GenesisHash}, got {hash}")
        : given.Count == 0 ? CheckFinding.Fail("the nodes give no certificates")
        : authority.FindProblem(number, hash, authority.Choose(number, hash, given).Span, out int signers) is { } problem
            ? CheckFinding.Fail(problem)
        : CheckFinding.Pass($"block {number} {hash}, signed by {signers} validators");
}

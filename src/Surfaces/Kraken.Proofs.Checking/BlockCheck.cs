using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Diagnostics;
using System.Linq;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Kraken.BlockProof.Replay;
using Kraken.BlockProof.Stateless;
using Kraken.Fields;
using Kraken.Proofs.Checking.Chain;
using Kraken.Rpc.Client;
using Kraken.Starknet;
using Kraken.Starknet.Blocks;

namespace Kraken.Proofs.Checking;

/// <summary>Checks a block: its hash, that the committee decided it, its transactions' hashes, and its execution.</summary>
/// <param name="source">A node of the chain, or several.</param>
/// <param name="authority">Who decides blocks; null where no genesis file is at hand, which the report says.</param>
public sealed class BlockCheck(IBlockSource source, BlockAuthority? authority)
{
    internal const string BlockStep = "the block has its hash and commitments";
    internal const string CommitteeStep = "the committee of the genesis file decided the block";
    internal const string ReplayStep = "the transactions have their hashes, and their execution gives the block's receipts and state diff";

    private const string StateTaken = "The values of the state before the block: no proof against its state root was asked for.";
    private const string CommitteeTaken = "That the committee decided the block: no genesis file was given to check its certificate with.";
    private const int ShownMismatches = 5;

    internal IReadOnlyList<string> Names => authority is null ? [BlockStep, ReplayStep] : [BlockStep, CommitteeStep, ReplayStep];

    /// <summary>Checks a block.</summary>
    /// <param name="number">The height, from 1 on: block 0 has nothing to execute.</param>
    /// <param name="contracts">The contracts whose calls are wanted.</param>
    /// <param name="cancellation">Ends the work.</param>
    public async Task<CheckedBlock> RunAsync(ulong number, IReadOnlySet<Felt> contracts, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(contracts);
        BlockReplayer replayer = new(source);
        ImmutableArray<string> taken = authority is null ? [StateTaken, CommitteeTaken] : [StateTaken];
        CheckList list = new(Names);
        try
        {
            long started = Stopwatch.GetTimestamp();
            ReplayedBlock replayed = await replayer
                .ReplayAsync(number, call => contracts.Contains(call.Request.StorageAddress), cancellation).ConfigureAwait(false);
            TimeSpan elapsed = Stopwatch.GetElapsedTime(started);
            list.Run(BlockStep, () => CheckBlock(replayed.Decided, number));
            if (authority is not null)
            {
                ChainId chain = await source.ChainIdAsync(cancellation).ConfigureAwait(false);
                ReadOnlyMemory<byte>? certificate = await source.CertificateAsync(number, cancellation).ConfigureAwait(false);
                list.Run(CommitteeStep, () => CheckCertificate(replayed.Decided.Block.Header, chain, certificate));
            }

            list.Run(ReplayStep, () => CheckReplay(replayed), elapsed);
            return new CheckedBlock(number, list.Report().Steps, replayed, replayer.Classes, taken);
        }
        catch (Exception exception) when (IsAbsence(exception, cancellation))
        {
            list.Skip(list.Next, $"block {number} cannot be had: {exception.Message}");
        }
        catch (Exception exception) when (exception is not (OperationCanceledException or OutOfMemoryException))
        {
            // What a node gives is of unknown origin; a block that cannot be executed is not a valid one.
            list.Run(
                list.Next, () => CheckFinding.Fail($"block {number} cannot be executed: {exception.GetType().Name}: {exception.Message}"));
        }

        return new CheckedBlock(number, list.Report().Steps, null, replayer.Classes, taken);
    }

    private static bool IsAbsence(Exception exception, CancellationToken cancellation) =>
        exception is HttpRequestException or RpcClientException or NodesDisagreeException or ArgumentOutOfRangeException
        || (exception is TaskCanceledException && !cancellation.IsCancellationRequested);

    private static CheckFinding CheckBlock(DecidedBlock decided, ulong number)
    {
        Felt hash = decided.Block.Header.Hash;
        return HeaderChain.FindMismatch(decided, number, hash) is { } mismatch
            ? CheckFinding.Fail($"{mismatch}")
            : CheckFinding.Pass($"block {number}, {hash}");
    }

    private static CheckFinding CheckReplay(ReplayedBlock replayed) => replayed.Mismatches.IsEmpty
        ? CheckFinding.Pass($"{replayed.Decided.Block.Transactions.Length} transactions executed again")
        : CheckFinding.Fail(string.Join("; ", replayed.Mismatches.Take(ShownMismatches)));

    private CheckFinding CheckCertificate(BlockHeader header, ChainId chain, ReadOnlyMemory<byte>? certificate)
    {
        if (chain != authority!.Chain)
        {
            return CheckFinding.Fail($"expected chain {authority.Chain.Name}, the node is on {chain.Name}");
        }

        return certificate is not { } bytes ? CheckFinding.Fail("the node gives no certificates")
            : authority.FindProblem(header.Number, header.Hash, bytes.Span, out int signers) is { } problem ? CheckFinding.Fail(problem)
            : CheckFinding.Pass($"signed by {signers} validators");
    }
}

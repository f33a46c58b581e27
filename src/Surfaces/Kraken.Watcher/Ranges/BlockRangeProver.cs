using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using System.Security.Cryptography;
using System.Threading;
using System.Threading.Tasks;
using Kraken.BlockProof.Program;
using Kraken.BlockProof.Replay;
using Kraken.BlockProof.Runs;
using Kraken.BlockProof.Stateless;
using Kraken.BlockProof.Statement;
using Kraken.Cairo.Air.Preprocessed;
using Kraken.Cairo.Air.Proofs;
using Kraken.Cairo.Air.Proofs.Formats;
using Kraken.Cairo.Prover;
using Kraken.Cairo.Prover.Adapter;
using Kraken.Fields;
using Kraken.Proofs.Checking;
using Kraken.Proofs.Checking.Blocks;
using Kraken.Proofs.Checking.Chain;
using Kraken.Proofs.Ranges;
using Kraken.Stark.Prover.Simd;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Genesis;

namespace Kraken.Watcher.Ranges;

/// <summary>
/// Proves blocks with this process's prover: reads them from a node of which nothing is believed, runs the block program over them, proves
/// the run, and checks the bundle that will be stored, as anybody would.
/// </summary>
/// <param name="source">The node.</param>
/// <param name="authority">Who decides the chain's blocks.</param>
/// <param name="limits">How many cells a proof may have.</param>
/// <param name="turn">Held by whoever proves: one proof takes the memory of this machine.</param>
/// <param name="clock">The time.</param>
internal sealed class BlockRangeProver(
    IBlockSource source, BlockAuthority authority, RangeLimits limits, SemaphoreSlim turn, TimeProvider clock) : IRangeProver
{
    private readonly StatelessReader reader = new(source, authority);
    private readonly StoredRangeCheck check = new(new BlockProofCheck(authority, WellKnownAddresses.FeeToken, [ProvenProgram.Current]));

    /// <inheritdoc/>
    public string? Obstacle => VectorHardware.IsSupported ? null : "this processor has no AVX2, which the prover needs; blocks wait";

    /// <inheritdoc/>
    public Felt Genesis => authority.GenesisHash;

    /// <inheritdoc/>
    public Felt ProgramHash => ProvenProgram.Current.Hash;

    /// <inheritdoc/>
    public async Task<RangeOutcome> ProveAsync(BlockSpan blocks, IProgress<string> progress, CancellationToken cancellation)
    {
        progress.Report("waiting for the proof before");
        await turn.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            return await ProveInTurnAsync(blocks, progress, cancellation).ConfigureAwait(false);
        }
        finally
        {
            turn.Release();
        }
    }

    /// <inheritdoc/>
    public Task<string?> FindProblemAsync(StoredRange stored, CancellationToken cancellation) => Task.Run(
        () => check.Run(stored).FirstFailure is { } failure ? $"“{failure.Name}”: {failure.Detail}" : null, cancellation);

    private static (byte[] File, ImmutableArray<ComponentCells> Cells) Prove(
        ProofModeRun run, IProgress<string> progress, CancellationToken cancellation)
    {
        PlainProgress<ProvePhase> phases = new(phase => progress.Report($"proving: {phase.Step}"));
        CairoProof proof = CairoProver.Prove(ProverInputAdapter.Adapt(run.Runner), ProverParameters.Default, phases, cancellation);
        return (ProofEncoder.Encode(proof, ProofFormat.CairoSerde), RangeCells.OfProof(proof.Claim));
    }

    private static long PeakMemory()
    {
        using Process self = Process.GetCurrentProcess();
        return self.PeakWorkingSet64;
    }

    private static RangeOutcome.NotProvable Refused(NotProvable reason) => new(
        reason.Block,
        reason.Transaction is { } index
            ? string.Create(CultureInfo.InvariantCulture, $"{reason.Detail} (transaction {index})")
            : reason.Detail);

    private static ulong Sum(ImmutableArray<ProvedBlock> blocks, Func<ProvedBlock, ulong> count) =>
        blocks.Aggregate(0UL, (sum, block) => sum + count(block));

    private async Task<RangeOutcome> ProveInTurnAsync(BlockSpan blocks, IProgress<string> progress, CancellationToken cancellation)
    {
        long started = Stopwatch.GetTimestamp();
        progress.Report("reading the blocks, and the proofs of their state, from the node");
        (_, EstablishedRange established) = await reader.ReadAsync(blocks.First, blocks.Last, cancellation).ConfigureAwait(false);
        progress.Report("running the block program");
        BlockProgramRun outcome =
            await Task.Run(() => BlockProgram.Current.Run(established.ToWitness()), cancellation).ConfigureAwait(false);
        if (outcome is not BlockProgramRun.Completed { Run: var run })
        {
            return outcome is BlockProgramRun.Refused { Reason: var reason }
                ? Refused(reason)
                : new RangeOutcome.Unfit($"the block program does not come to its end: {(outcome as BlockProgramRun.Failed)?.Error}");
        }

        ulong cells = RangeCells.Of(run.Runner.CountResources());
        ulong most = blocks.First == blocks.Last ? limits.OfOneBlock : limits.OfRange;
        if (cells > most)
        {
            return new RangeOutcome.Unfit(string.Create(
                CultureInfo.InvariantCulture, $"{cells} cells of the prover's trace, of which this machine proves {most} at once"));
        }

        TimeSpan runTime = Stopwatch.GetElapsedTime(started);
        started = Stopwatch.GetTimestamp();
        (byte[] proof, ImmutableArray<ComponentCells> components) =
            await Task.Run(() => Prove(run, progress, cancellation), cancellation).ConfigureAwait(false);
        TimeSpan proveTime = Stopwatch.GetElapsedTime(started);
        progress.Report("checking the proof");
        BlockBundle bundle = new() { Proof = proof, Certificate = default, Bodies = established.Blocks };
        bundle = await BundleAssembly.WithAncestryAsync(source, bundle, blocks.First, blocks.Last, cancellation).ConfigureAwait(false);
        RangeCost cost = new(run.Steps, components, PeakMemory(), runTime, proveTime);
        return new RangeOutcome.Proved(Check(BlockBundleFile.Write(bundle), proof.Length, established.Blocks, cost));
    }

    private StoredRange Check(byte[] bundle, int proofBytes, ImmutableArray<DecidedBlock> blocks, RangeCost cost)
    {
        long started = Stopwatch.GetTimestamp();
        BlockProofReport report = check.Run(bundle);
        if (report is not { IsValid: true, Statement: { } statement, Proof: { } proof })
        {
            throw new InvalidOperationException(
                $"the own proof is refused: “{report.FirstFailure?.Name}”: {report.FirstFailure?.Detail}");
        }

        RangeManifest manifest = new()
        {
            Genesis = Genesis,
            FirstBlock = statement.FirstBlock,
            LastBlock = statement.LastBlock,
            ParentHash = statement.ParentHash,
            LastHash = statement.LastHash,
            Transactions = Sum(statement.Blocks, block => block.Transactions),
            Reverted = Sum(statement.Blocks, block => block.Reverted),
            ProgramHash = ProgramHash,
            ProtocolVersion = ProvenProgram.Current.ProtocolVersion,
            SecurityBits = proof.SecurityBits,
            PreprocessedTrace = PreprocessedLayout.VariantNames[(int)proof.Variant],
            FirstBlockTime = blocks[0].Block.Header.Timestamp,
            LastBlockTime = blocks[^1].Block.Header.Timestamp,
            Steps = cost.Steps,
            Cells = cost.Cells,
            MemoryBytes = cost.MemoryBytes,
            RunMilliseconds = (long)cost.RunTime.TotalMilliseconds,
            ProveMilliseconds = (long)cost.ProveTime.TotalMilliseconds,
            VerifyMilliseconds = (long)Stopwatch.GetElapsedTime(started).TotalMilliseconds,
            ProofBytes = proofBytes,
            BundleBytes = bundle.Length,
            BundleSha256 = Convert.ToHexStringLower(SHA256.HashData(bundle)),
            StoredAt = clock.GetUtcNow(),
        };
        return new StoredRange(manifest, bundle);
    }

    /// <summary>What a proof took.</summary>
    private sealed record RangeCost(
        long Steps, ImmutableArray<ComponentCells> Cells, long MemoryBytes, TimeSpan RunTime, TimeSpan ProveTime);
}

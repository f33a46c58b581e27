using System;
using System.Collections.Immutable;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Linq;
using System.Security.Cryptography;
using System.Threading;
using System.Threading.Tasks;
using Kraken.BlockProof.Program;
using Kraken.BlockProof.Replay;
using Kraken.BlockProof.Stateless;
using Kraken.BlockProof.Statement;
using Kraken.Cairo.Air.Preprocessed;
using Kraken.Cairo.Air.Proofs;
using Kraken.Cairo.Air.Proofs.Formats;
using Kraken.Cairo.Prover;
using Kraken.Cairo.Prover.Adapter;
using Kraken.Cairo.Prover.Input;
using Kraken.Execution.Blocks;
using Kraken.Execution.Classes;
using Kraken.Farm.Jobs;
using Kraken.Farm.Metrics;
using Kraken.Farm.Witnesses;
using Kraken.Fields;
using Kraken.Proofs.Checking;
using Kraken.Proofs.Checking.Blocks;
using Kraken.Proofs.Ranges;
using Kraken.Starknet.Blocks;

namespace Kraken.Farm.Proving;

/// <summary>
/// Proves blocks with this process's prover: establishes them from a witness of which nothing is believed, runs the block program over
/// them, proves the run, and checks the bundle that will be stored, as anybody would.
/// </summary>
/// <param name="authority">Who decides the chain's blocks.</param>
/// <param name="maxCells">The most cells of the prover's trace for which there is memory.</param>
/// <param name="clock">The time.</param>
public sealed class RangeProver(BlockAuthority authority, ulong maxCells, TimeProvider clock) : IRangeProver, IDisposable
{
    private static readonly ClassCompiler Compiler = new();

    private readonly ProverSession session = new(FixedColumnCache.OfUser());
    private readonly ChainInfo chain = new(authority.Chain, authority.FeeToken);
    private readonly BlockProofCheck check = new(authority, [ProvenProgram.Current]);

    /// <inheritdoc/>
    public Felt Genesis => authority.GenesisHash;

    /// <inheritdoc/>
    public Felt ProgramHash => ProvenProgram.Current.Hash;

    /// <inheritdoc/>
    public string Parameters => "blake2s-96-canonical-small";

    /// <inheritdoc/>
    public ulong MaxCells => maxCells;

    /// <inheritdoc/>
    public Task<RangeOutcome> ProveAsync(
        RangeJob job, ReadOnlyMemory<byte> witness, IProgress<string> progress, CancellationToken cancellation) =>
        Task.Run(() => Prove(job, witness.Span, progress, cancellation), cancellation);

    /// <inheritdoc/>
    public Task<RangeOutcome.NotProvable?> FindRefusalAsync(
        RangeJob job, ReadOnlyMemory<byte> witness, CancellationToken cancellation) => Task.Run(
            () => TryEstablish(job, witness.Span, out EstablishedRange? established, out _, out _, cancellation)
                && BlockProgram.Current.Run(established.ToWitness()) is BlockProgramRun.Refused { Reason: var reason }
                    ? Refused(reason)
                    : null,
            cancellation);

    /// <inheritdoc/>
    public void Rest() => session.Trim();

    /// <inheritdoc/>
    public void Dispose() => session.Dispose();

    /// <inheritdoc/>
    public Task<string?> FindProblemAsync(StoredRange stored, CancellationToken cancellation) => Task.Run(
        () => StoredCheck.Run(stored).FirstFailure is { } failure ? $"“{failure.Name}”: {failure.Detail}" : null, cancellation);

    private StoredRangeCheck StoredCheck => new(check);

    private static RangeOutcome Refused(BlockProgramRun outcome) => outcome is BlockProgramRun.Refused { Reason: var reason }
        ? Refused(reason)
        : new RangeOutcome.Unfit($"the block program does not come to its end: {(outcome as BlockProgramRun.Failed)?.Error}");

    private static RangeOutcome.NotProvable Refused(NotProvable reason) => new(
        reason.Block,
        reason.Transaction is { } index
            ? string.Create(CultureInfo.InvariantCulture, $"{reason.Detail} (transaction {index})")
            : reason.Detail);

    private static ulong Sum(ImmutableArray<ProvedBlock> blocks, Func<ProvedBlock, ulong> count) =>
        blocks.Aggregate(0UL, (sum, block) => sum + count(block));

    private (byte[] File, ImmutableArray<ComponentCells> Cells) Prove(
        ProverInput input, IProgress<string> progress, CancellationToken cancellation)
    {
        Action<ProvePhase> timed = ProofMeter.Timed();
        PlainProgress<ProvePhase> phases = new(phase =>
        {
            timed(phase);
            progress.Report($"proving: {phase.Step}");
        });
        CairoProof proof = session.Prove(input, ProverParameters.Default, phases, cancellation);
        return (ProofEncoder.Encode(proof, ProofFormat.UnpackedBinary), RangeCells.OfProof(proof.Claim));
    }

    private RangeOutcome Prove(RangeJob job, ReadOnlySpan<byte> witness, IProgress<string> progress, CancellationToken cancellation)
    {
        using MemoryPeak memory = MemoryPeak.Begin();
        long started = Stopwatch.GetTimestamp();
        progress.Report("checking the witness");
        if (!TryEstablish(job, witness, out EstablishedRange? established, out BlockBundle? ancestry, out string? problem, cancellation))
        {
            return new RangeOutcome.Refuted(problem);
        }

        progress.Report("running the block program");
        BlockProgramRun outcome = BlockProgram.Current.Run(established.ToWitness());
        if (outcome is not BlockProgramRun.Completed { Run: var run })
        {
            return Refused(outcome);
        }

        ulong cells = RangeCells.Of(run.Runner.CountResources());
        if (cells > maxCells)
        {
            return new RangeOutcome.TooLarge(cells, maxCells);
        }

        TimeSpan runTime = Stopwatch.GetElapsedTime(started);
        started = Stopwatch.GetTimestamp();
        ProverInput input = ProverInputAdapter.Adapt(run.Runner);
        if (input.LeavesJumpsUnbound)
        {
            // What checks proofs of blocks refuses such a proof.
            return new RangeOutcome.Unfit("the run has steps that only the generic opcode proves, which does not bind where jumps lead");
        }

        (byte[] proof, ImmutableArray<ComponentCells> components) = Prove(input, progress, cancellation);
        RangeCost cost = new(run.Steps, components, (memory.Bytes(), memory.Of), runTime, Stopwatch.GetElapsedTime(started));
        progress.Report("checking the proof");
        byte[] bundle = BlockBundleFile.Write(ancestry with { Proof = proof, Bodies = established.Blocks });
        return new RangeOutcome.Proved(Check(bundle, proof.Length, established.Blocks, cost));
    }

    /// <summary>
    /// What follows of a witness, whose last block the committee has decided; and why it does not show the blocks of the job.
    /// </summary>
    private bool TryEstablish(
        RangeJob job,
        ReadOnlySpan<byte> file,
        [NotNullWhen(true)] out EstablishedRange? established,
        [NotNullWhen(true)] out BlockBundle? ancestry,
        [NotNullWhen(false)] out string? problem,
        CancellationToken cancellation)
    {
        established = null;
        ancestry = null;
        if (!RangeWitnessCodec.TryDecode(file, out RangeWitness? witness, out problem))
        {
            return false;
        }

        problem = FindProblem(job, witness);
        if (problem is not null)
        {
            return false;
        }

        Felt last = witness.Range.Blocks[^1].Block.Header.Hash;
        if (!StatelessReplay.TryRun(witness.Range, chain, last, Compiler, out established, out ReplayMismatch? mismatch, cancellation))
        {
            problem = $"witness, {mismatch}";
            return false;
        }

        // A proof costs more than knowing before it what its check will find.
        ancestry = witness.Ancestry;
        problem = check.FindProblem(established.Statement, ancestry) is { } wrong ? $"witness, {wrong}" : null;
        return problem is null;
    }

    private string? FindProblem(RangeJob job, RangeWitness witness)
    {
        StatelessRange range = witness.Range;
        ulong first = range.Parent.Number + 1;
        if (first != job.FirstBlock || range.Blocks.IsEmpty || first + (ulong)range.Blocks.Length - 1 != job.LastBlock)
        {
            return $"witness: expected {job.Key}, got {range.Blocks.Length} blocks from block {first} on";
        }

        BlockHeader last = range.Blocks[^1].Block.Header;
        return authority.FindProblem(job.LastBlock, last.Hash, witness.Ancestry.Certificate.Span, out _) is { } undecided
                ? $"witness, certificate: {undecided}"
            : FindProblem(range.Parent, witness.Ancestry.ParentCertificate.Span);
    }

    private string? FindProblem(BlockHeader parent, ReadOnlySpan<byte> certificate)
    {
        if (parent.Number > 0)
        {
            return authority.FindProblem(parent.Number, parent.Hash, certificate, out _) is { } undecided
                ? $"witness, certificate of the block before: {undecided}"
                : null;
        }

        return parent.Hash == authority.GenesisHash ? null
            : $"witness, block 0: expected {authority.GenesisHash}, got {parent.Hash}";
    }

    private StoredRange Check(byte[] bundle, int proofBytes, ImmutableArray<DecidedBlock> blocks, RangeCost cost)
    {
        long started = Stopwatch.GetTimestamp();
        BlockProofReport report = StoredCheck.Run(bundle);
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
            MemoryBytes = cost.Memory.Bytes,
            MemoryOf = cost.Memory.Of,
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
        long Steps,
        ImmutableArray<ComponentCells> Cells,
        (long Bytes, ProofMemory Of) Memory,
        TimeSpan RunTime,
        TimeSpan ProveTime);
}

using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Air.Evaluation;
using Kraken.Cairo.Air.Claims;
using Kraken.Cairo.Air.Preprocessed;
using Kraken.Cairo.Air.Proofs;
using Kraken.Cairo.Air.Verification;
using Kraken.Cairo.Prover.Input;
using Kraken.Cairo.Prover.Witness;
using Kraken.Circle;
using Kraken.Fields;
using Kraken.Stark;
using Kraken.Stark.Channels;
using Kraken.Stark.Pcs;
using Kraken.Stark.Prover;
using Kraken.Stark.Prover.Constraints;
using Kraken.Stark.Prover.Memory;
using Kraken.Stark.Prover.Merkle;
using Kraken.Stark.Prover.Transforms;

namespace Kraken.Cairo.Prover;

/// <summary>One run of the prover, in the order of the transcript.</summary>
internal sealed class ProverRun<TChannel, THash>(
    TChannel channel,
    ProverInput input,
    ProverParameters parameters,
    (FixedColumns Columns, BufferPool Pool) memory,
    Action<ProveStep> report,
    CancellationToken cancellation)
    where TChannel : IMerkleChannel<THash>
    where THash : unmanaged, IEquatable<THash>
{
    private readonly BufferPool pool = memory.Pool;

    /// <summary>Takes every step of the protocol, from the witness to the openings.</summary>
    public CairoProof<THash> Prove()
    {
        report(ProveStep.BaseTrace);

        // The factors are made beside the trace, parts of which are for one core.
        _ = Task.Run(() => Twiddles.For(0), CancellationToken.None);
        PublicData data = PublicDataBuilder.Build(input);
        int maxRows = PreprocessedLayout.Of(parameters.Variant).MaxLogSize;
        IReadOnlyList<ComponentTrace> traces = WitnessGenerator.Generate(input, maxRows, pool, parameters.BigComponents);
        CairoClaim claim = ClaimBuilder.Build(data, traces);
        CairoTraceLayout layout = Layout(claim);
        PcsConfig config = parameters.ConfigFor(layout.MaxLogSize);
        int blowup = config.Fri.LogBlowup;

        report(ProveStep.Preprocessed);
        PreprocessedCommitment<TChannel, THash> preprocessed =
            memory.Columns.Of<TChannel, THash>(PreprocessedTree.Of(parameters.Hash, parameters.Variant, config));
        CairoTranscript.MixStart(channel, parameters.Salt, config);
        TwiddleTable twiddles = Twiddles.For(config.TreeHeight(layout.MaxLogSize));
        CommitmentSchemeProver<TChannel, THash> scheme = new(config, twiddles, pool);
        scheme.Commit(channel, preprocessed.Tree, layout.Trees[0].SampleCounts);
        CairoTranscript.MixClaim<TChannel, THash>(channel, claim);

        report(ProveStep.BaseCommitment);
        ColumnBlock[] baseColumns = [.. traces.Select(trace => trace.Trace)];
        Commit(scheme, layout, config, 1, baseColumns, twiddles);

        report(ProveStep.InteractionProofOfWork);
        ulong nonce = ProofOfWork.Grind<TChannel, THash>(channel, CairoTranscript.InteractionPowBits, cancellation);
        channel.MixU64(nonce);
        LookupElements elements = CairoTranscript.DrawLookupElements(channel);

        report(ProveStep.InteractionTrace);
        QM31[] sums = new QM31[traces.Count];
        ColumnBlock[] interaction = new ColumnBlock[traces.Count];
        for (int i = 0; i < traces.Count; i++)
        {
            interaction[i] = Interact(claim, layout.Components[i], traces[i], twiddles, preprocessed, elements, out sums[i]);
        }

        CheckLogup(claim, elements, sums);
        channel.MixFelts(sums);

        report(ProveStep.InteractionCommitment);
        Commit(scheme, layout, config, 2, interaction, twiddles);

        report(ProveStep.Composition);
        QM31 coefficient = channel.DrawSecureFelt();
        CompositionTask[] tasks = [.. layout.Components.Select((placed, i) => new CompositionTask(
            placed.Air,
            placed.Instance.LogSize,
            baseColumns[i],
            interaction[i],
            References(preprocessed.Tree.Columns, placed),
            ComponentParameters.Of(claim, placed.Instance),
            sums[i]))];
        ColumnBlock composition = Composition.Evaluate(tasks, elements, coefficient, blowup, twiddles, pool);
        Commit(scheme, layout, config, 3, ColumnsOf([composition]), twiddles);

        if (!OutOfDomainPoint.TryDraw(channel, out CirclePoint<QM31> point))
        {
            throw new ProvingException("the channel gave no out-of-domain point; prove again with another channel_salt");
        }

        StarkProof<THash> stark = scheme.ProveValues(channel, point, layout.MaxLogSize, phase => report(StepOf(phase)), cancellation);
        CairoComposition constraints = new(claim, sums, layout, elements);
        CheckConstraints(constraints, stark.SampledValues, (coefficient, point), config.LiftedLogSize(layout.MaxLogSize));
        report(ProveStep.Done);
        return new()
        {
            Claim = claim,
            InteractionPow = nonce,
            ClaimedSums = sums,
            ChannelSalt = parameters.Salt,
            Variant = parameters.Variant,
            Stark = stark,
        };
    }

    private static ProveStep StepOf(OpeningPhase phase) => phase switch
    {
        OpeningPhase.Sampling => ProveStep.Sampling,
        OpeningPhase.Quotients => ProveStep.Quotients,
        OpeningPhase.Fri => ProveStep.Fri,
        OpeningPhase.ProofOfWork => ProveStep.ProofOfWork,
        _ => ProveStep.Decommitment,
    };

    private static ColumnReference[] References(IReadOnlyList<ColumnReference> columns, PlacedComponent placed) =>
        Array.ConvertAll(placed.PreprocessedIndices, index => columns[index]);

    /// <summary>The layout of a claim that the verifier would take, checked before anything is committed.</summary>
    private CairoTraceLayout Layout(CairoClaim claim)
    {
        if (ClaimRules.FindError(claim) is { } broken)
        {
            throw new ProvingException($"the run breaks a rule of the verifier: {broken}");
        }

        bool samplesAll = parameters.SamplesAllFixedColumns;
        if (CairoTraceLayout.Create(claim, parameters.Variant, out CairoTraceLayout? layout, samplesAll) is VerifyError error)
        {
            throw new ProvingException($"the run does not fit the fixed columns: {error}");
        }

        return parameters.FindTraceError(layout!.MaxLogSize) is { } refusal
            ? throw new ProvingException($"the parameters are refused: {refusal}")
            : layout;
    }

    /// <summary>Turns values into coefficients, in place, and commits to them.</summary>
    private void Commit(
        CommitmentSchemeProver<TChannel, THash> scheme,
        CairoTraceLayout layout,
        PcsConfig config,
        int tree,
        ColumnBlock[] values,
        TwiddleTable twiddles)
    {
        ColumnReference[] columns = ColumnsOf(values);
        Parallel.For(0, columns.Length, i => ColumnTransforms.Interpolate(columns[i], twiddles));
        Commit(scheme, layout, config, tree, columns, twiddles);
    }

    private static ColumnReference[] ColumnsOf(ColumnBlock[] blocks)
    {
        List<ColumnReference> columns = [];
        foreach (ColumnBlock block in blocks)
        {
            for (int i = 0; i < block.Count; i++)
            {
                columns.Add(new(block, i));
            }
        }

        return [.. columns];
    }

    private void Commit(
        CommitmentSchemeProver<TChannel, THash> scheme,
        CairoTraceLayout layout,
        PcsConfig config,
        int tree,
        ColumnReference[] columns,
        TwiddleTable twiddles)
    {
        TreeShape shape = new(config.Fri.LogBlowup, config.MinLiftingLogSize);
        CommittedTree<THash> committed = CommittedTree<THash>.Commit<TChannel>(columns, shape, twiddles, pool);
        scheme.Commit(channel, committed, layout.Trees[tree].SampleCounts);
    }

    private ColumnBlock Interact(
        CairoClaim claim,
        PlacedComponent placed,
        ComponentTrace trace,
        TwiddleTable twiddles,
        PreprocessedCommitment<TChannel, THash> preprocessed,
        LookupElements elements,
        out QM31 sum)
    {
        ColumnBlock columns = new(pool, trace.LogSize, placed.Air.InteractionColumns);
        ColumnReference[] fixedColumns = References(preprocessed.Columns, placed);
        using ColumnBlock values = ColumnTransforms.Values(trace.Trace, trace.LogSize, trace.LogSize, twiddles, pool);
        InteractionTask task = new(placed.Air, values, fixedColumns, ComponentParameters.Of(claim, placed.Instance));
        if (!Interaction.TryGenerate(task, elements, columns, pool, out sum))
        {
            throw new ProvingException($"a lookup denominator of {trace.Component.Name} vanishes; prove again with another channel_salt");
        }

        return columns;
    }

    /// <summary>
    /// Memory and steps of foreign origin may break a constraint, and the composition is then no polynomial of its degree: nothing before
    /// this shows it, and no verifier would take the proof.
    /// </summary>
    private static void CheckConstraints(
        CairoComposition composition, QM31[][][] sampled, (QM31 Coefficient, CirclePoint<QM31> Point) drawn, int lifted)
    {
        if (composition.Evaluate(sampled, drawn.Coefficient) != CompositionHalves.Numerator(sampled[^1], drawn.Point, lifted))
        {
            throw new ProvingException(
                "the constraints do not hold: the run is inconsistent, some cell is not what its step or builtin makes of the others");
        }
    }

    private static void CheckLogup(CairoClaim claim, LookupElements elements, QM31[] sums)
    {
        if (!PublicLogup.TrySum(claim.PublicData, elements, out QM31 total))
        {
            throw new ProvingException("a lookup denominator of the public data vanishes; prove again with another channel_salt");
        }

        foreach (QM31 sum in sums)
        {
            total += sum;
        }

        if (!total.IsZero)
        {
            throw new ProvingException("the lookups do not balance: the run is inconsistent");
        }
    }
}

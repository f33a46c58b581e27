using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
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
using Kraken.Stark.Prover.Simd;

namespace Kraken.Cairo.Prover;

/// <summary>One run of the prover, in the order of the transcript.</summary>
internal sealed class ProverRun<TChannel, THash>(
    TChannel channel, ProverInput input, ProverParameters parameters, Action<ProveStep> report, CancellationToken cancellation) : IDisposable
    where TChannel : IMerkleChannel<THash>
    where THash : unmanaged, IEquatable<THash>
{
    private readonly BufferPool _pool = new();

    /// <summary>Frees all columns and trees.</summary>
    public void Dispose() => _pool.Dispose();

    /// <summary>Proves.</summary>
    public CairoProof<THash> Prove()
    {
        report(ProveStep.Preprocessed);
        PreprocessedCommitment<THash> preprocessed = PreprocessedCommitment<THash>.Of<TChannel>(parameters.Variant);
        CairoTranscript.MixStart(channel, parameters.Salt, parameters.Config);

        report(ProveStep.BaseTrace);
        int maxRows = PreprocessedLayout.Of(parameters.Variant).LogSizes.Max();
        IReadOnlyList<ComponentTrace> traces = WitnessGenerator.Generate(input, maxRows, _pool);
        CairoClaim claim = ClaimBuilder.Build(input, traces);
        CairoTraceLayout layout = Layout(claim);
        TwiddleTable twiddles = Twiddles.For(layout.MaxLogSize + 1);
        CommitmentSchemeProver<TChannel, THash> scheme = new(parameters.Config, twiddles, _pool);
        scheme.Commit(channel, preprocessed.Tree, layout.Trees[0].SampleCounts);
        CairoTranscript.MixClaim<TChannel, THash>(channel, claim);

        report(ProveStep.BaseCommitment);
        ColumnBlock[] baseColumns = [.. traces.Select(trace => Extend(trace.Trace, twiddles))];
        Commit(scheme, layout, 1, baseColumns);

        report(ProveStep.InteractionProofOfWork);
        ulong nonce = ProofOfWork.Grind<TChannel, THash>(channel, CairoTranscript.InteractionPowBits, cancellation);
        channel.MixU64(nonce);
        LookupElements elements = CairoTranscript.DrawLookupElements(channel);

        report(ProveStep.InteractionTrace);
        QM31[] sums = new QM31[traces.Count];
        ColumnBlock[] interaction = new ColumnBlock[traces.Count];
        for (int i = 0; i < traces.Count; i++)
        {
            interaction[i] = Interact(claim, layout.Components[i], traces[i], preprocessed, elements, out sums[i]);
        }

        CheckLogup(claim, elements, sums);
        channel.MixFelts(sums);

        report(ProveStep.InteractionCommitment);
        foreach (ColumnBlock block in interaction)
        {
            ColumnTransforms.ExtendInPlace(block, twiddles);
        }

        Commit(scheme, layout, 2, interaction);

        report(ProveStep.Composition);
        QM31 coefficient = channel.DrawSecureFelt();
        CompositionTask[] tasks = [.. layout.Components.Select((placed, i) =>
            new CompositionTask(placed.Air, placed.Instance.LogSize, baseColumns[i], interaction[i], References(preprocessed.Tree.Columns, placed), ComponentParameters.Of(claim, placed.Instance), sums[i]))];
        ColumnBlock composition = Composition.Evaluate(tasks, elements, coefficient, twiddles, _pool);
        ColumnTransforms.ExtendCoefficients(composition, twiddles);
        Commit(scheme, layout, 3, [composition]);

        if (!OutOfDomainPoint.TryDraw(channel, out CirclePoint<QM31> point))
        {
            throw new ProvingException("the channel gave no out-of-domain point; prove again with another salt");
        }

        StarkProof<THash> stark = scheme.ProveValues(channel, point, layout.MaxLogSize, phase => report(StepOf(phase)), cancellation);
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

    private CairoTraceLayout Layout(CairoClaim claim) =>
        CairoTraceLayout.Create(claim, parameters.Variant, out CairoTraceLayout? layout) is VerifyError error
            ? throw new ProvingException($"the run does not fit the fixed columns: {error}")
            : layout!;

    private ColumnBlock Extend(ColumnBlock trace, TwiddleTable twiddles)
    {
        ColumnBlock extension = new(_pool, trace.LogSize + 1, trace.Count);
        ColumnTransforms.Extend(trace, extension, 0, twiddles);
        return extension;
    }

    private void Commit(CommitmentSchemeProver<TChannel, THash> scheme, CairoTraceLayout layout, int tree, ColumnBlock[] blocks)
    {
        List<ColumnReference> columns = [];
        foreach (ColumnBlock block in blocks)
        {
            for (int i = 0; i < block.Count; i++)
            {
                columns.Add(new(block, i));
            }
        }

        scheme.Commit(channel, CommittedTree<THash>.Commit<TChannel>([.. columns], _pool), layout.Trees[tree].SampleCounts);
    }

    private ColumnBlock Interact(
        CairoClaim claim, PlacedComponent placed, ComponentTrace trace, PreprocessedCommitment<THash> preprocessed, LookupElements elements, out QM31 sum)
    {
        ColumnBlock columns = new(_pool, trace.LogSize + 1, placed.Air.InteractionColumns);
        ColumnReference[] fixedColumns = References(preprocessed.Columns.ToArray(), placed);
        InteractionTask task = new(placed.Air, trace.Trace, fixedColumns, ComponentParameters.Of(claim, placed.Instance));
        sum = Interaction.Generate(task, elements, columns, _pool);
        trace.Dispose();
        return columns;
    }

    private static void CheckLogup(CairoClaim claim, LookupElements elements, QM31[] sums)
    {
        if (!PublicLogup.TrySum(claim.PublicData, elements, out QM31 total))
        {
            throw new ProvingException("a lookup denominator vanishes; prove again with another salt");
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

using System;
using System.Collections.Frozen;
using System.Collections.Generic;
using System.Linq;
using Kraken.Cairo.Prover;

namespace Kraken.Cli.Verbs;

/// <summary>
/// How far a proof is and how long it will take, from the phases that have ended: each takes about the same share of the whole, whatever
/// the run (ten transfers were measured).
/// </summary>
internal static class ProveEstimate
{
    // A phase that takes longer than was thought stays a little before its end.
    private const double MostOfPhase = 0.95;

    private static readonly (ProveStep Step, string Name, int Share)[] Phases =
    [
        (ProveStep.BaseTrace, "base trace", 180),
        (ProveStep.Preprocessed, "fixed columns", 90),
        (ProveStep.BaseCommitment, "base commitment", 205),
        (ProveStep.InteractionProofOfWork, "interaction proof of work", 10),
        (ProveStep.InteractionTrace, "interaction trace", 130),
        (ProveStep.InteractionCommitment, "interaction commitment", 110),
        (ProveStep.Composition, "composition", 135),
        (ProveStep.Sampling, "sampling", 18),
        (ProveStep.Quotients, "quotients", 47),
        (ProveStep.Fri, "FRI", 10),
        (ProveStep.ProofOfWork, "proof of work", 55),
        (ProveStep.Decommitment, "decommitment", 10),
    ];

    private static readonly double Whole = Phases.Sum(phase => phase.Share);

    private static readonly FrozenDictionary<ProveStep, string> Names =
        Phases.Select(phase => KeyValuePair.Create(phase.Step, phase.Name)).Append(new(ProveStep.Done, "done")).ToFrozenDictionary();

    /// <summary>A phase in words.</summary>
    public static string NameOf(ProveStep step) => Names[step];

    /// <summary>How far a proof is.</summary>
    /// <param name="step">The phase at work.</param>
    /// <param name="begun">When it began, from the beginning of the proof.</param>
    /// <param name="now">The time since the beginning of the proof.</param>
    /// <returns>The part that is done, 0 to 1, and the time that is left; null in the first phase, as nothing is known then.</returns>
    public static (double Done, TimeSpan? Left) At(ProveStep step, TimeSpan begun, TimeSpan now)
    {
        if (step == ProveStep.Done)
        {
            return (1, TimeSpan.Zero);
        }

        double before = Phases.TakeWhile(phase => phase.Step != step).Sum(phase => phase.Share) / Whole;
        if (before == 0 || begun <= TimeSpan.Zero)
        {
            return (0, null);
        }

        double share = Phases.First(phase => phase.Step == step).Share / Whole;
        TimeSpan whole = begun / before;
        double inPhase = Math.Clamp((now - begun) / (whole * share), 0, MostOfPhase);
        double done = before + (share * inPhase);
        return (done, whole * (1 - done));
    }
}

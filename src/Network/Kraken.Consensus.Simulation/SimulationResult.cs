using System.Collections.Generic;
using Kraken.Consensus.Simulation.Checks;

namespace Kraken.Consensus.Simulation;

/// <summary>What came of a run.</summary>
/// <param name="Mix">The name of its fault mix.</param>
/// <param name="Verdict">Whether the invariants held.</param>
/// <param name="Reason">What was violated; empty when nothing was.</param>
/// <param name="Heights">The heights that were decided.</param>
/// <param name="Lines">The lines of its trace.</param>
/// <param name="Digest">SHA-256 of the trace: equal for equal mixes, seeds and programs.</param>
/// <param name="Trace">The last lines of the trace, as many as were asked for.</param>
/// <param name="VirtualMilliseconds">How long it took in its own time.</param>
public sealed record SimulationResult(
    string Mix, ulong Seed, Verdict Verdict, string Reason, ulong Heights,
    long Lines, string Digest, IReadOnlyList<string> Trace, long VirtualMilliseconds);

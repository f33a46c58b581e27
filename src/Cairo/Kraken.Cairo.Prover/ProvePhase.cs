using System;

namespace Kraken.Cairo.Prover;

/// <summary>Reported when a step of proving begins.</summary>
/// <param name="Step">The step that begins now.</param>
/// <param name="Elapsed">Time since proving began.</param>
public readonly record struct ProvePhase(ProveStep Step, TimeSpan Elapsed);

using System;
using System.Collections.Immutable;

namespace Kraken.Load.Measuring;

/// <summary>What is known only at the end of a run.</summary>
/// <param name="Elapsed">How long it took.</param>
/// <param name="Unresolved">Accepted transactions in no block, of which no node that could know said anything.</param>
/// <param name="PreConfirmedNote">Why the stage of pre-confirmation has no or few latencies; null when it is complete.</param>
/// <param name="Nodes">What each node did.</param>
internal sealed record RunEnd(TimeSpan Elapsed, int Unresolved, string? PreConfirmedNote, ImmutableArray<NodeReport> Nodes);

using Kraken.Cairo0.Flow;
using Kraken.Cairo0.Syntax;

namespace Kraken.Cairo0.Preprocessing;

/// <summary>A hint with what holds at its place, which may be above that of its instruction.</summary>
/// <param name="Element">The hint.</param>
/// <param name="State">Where ap is and which references hold.</param>
internal readonly record struct EmittedHint(HintElement Element, FlowState State);

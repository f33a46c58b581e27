using System;

namespace Kraken.Cairo.Hints.Cairo0;

/// <summary>Prepares a hint: resolves its names once and returns what is run each time.</summary>
/// <param name="ids">The names that the hint can see.</param>
public delegate Action<HintRun> HintFactory(HintBinder ids);

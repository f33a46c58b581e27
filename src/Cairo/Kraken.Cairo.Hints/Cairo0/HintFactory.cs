using System;

namespace Kraken.Cairo.Hints.Cairo0;

/// <summary>Prepares a hint: resolves its names once and returns what is run each time.</summary>
internal delegate Action<HintRun> HintFactory(HintBinder ids);

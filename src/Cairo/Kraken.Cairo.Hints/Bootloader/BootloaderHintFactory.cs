using System;
using Kraken.Cairo.Hints.Cairo0;

namespace Kraken.Cairo.Hints.Bootloader;

/// <summary>Prepares a hint of a bootloader: resolves its names once and returns what is run each time.</summary>
/// <param name="state">What the hints of the run know from each other.</param>
/// <param name="ids">The names that the hint can see.</param>
internal delegate Action<HintRun> BootloaderHintFactory(BootloaderRun state, HintBinder ids);

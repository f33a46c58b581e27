using System.Collections.Generic;
using System.Linq;
using Kraken.Cairo.Hints.Cairo0;

namespace Kraken.BlockProof.Hints;

/// <summary>All hints of the block program.</summary>
internal static class BlockHints
{
    public static IReadOnlyDictionary<string, HintFactory> Over(BlockRunState state) =>
        LibraryHints.All.Concat(ExecutionHints.Over(state)).ToDictionary();
}

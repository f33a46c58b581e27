using System.Collections.Generic;
using System.Linq;
using Kraken.Cairo.Hints.Cairo0;
using Kraken.Cairo.Hints.Casm;

namespace Kraken.BlockProof.Hints;

/// <summary>All hints of the block program.</summary>
internal static class BlockHints
{
    public static IReadOnlyDictionary<string, HintFactory> Over(BlockRunState state) =>
        LibraryHints.All
            .Concat(ExecutionHints.Over(state))
            .Concat(ClassHints.Over(state.Classes, loaded => state.ClassHints(new CasmHints(loaded.Compiled.Hints))))
            .Concat(StateHints.Over([.. state.Blocks.Select(block => block.Commitments)]))
            .ToDictionary();
}

using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Kraken.BlockProof.Hints;
using Kraken.BlockProof.Witness;
using Kraken.Cairo.Hints.Cairo0;
using Kraken.Cairo.Vm.Errors;
using Kraken.Cairo.Vm.Execution;
using Kraken.Cairo.Vm.Programs;
using Kraken.Cairo.Vm.Runs;
using Kraken.Fields;

namespace Kraken.BlockProof.Program;

/// <summary>
/// Finds what of their classes blocks run: a run up to the last call with all code loaded, after which every cell knows whether it was
/// looked at. Only segments of which one was are loaded and hashed in the run that is proved.
/// </summary>
internal static class CodeScout
{
    private const string Done = "CodeScouted";

    /// <summary>Finds the code.</summary>
    /// <param name="program">The block program.</param>
    /// <param name="witness">The blocks.</param>
    /// <param name="blocks">Their native run.</param>
    /// <param name="maxSteps">The most steps.</param>
    /// <param name="classes">The classes that are run, with what of them is.</param>
    /// <returns>Why the run failed, or null.</returns>
    public static string? Find(
        CairoProgram program,
        BlockWitness witness,
        ImmutableArray<RecordedBlock> blocks,
        long maxSteps,
        out ImmutableArray<LoadedClass> classes)
    {
        ImmutableArray<LoadedClass> whole = [.. Used(witness, blocks)];
        ImmutableArray<LoadedClass> found = [];
        BlockRunState state = new(witness, blocks, whole)
        {
            WhenCallsAreDone = (memory, code) =>
            {
                found = [.. whole.Zip(code, (item, at) => new LoadedClass(
                    item.CompiledHash, item.Compiled, memory.AccessedOffsets(at.Segment)))];
                throw new HintException(Done, "the calls are done");
            },
        };
        RunOptions options = RunOptions.Stwo with { Traced = false, Resources = new RunResources(maxSteps) };
        VmError? error =
            CairoRunner.Run(program, options, new Cairo0HintProcessor(new Cairo0Hints(program, BlockHints.Over(state))), out _);
        classes = found;
        return found.IsEmpty && !whole.IsEmpty ? error?.ToString() : null;
    }

    private static IEnumerable<LoadedClass> Used(BlockWitness witness, ImmutableArray<RecordedBlock> blocks)
    {
        Dictionary<Felt, WitnessClass> known = witness.AllClasses().ToDictionary(item => item.ClassHash);
        return blocks.SelectMany(block => block.Transactions).SelectMany(transaction => transaction.Calls).Select(call => call.ClassHash)
            .Distinct().Select(classHash => known[classHash]).DistinctBy(item => item.CompiledClassHash)
            .Select(item => new LoadedClass(item.CompiledClassHash, item.Casm));
    }
}

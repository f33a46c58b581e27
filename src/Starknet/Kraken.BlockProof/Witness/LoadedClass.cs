using System;
using System.Collections.Generic;
using System.Linq;
using Kraken.Casm.Classes;
using Kraken.Fields;

namespace Kraken.BlockProof.Witness;

/// <summary>A class that blocks run.</summary>
/// <param name="CompiledHash">Its hash by Blake, under which the state knows it.</param>
/// <param name="Compiled">Its code and entry points.</param>
public sealed record LoadedClass(Felt CompiledHash, CasmClass Compiled)
{
    /// <summary>The classes that blocks run; of several with the same code one.</summary>
    /// <param name="witness">The blocks.</param>
    /// <param name="blocks">Their native run.</param>
    public static IEnumerable<LoadedClass> RunBy(BlockWitness witness, IEnumerable<RecordedBlock> blocks)
    {
        ArgumentNullException.ThrowIfNull(witness);
        Dictionary<Felt, WitnessClass> known = witness.AllClasses().ToDictionary(item => item.ClassHash);
        return blocks.SelectMany(block => block.Transactions).SelectMany(transaction => transaction.Calls).Select(call => call.ClassHash)
            .Distinct().Select(classHash => known[classHash]).DistinctBy(item => item.CompiledClassHash)
            .Select(item => new LoadedClass(item.CompiledClassHash, item.Casm));
    }

    /// <summary>The segments of the code; a class without any is one.</summary>
    public SegmentLengths Segments => Compiled.Segments ?? SegmentLengths.Leaf(Compiled.Bytecode.Length);
}

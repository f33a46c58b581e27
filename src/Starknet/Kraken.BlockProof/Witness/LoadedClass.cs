using System;
using System.Collections.Generic;
using System.Linq;
using Kraken.Casm.Classes;
using Kraken.Fields;

namespace Kraken.BlockProof.Witness;

/// <summary>A class that blocks run.</summary>
public sealed class LoadedClass
{
    private readonly int[]? executed;

    /// <summary>A class and what of its code is run.</summary>
    /// <param name="compiledHash">Its hash by Blake.</param>
    /// <param name="compiled">Its code.</param>
    /// <param name="executed">The offsets of all instructions that are executed; null loads the whole code.</param>
    public LoadedClass(Felt compiledHash, CasmClass compiled, IEnumerable<int>? executed = null)
    {
        CompiledHash = compiledHash;
        Compiled = compiled;
        this.executed = executed?.Order().ToArray();
    }

    /// <summary>The hash by Blake, under which the state knows the class.</summary>
    public Felt CompiledHash { get; }

    /// <summary>The code and its entry points.</summary>
    public CasmClass Compiled { get; }

    /// <summary>The segments of the code; a class without any is one.</summary>
    public SegmentLengths Segments => Compiled.Segments ?? SegmentLengths.Leaf(Compiled.Bytecode.Length);

    /// <summary>Whether an instruction in a part of the code is executed.</summary>
    public bool IsExecuted(int start, int length)
    {
        if (executed is null)
        {
            return true;
        }

        int index = Array.BinarySearch(executed, start);
        index = index < 0 ? ~index : index;
        return index < executed.Length && executed[index] < start + length;
    }

    /// <summary>The leaves of the segments that are loaded, by their starts.</summary>
    public IEnumerable<(int Start, int Length)> LoadedLeaves() =>
        Segments.IsLeaf ? [(0, Segments.Length)] : Leaves(Segments, 0);

    private IEnumerable<(int Start, int Length)> Leaves(SegmentLengths node, int start)
    {
        foreach (SegmentLengths child in node.Children)
        {
            if (IsExecuted(start, child.Length))
            {
                foreach ((int Start, int Length) leaf in child.IsLeaf ? [(start, child.Length)] : Leaves(child, start))
                {
                    yield return leaf;
                }
            }

            start += child.Length;
        }
    }
}

using System;
using System.Collections.Generic;
using Kraken.BlockProof.Witness;
using Kraken.Cairo.Vm.Errors;
using Kraken.Casm.Classes;
using Kraken.Fields;
using Kraken.Starknet.Classes;

namespace Kraken.BlockProof.Hints;

/// <summary>The segments of a class's code in the order in which the program hashes them.</summary>
internal sealed class BytecodeWalk
{
    private readonly LoadedClass loaded;
    private readonly Stack<(SegmentLengths Node, int Start, int Taken)> open = new();
    private SegmentLengths segment;
    private int start;

    /// <summary>Begins before the root.</summary>
    public BytecodeWalk(LoadedClass loaded)
    {
        this.loaded = loaded;
        segment = loaded.Segments;
    }

    /// <summary>The words of the segment at hand.</summary>
    public int Length => segment.Length;

    /// <summary>Whether it is loaded.</summary>
    public bool IsLoaded => loaded.IsExecuted(start, Length);

    /// <summary>Its hash.</summary>
    public Felt Hash => CompiledClassHash.BlakeOfSegment(segment, loaded.Compiled.Bytecode.AsSpan().Slice(start, Length));

    /// <summary>Goes into the segment at hand.</summary>
    /// <returns>Whether it holds words instead of segments.</returns>
    public bool Enter()
    {
        if (!segment.IsLeaf)
        {
            open.Push((segment, start, 0));
        }

        return segment.IsLeaf;
    }

    /// <summary>Goes to the next segment of the innermost node that has one left.</summary>
    public void Next()
    {
        while (open.TryPop(out (SegmentLengths Node, int Start, int Taken) node))
        {
            if (node.Taken < node.Node.Children.Length)
            {
                segment = node.Node.Children[node.Taken];
                start = node.Start;
                open.Push((node.Node, start + segment.Length, node.Taken + 1));
                return;
            }
        }

        throw new HintException("NoSegment", "the class has no further segment of code");
    }
}

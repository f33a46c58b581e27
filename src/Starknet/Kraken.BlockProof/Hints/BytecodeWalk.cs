using System.Collections.Generic;
using Kraken.BlockProof.Witness;
using Kraken.Cairo.Vm.Errors;
using Kraken.Cairo.Vm.Memory;
using Kraken.Casm.Classes;
using Kraken.Fields;
using Kraken.Starknet.Classes;

namespace Kraken.BlockProof.Hints;

/// <summary>
/// The segments of a class's code in the order in which the program hashes them. What was not run until then is unloaded.
/// </summary>
internal sealed class BytecodeWalk
{
    private readonly LoadedClass loaded;
    private readonly VmMemory memory;
    private readonly Relocatable code;
    private readonly Stack<(SegmentLengths Node, int Start, int Taken)> open = new();
    private SegmentLengths segment;
    private int start;

    /// <summary>Begins before the root.</summary>
    public BytecodeWalk(LoadedClass loaded, VmMemory memory, Relocatable code)
    {
        this.loaded = loaded;
        this.memory = memory;
        this.code = code;
        segment = loaded.Segments;
    }

    /// <summary>The words of the segment at hand.</summary>
    public int Length => segment.Length;

    /// <summary>What the words of a skipped segment hash to by BLAKE2s.</summary>
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
    /// <returns>Whether it stays loaded.</returns>
    public bool Next()
    {
        while (open.TryPop(out (SegmentLengths Node, int Start, int Taken) node))
        {
            if (node.Taken < node.Node.Children.Length)
            {
                segment = node.Node.Children[node.Taken];
                start = node.Start;
                open.Push((node.Node, start + segment.Length, node.Taken + 1));
                if (memory.IsAnyAccessed(code + start, Length))
                {
                    return true;
                }

                memory.Unload(code + start, Length);
                return false;
            }
        }

        throw new HintException("NoSegment", "the class has no further segment of code");
    }
}

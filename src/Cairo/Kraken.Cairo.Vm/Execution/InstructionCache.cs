using System;
using System.Collections.Generic;
using System.Linq;
using Kraken.Cairo.Vm.Errors;
using Kraken.Cairo.Vm.Memory;
using Kraken.Casm.Instructions;
using Kraken.Fields;

namespace Kraken.Cairo.Vm.Execution;

/// <summary>The decoded instructions of every segment that was executed.</summary>
internal sealed class InstructionCache(VmMemory memory)
{
    private readonly List<CachedInstruction[]> bySegment = [];

    /// <summary>A cache that knows the instructions of segment 0 already.</summary>
    public InstructionCache(VmMemory memory, CachedInstruction[] program)
        : this(memory) => bySegment.Add(program);

    /// <summary>The cache of a code segment, large enough for the segment's present size; counts as so many cells of memory.</summary>
    /// <exception cref="VmException">pc is not in a real segment.</exception>
    public CachedInstruction[] Of(int segment)
    {
        if ((uint)segment >= (uint)memory.SegmentCount)
        {
            throw new VmException(VmErrorKind.InvalidProgramCounter, $"there is no code in segment {segment}");
        }

        while (bySegment.Count <= segment)
        {
            bySegment.Add([]);
        }

        CachedInstruction[] cache = bySegment[segment];
        int used = memory.UsedSize(segment);
        if (cache.Length < used)
        {
            // Code that grows as it runs must not be copied with each instruction.
            int length = cache.Length == 0 ? used : (int)Math.Min(Array.MaxLength, Math.Max(used, 2L * cache.Length));
            memory.Account(length - cache.Length);
            Array.Resize(ref cache, length);
            bySegment[segment] = cache;
        }

        return cache;
    }

    /// <summary>Whether an instruction of a segment was met.</summary>
    public bool HasRun(int segment) => (uint)segment < (uint)bySegment.Count && Array.Exists(bySegment[segment], slot => slot.IsKnown);

    /// <summary>Decodes the word at an address into its slot.</summary>
    /// <exception cref="VmException">The cell is empty or no instruction.</exception>
    public void Decode(Relocatable pc, ref CachedInstruction slot)
    {
        Felt word = memory.GetFelt(pc);
        InstructionError error = InstructionWord.TryDecode(word, out slot.Fields);
        if (error != InstructionError.None)
        {
            throw new VmException(VmErrorKind.InvalidInstruction, $"the word {word} is no instruction: {error}");
        }

        slot.HasImmediate = TryImmediate(pc, slot.Fields, out slot.Immediate);
        slot.Shape = ShapeOf(slot.Fields, slot.HasImmediate);
        memory.MarkAccessed(pc, slot.Fields.Size);
        slot.IsKnown = true;
    }

    /// <summary>The least and greatest offset of all decoded instructions, biased by 2^15.</summary>
    public (int Min, int Max)? OffsetLimits()
    {
        int min = int.MaxValue;
        int max = int.MinValue;
        foreach (CachedInstruction instruction in bySegment.SelectMany(cache => cache).Where(instruction => instruction.IsKnown))
        {
            DecodedInstruction i = instruction.Fields;
            min = Math.Min(min, Math.Min(i.OffDst, Math.Min(i.OffOp0, i.OffOp1)));
            max = Math.Max(max, Math.Max(i.OffDst, Math.Max(i.OffOp0, i.OffOp1)));
        }

        return min == int.MaxValue ? null : (min + InstructionWord.OffsetBias, max + InstructionWord.OffsetBias);
    }

    private static StepShape ShapeOf(in DecodedInstruction i, bool hasImmediate)
    {
        if (i.Extension != OpcodeExtension.Stone || (i.Op1 == Op1Source.Immediate && i.OffOp1 != 1))
        {
            return StepShape.General;
        }

        bool plainAp = i.Ap is ApUpdate.Regular or ApUpdate.AddOne;
        return i.Opcode switch
        {
            Opcode.AssertEq when plainAp && i.Pc == PcUpdate.Regular => i.Res switch
            {
                ResLogic.Op1 => i.Op1 == Op1Source.Op0 ? StepShape.AssertDeref : StepShape.AssertOp1,
                _ when i.Op1 == Op1Source.Op0 => StepShape.General,
                ResLogic.Add => StepShape.AssertAdd,
                ResLogic.Mul => StepShape.AssertMul,
                _ => StepShape.General,
            },
            Opcode.Call when hasImmediate && i.Pc == PcUpdate.JumpRelative && i.Res == ResLogic.Op1 => StepShape.CallRelative,
            Opcode.Ret when i.Ap == ApUpdate.Regular && i.Op0IsFp && i.OffOp0 == -1 => StepShape.Return,
            Opcode.Nop when hasImmediate && plainAp => i.Pc switch
            {
                PcUpdate.JumpNonZero => StepShape.JumpNonZero,
                PcUpdate.JumpRelative when i.Res == ResLogic.Op1 => StepShape.JumpRelative,
                _ => StepShape.General,
            },
            _ => StepShape.General,
        };
    }

    private bool TryImmediate(Relocatable pc, in DecodedInstruction i, out long immediate)
    {
        immediate = 0;
        if (i.Op1 != Op1Source.Immediate || !memory.Get(pc + 1).TryFelt(out Felt value))
        {
            return false;
        }

        if (value.TryToUInt64(out ulong positive) && positive <= int.MaxValue)
        {
            immediate = (long)positive;
            return true;
        }

        bool isNegative = (-value).TryToUInt64(out ulong magnitude) && magnitude <= int.MaxValue;
        immediate = -(long)magnitude;
        return isNegative;
    }
}

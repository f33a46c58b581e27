using System;
using Kraken.Cairo.Vm.Execution;
using Kraken.Cairo.Vm.Memory;
using Kraken.Casm.Instructions;
using Kraken.Fields;

namespace Kraken.Cairo.Vm.Programs;

/// <summary>
/// A program loaded and decoded once, for any number of function runs and threads: its cells and a segment of constants behind the
/// execution segment are shared, since nothing writes to them. All its cells count as accessed.
/// </summary>
public sealed class ProgramImage
{
    /// <summary>The index of the segment that holds the constants.</summary>
    public const int ConstantsSegment = VirtualMachine.ExecutionSegment + 1;

    /// <summary>Loads a program.</summary>
    /// <param name="bytecode">The program.</param>
    /// <param name="trailer">Cells behind it; an address in it may point into <see cref="ConstantsSegment"/>.</param>
    /// <param name="hasHints">Whether the instruction at an offset carries hints.</param>
    public ProgramImage(
        ReadOnlySpan<Felt> bytecode,
        ReadOnlySpan<MaybeRelocatable> trailer,
        ReadOnlySpan<Felt> constants,
        Predicate<long> hasHints)
    {
        ArgumentNullException.ThrowIfNull(hasHints);
        Length = bytecode.Length;
        Cells = new MaybeRelocatable[bytecode.Length + trailer.Length];
        for (int i = 0; i < bytecode.Length; i++)
        {
            Cells[i].SetAccessed(bytecode[i]);
        }

        for (int i = 0; i < trailer.Length; i++)
        {
            Cells[bytecode.Length + i].SetAccessed(trailer[i]);
        }

        Constants = new MaybeRelocatable[constants.Length];
        for (int i = 0; i < constants.Length; i++)
        {
            Constants[i].SetAccessed(constants[i]);
        }

        Instructions = Decode(hasHints);
    }

    /// <summary>The words of the bytecode.</summary>
    public int Length { get; }

    /// <summary>The cells of the program segment, trailer included.</summary>
    public int Size => Cells.Length;

    internal MaybeRelocatable[] Cells { get; }

    internal MaybeRelocatable[] Constants { get; }

    /// <summary>An instruction for each cell that could be one; which are, only a run knows.</summary>
    internal CachedInstruction[] Instructions { get; }

    private CachedInstruction[] Decode(Predicate<long> hasHints)
    {
        CachedInstruction[] decoded = new CachedInstruction[Cells.Length];
        VmMemory memory = new();
        memory.AddShared(Cells);
        InstructionCache cache = new(memory);
        for (int i = 0; i < decoded.Length; i++)
        {
            if (Cells[i].TryFelt(out Felt word) && InstructionWord.TryDecode(word, out _) == InstructionError.None)
            {
                cache.Decode(new(VirtualMachine.ProgramSegment, i), ref decoded[i]);
                decoded[i].HasHints = hasHints(i);
            }
        }

        return decoded;
    }
}

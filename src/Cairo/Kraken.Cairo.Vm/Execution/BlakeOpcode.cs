using System;
using Kraken.Cairo.Vm.Errors;
using Kraken.Cairo.Vm.Memory;
using Kraken.Fields;
using Kraken.Hashing;

namespace Kraken.Cairo.Vm.Execution;

/// <summary>
/// The BLAKE2s instructions: op0 points to 8 state words, op1 to 16 message words, dst is the byte count up to and with this block, and
/// [ap] points to the 8 cells of the new state. Words are cells below 2^32.
/// </summary>
internal static class BlakeOpcode
{
    public static void Execute(VmMemory memory, in Operands operands, Relocatable ap, bool isLast)
    {
        Span<uint> state = stackalloc uint[8];
        Span<uint> message = stackalloc uint[16];
        uint count = Word(memory, operands.DstAddress);
        Words(memory, memory.GetAddress(operands.Op0Address), state);
        Words(memory, memory.GetAddress(operands.Op1Address), message);
        Relocatable output = memory.GetAddress(ap);
        Blake2s.Compress(state, message, count, isLast ? uint.MaxValue : 0);
        for (int i = 0; i < state.Length; i++)
        {
            memory.InsertAccessed(output + i, (Felt)(ulong)state[i]);
        }
    }

    private static void Words(VmMemory memory, Relocatable start, Span<uint> words)
    {
        for (int i = 0; i < words.Length; i++)
        {
            words[i] = Word(memory, start + i);
        }
    }

    private static uint Word(VmMemory memory, Relocatable at) =>
        memory.GetFelt(at).TryToUInt64(out ulong word) && word <= uint.MaxValue
            ? (uint)word
            : throw new VmException(VmErrorKind.BlakeOperand, $"expected a 32-bit word at {at}, got {memory.Get(at)}");
}

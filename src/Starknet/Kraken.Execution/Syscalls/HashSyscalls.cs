using System;
using Kraken.Cairo.Vm.Memory;
using Kraken.Execution.Calls;
using Kraken.Execution.Constants;
using Kraken.Fields;
using Kraken.Hashing;

namespace Kraken.Execution.Syscalls;

/// <summary>The system calls keccak and sha256_process_block.</summary>
internal sealed class HashSyscalls(CallFrame frame, SyscallMemory memory)
{
    private const int KeccakRateWords = 17;
    private const int ShaBlockWords = 16;
    private const int ShaStateWords = 8;

    // States of SHA-256 follow each other in one segment.
    private Relocatable? shaStates;

    internal void Keccak(ulong gas, ref SyscallCursor cursor)
    {
        Felt[] input = memory.ReadRange(cursor.Pointer(), cursor.Pointer());
        if (!SyscallGas.TryPay(frame, SyscallSelector.Keccak, 0, ref gas, ref cursor))
        {
            return;
        }

        ulong[] words = Array.ConvertAll(input, felt => felt.TryToUInt64(out ulong word)
            ? word
            : throw CallFrame.Fault($"Invalid syscall input: {felt}; Invalid input for the keccak syscall."));
        if (words.Length % KeccakRateWords != 0)
        {
            cursor.Fail(gas, frame.Context.Constants.Failures.InvalidInputLength);
            return;
        }

        int rounds = words.Length / KeccakRateWords;
        ulong roundsGas = (ulong)rounds * frame.Context.Constants.Gas.Of(SyscallSelector.KeccakRound).Base;
        if (roundsGas > gas)
        {
            cursor.Fail(gas, frame.Context.Constants.Failures.OutOfGas);
            return;
        }

        gas -= roundsGas;
        frame.Count(SyscallSelector.Keccak, rounds);
        Span<ulong> state = stackalloc ulong[Hashing.Keccak.Lanes];
        Absorb(words, state);
        cursor.Succeed(gas);
        cursor.Write(Felt.FromCanonicalLimbs(state[0], state[1], 0, 0));
        cursor.Write(Felt.FromCanonicalLimbs(state[2], state[3], 0, 0));
    }

    internal void Sha256(ulong gas, ref SyscallCursor cursor)
    {
        Relocatable statePointer = cursor.Pointer();
        Relocatable blockPointer = cursor.Pointer();
        if (!SyscallGas.TryPay(frame, SyscallSelector.Sha256ProcessBlock, 0, ref gas, ref cursor))
        {
            return;
        }

        Span<uint> state = stackalloc uint[ShaStateWords];
        Span<uint> block = stackalloc uint[ShaBlockWords];
        ReadWords(statePointer, state);
        ReadWords(blockPointer, block);
        Hashing.Sha256.Compress(state, block);
        cursor.Succeed(gas);
        cursor.Write(Append(state));
    }

    private static void Absorb(ReadOnlySpan<ulong> words, Span<ulong> state)
    {
        for (int i = 0; i < words.Length; i++)
        {
            state[i % KeccakRateWords] ^= words[i];
            if (i % KeccakRateWords == KeccakRateWords - 1)
            {
                Hashing.Keccak.Permute(state);
            }
        }
    }

    private void ReadWords(Relocatable pointer, Span<uint> words)
    {
        for (int i = 0; i < words.Length; i++)
        {
            Felt felt = memory.ReadFelt(pointer + i);
            words[i] = felt.TryToUInt64(out ulong word) && word <= uint.MaxValue
                ? (uint)word
                : throw CallFrame.Fault($"Invalid syscall input: {felt}; Invalid input for the sha256_process_block syscall.");
        }
    }

    private Relocatable Append(ReadOnlySpan<uint> state)
    {
        Relocatable start = shaStates ??= memory.Allocate([]);
        for (int i = 0; i < state.Length; i++)
        {
            memory.Write(start + i, (Felt)(ulong)state[i]);
        }

        shaStates = start + state.Length;
        return start;
    }
}

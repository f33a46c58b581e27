using System;
using Kraken.Execution.Calls;
using Kraken.Execution.Constants;
using Kraken.Fields;
using Kraken.Hashing;

namespace Kraken.Execution.Syscalls;

/// <summary>The system calls keccak and sha256_process_block.</summary>
internal sealed class HashSyscalls(CallFrame frame)
{
    private const int KeccakRateWords = 17;
    private const int ShaBlockWords = 16;
    private const int ShaStateWords = 8;

    internal void Keccak(ulong gas, ISyscallWire wire)
    {
        Felt[] input = wire.TakeArray();
        if (!SyscallGas.TryPay(frame, SyscallSelector.Keccak, 0, ref gas, wire))
        {
            return;
        }

        ulong[] words = Array.ConvertAll(input, felt => felt.TryToUInt64(out ulong word)
            ? word
            : throw CallFrame.Fault($"Invalid syscall input: {felt}; Invalid input for the keccak syscall."));
        if (words.Length % KeccakRateWords != 0)
        {
            wire.Fail(gas, frame.Context.Constants.Failures.InvalidInputLength);
            return;
        }

        int rounds = words.Length / KeccakRateWords;
        ulong roundsGas = (ulong)rounds * frame.Context.Constants.Gas.Of(SyscallSelector.KeccakRound).Base;
        if (roundsGas > gas)
        {
            wire.Fail(gas, frame.Context.Constants.Failures.OutOfGas);
            return;
        }

        gas -= roundsGas;
        frame.Count(SyscallSelector.Keccak, rounds);
        Span<ulong> state = stackalloc ulong[Hashing.Keccak.Lanes];
        Absorb(words, state);
        wire.Succeed(gas);
        wire.Give(Felt.FromCanonicalLimbs(state[0], state[1], 0, 0));
        wire.Give(Felt.FromCanonicalLimbs(state[2], state[3], 0, 0));
    }

    internal void Sha256(ulong gas, ISyscallWire wire)
    {
        int takenState = wire.TakeWords(ShaStateWords);
        int takenBlock = wire.TakeWords(ShaBlockWords);
        if (!SyscallGas.TryPay(frame, SyscallSelector.Sha256ProcessBlock, 0, ref gas, wire))
        {
            return;
        }

        Span<uint> state = stackalloc uint[ShaStateWords];
        Span<uint> block = stackalloc uint[ShaBlockWords];
        wire.ReadWords(takenState, state);
        wire.ReadWords(takenBlock, block);
        Hashing.Sha256.Compress(state, block);
        wire.Succeed(gas);
        wire.GiveWords(state);
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
}

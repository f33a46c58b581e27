using System;
using Kraken.Execution.Calls;
using Kraken.Execution.Constants;
using Kraken.Fields;

namespace Kraken.Execution.Syscalls;

/// <summary>The system calls keccak, sha256_process_block and sha512_process_block.</summary>
internal sealed class HashSyscalls(CallFrame frame)
{
    private const int KeccakRateWords = 17;
    private const int ShaBlockWords = 16;
    private const int ShaStateWords = 8;

    private delegate void Compression(Span<ulong> state, ReadOnlySpan<ulong> block);

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

    internal void Sha256(ulong gas, ISyscallWire wire) =>
        Process(SyscallSelector.Sha256ProcessBlock, uint.MaxValue, Compress256, gas, wire);

    internal void Sha512(ulong gas, ISyscallWire wire)
    {
        // The oldest constants name it without a price; nothing that was declared under them uses it.
        if (frame.Context.Constants.Os.Of(SyscallSelector.Sha512ProcessBlock).Constant.Steps == 0)
        {
            throw CallFrame.Fault($"Unsupported syscall selector {SyscallSelector.Sha512ProcessBlock}.");
        }

        Process(SyscallSelector.Sha512ProcessBlock, ulong.MaxValue, Hashing.Sha512.Compress, gas, wire);
    }

    // Both hashes have as many words in a state and in a block.
    private void Process(SyscallSelector selector, ulong maxWord, Compression compress, ulong gas, ISyscallWire wire)
    {
        int takenState = wire.TakeWords(ShaStateWords);
        int takenBlock = wire.TakeWords(ShaBlockWords);
        if (!SyscallGas.TryPay(frame, selector, 0, ref gas, wire))
        {
            return;
        }

        Span<ulong> state = stackalloc ulong[ShaStateWords];
        Span<ulong> block = stackalloc ulong[ShaBlockWords];
        wire.ReadWords(takenState, maxWord, state);
        wire.ReadWords(takenBlock, maxWord, block);
        compress(state, block);
        wire.Succeed(gas);
        wire.GiveWords(state);
    }

    private static void Compress256(Span<ulong> state, ReadOnlySpan<ulong> block)
    {
        Span<uint> narrowState = stackalloc uint[ShaStateWords];
        Span<uint> narrowBlock = stackalloc uint[ShaBlockWords];
        Narrow(state, narrowState);
        Narrow(block, narrowBlock);
        Hashing.Sha256.Compress(narrowState, narrowBlock);
        for (int i = 0; i < ShaStateWords; i++)
        {
            state[i] = narrowState[i];
        }
    }

    private static void Narrow(ReadOnlySpan<ulong> words, Span<uint> narrow)
    {
        for (int i = 0; i < narrow.Length; i++)
        {
            narrow[i] = (uint)words[i];
        }
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

using System;
using System.Numerics;
using Kraken.Cairo.Vm.Errors;
using Kraken.Cairo.Vm.Memory;
using Kraken.Fields;
using Kraken.Hashing;

namespace Kraken.Cairo.Hints.Cairo0.Library;

/// <summary>BLAKE2s proven in Cairo, and the packing of field elements for the opcode.</summary>
internal static class Blake2sHints
{
    private const ulong ShortBound = 1UL << 63;

    public static readonly (string Name, HintFactory Factory)[] All =
    [
        ("BLAKE2S_COMPUTE", ids =>
        {
            HintId output = ids["output"];
            return r => Compute(r, output.Pointer(r));
        }),
        ("BLAKE2S_FINALIZE", ids =>
        {
            HintId end = ids["blake2s_ptr_end"];
            BigInteger instances = ids.Constant("N_PACKED_INSTANCES");
            HintRun.Require(ids.Constant("INPUT_BLOCK_FELTS") == Blake2s.BlockWords, "AssertionFailed", "a block has 16 words");
            return r => Pad(r, end.Pointer(r), (int)instances - 1);
        }),
        ("BLAKE2S_ADD_UINT256", ids =>
        {
            (HintId data, HintId low, HintId high) = (ids["data"], ids["low"], ids["high"]);
            return r =>
            {
                WriteWords(r, data.Pointer(r), low.Integer(r), bigEndian: false);
                WriteWords(r, data.Pointer(r) + 4, high.Integer(r), bigEndian: false);
            };
        }),
        ("BLAKE2S_ADD_UINT256_BIGEND", ids =>
        {
            (HintId data, HintId low, HintId high) = (ids["data"], ids["low"], ids["high"]);
            return r =>
            {
                WriteWords(r, data.Pointer(r), high.Integer(r), bigEndian: true);
                WriteWords(r, data.Pointer(r) + 4, low.Integer(r), bigEndian: true);
            };
        }),
        ("IS_LESS_THAN_63_BITS_AND_NOT_END", ids =>
        {
            (HintId end, HintId values) = (ids["end"], ids["packed_values"]);
            return r => r.SetAp(end.Pointer(r) != values.Pointer(r) && IsShort(r.Memory.GetFelt(values.Pointer(r))));
        }),
        ("BLAKE2S_UNPACK_FELTS", ids =>
        {
            (HintId length, HintId values, HintId words) = (ids["packed_values_len"], ids["packed_values"], ids["unpacked_u32s"]);
            return r => Unpack(r, r.Memory.GetFelts(values.Pointer(r), HintRun.Count(length.Felt(r))), words.Pointer(r));
        }),
    ];

    private static void Compute(HintRun run, Relocatable output)
    {
        Span<uint> state = stackalloc uint[Blake2s.StateWords];
        Span<uint> message = stackalloc uint[Blake2s.BlockWords];
        Relocatable input = output + -(Blake2s.StateWords + Blake2s.BlockWords + 2);
        Read(run, input, state);
        Read(run, input + Blake2s.StateWords, message);
        Span<uint> tail = stackalloc uint[2];
        Read(run, input + (Blake2s.StateWords + Blake2s.BlockWords), tail);
        Blake2s.Compress(state, message, tail[0], tail[1]);
        Write(run, output, state);
    }

    private static void Pad(HintRun run, Relocatable end, int count)
    {
        uint[] instance = new uint[(2 * Blake2s.StateWords) + Blake2s.BlockWords + 2];
        Span<uint> output = instance.AsSpan(Blake2s.StateWords + Blake2s.BlockWords + 2);
        Blake2s.Initialise(output);
        output.CopyTo(instance);
        instance[Blake2s.StateWords + Blake2s.BlockWords + 1] = uint.MaxValue;
        Blake2s.Compress(output, instance.AsSpan(Blake2s.StateWords, Blake2s.BlockWords), 0, uint.MaxValue);
        for (int i = 0; i < count; i++)
        {
            Write(run, end + ((long)i * instance.Length), instance);
        }
    }

    private static void Unpack(HintRun run, Felt[] values, Relocatable output)
    {
        foreach (Felt value in values)
        {
            int count = IsShort(value) ? 2 : 8;
            BigInteger rest = value.ToBigInteger() + (count == 8 ? BigInteger.One << 255 : 0);
            for (int i = count - 1; i >= 0; i--)
            {
                run.Memory.Insert(output + i, (Felt)(ulong)(rest & uint.MaxValue));
                rest >>= 32;
            }

            output += count;
        }
    }

    private static bool IsShort(Felt value) => value.TryToUInt64(out ulong small) && small < ShortBound;

    private static void WriteWords(HintRun run, Relocatable start, BigInteger value, bool bigEndian)
    {
        for (int i = 0; i < 4; i++)
        {
            int shift = 32 * (bigEndian ? 3 - i : i);
            run.Memory.Insert(start + i, (Felt)(ulong)((value >> shift) & uint.MaxValue));
        }
    }

    private static void Read(HintRun run, Relocatable start, Span<uint> words)
    {
        for (int i = 0; i < words.Length; i++)
        {
            words[i] = run.Memory.GetFelt(start + i).TryToUInt64(out ulong word) && word <= uint.MaxValue
                ? (uint)word
                : throw new HintException("Felt252ToU32Conversion", $"expected a 32-bit word at {start + i}");
        }
    }

    private static void Write(HintRun run, Relocatable start, ReadOnlySpan<uint> words)
    {
        for (int i = 0; i < words.Length; i++)
        {
            run.Memory.Insert(start + i, (Felt)(ulong)words[i]);
        }
    }
}

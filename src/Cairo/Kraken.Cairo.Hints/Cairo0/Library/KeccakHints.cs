using System;
using System.Buffers.Binary;
using System.IO;
using System.Numerics;
using Kraken.Cairo.Vm.Errors;
using Kraken.Cairo.Vm.Memory;
using Kraken.Fields;
using Kraken.Hashing;

namespace Kraken.Cairo.Hints.Cairo0.Library;

/// <summary>Keccak: the unproven functions, the permutation proven in Cairo, and the words of the builtin's message.</summary>
internal static class KeccakHints
{
    private const int WordBytes = 16;

    public static readonly (string Name, HintFactory Factory)[] All =
    [
        ("KECCAK_WRITE_ARGS", ids =>
        {
            (HintId inputs, HintId low, HintId high) = (ids["inputs"], ids["low"], ids["high"]);
            return r =>
            {
                r.Write(inputs.Pointer(r), [low.Integer(r) & ulong.MaxValue, low.Integer(r) >> 64]);
                r.Write(inputs.Pointer(r) + 2, [high.Integer(r) & ulong.MaxValue, high.Integer(r) >> 64]);
            };
        }),
        ("COMPARE_BYTES_IN_WORD_NONDET", ids =>
        {
            HintId bytes = ids["n_bytes"];
            BigInteger size = ids.Constant("BYTES_IN_WORD");
            return r => r.SetAp(bytes.Integer(r) < size);
        }),
        ("COMPARE_KECCAK_FULL_RATE_IN_BYTES_NONDET", ids =>
        {
            HintId bytes = ids["n_bytes"];
            BigInteger rate = ids.Constant("KECCAK_FULL_RATE_IN_BYTES");
            return r => r.SetAp(bytes.Integer(r) >= rate);
        }),
        ("BLOCK_PERMUTATION", ids =>
        {
            HintId pointer = ids["keccak_ptr"];
            RequireLanes(ids);
            return r =>
            {
                ulong[] state = new ulong[Keccak.Lanes];
                for (int i = 0; i < Keccak.Lanes; i++)
                {
                    HintRun.Require(
                        r.Memory.GetFelt(pointer.Pointer(r) + (i - Keccak.Lanes)).TryToUInt64(out state[i]),
                        "InvalidKeccakInput",
                        "a keccak state word has more than 64 bits");
                }

                Keccak.Permute(state);
                Write(r, pointer.Pointer(r), state);
            };
        }),
        ("CAIRO_KECCAK_FINALIZE_V1", ids =>
        {
            HintId end = ids["keccak_ptr_end"];
            BigInteger blocks = ids.Constant("BLOCK_SIZE");
            RequireLanes(ids);
            return r =>
            {
                ulong[] pair = new ulong[2 * Keccak.Lanes];
                Keccak.Permute(pair.AsSpan(Keccak.Lanes));
                for (int i = 0; i < (int)blocks; i++)
                {
                    Write(r, end.Pointer(r) + (i * pair.Length), pair);
                }
            };
        }),
        ("UNSAFE_KECCAK", UnsafeKeccak),
        ("UNSAFE_KECCAK_FINALIZE", ids =>
        {
            (HintId start, HintId end) = (ids["keccak_state.start_ptr"], ids["keccak_state.end_ptr"]);
            (HintId high, HintId low) = (ids["high"], ids["low"]);
            return r =>
            {
                using var input = new MemoryStream();
                long count = end.Pointer(r).Offset - start.Pointer(r).Offset;
                for (long i = 0; i < count; i++)
                {
                    Append(input, r.Memory.GetFelt(start.Pointer(r) + i), WordBytes);
                }

                SetHash(r, input, high, low);
            };
        }),
    ];

    private static Action<HintRun> UnsafeKeccak(HintBinder ids)
    {
        (HintId data, HintId length, HintId high, HintId low) = (ids["data"], ids["length"], ids["high"], ids["low"]);
        return r =>
        {
            using var input = new MemoryStream();
            int left = HintRun.Count(length.Felt(r), "InvalidKeccakInputLength");
            for (Relocatable at = data.Pointer(r); left > 0; at += 1, left -= WordBytes)
            {
                Append(input, r.Memory.GetFelt(at), Math.Min(WordBytes, left));
            }

            SetHash(r, input, high, low);
        };
    }

    private static void Append(MemoryStream input, Felt word, int bytes)
    {
        Span<byte> buffer = stackalloc byte[WordBytes];
        if (!word.TryToUInt128(out UInt128 value) || (bytes < WordBytes && value >> (8 * bytes) != 0))
        {
            throw new HintException("InvalidWordSize", $"{word} has more than {bytes} bytes");
        }

        BinaryPrimitives.WriteUInt128BigEndian(buffer, value);
        input.Write(buffer[^bytes..]);
    }

    private static void SetHash(HintRun run, MemoryStream input, HintId high, HintId low)
    {
        byte[] hash = new byte[2 * WordBytes];
        Keccak.Hash256(input.ToArray(), hash);
        high.Set(run, (Felt)BinaryPrimitives.ReadUInt128BigEndian(hash));
        low.Set(run, (Felt)BinaryPrimitives.ReadUInt128BigEndian(hash.AsSpan(WordBytes)));
    }

    private static void Write(HintRun run, Relocatable start, ReadOnlySpan<ulong> words)
    {
        for (int i = 0; i < words.Length; i++)
        {
            run.Memory.Insert(start + i, (Felt)words[i]);
        }
    }

    private static void RequireLanes(HintBinder ids) =>
        HintRun.Require(ids.Constant("KECCAK_STATE_SIZE_FELTS") == Keccak.Lanes, "AssertionFailed", "a keccak state has 25 words");
}

using System;
using System.Runtime.InteropServices;
using Kraken.Cairo.Vm.Errors;
using Kraken.Casm.Builtins;
using Kraken.Fields;
using Kraken.Hashing;

namespace Kraken.Cairo.Vm.Builtins;

/// <summary>A state of eight 200-bit words, little-endian, then the state after Keccak-f[1600].</summary>
public sealed class KeccakBuiltin : PermutationBuiltin
{
    private const int Words = 8;
    private const int WordBytes = 25;

    internal KeccakBuiltin()
        : base(BuiltinName.Keccak, 2 * Words, Words)
    {
    }

    private protected override void Compute(long offset, ReadOnlySpan<Felt> inputs, Span<Felt> outputs)
    {
        Span<byte> word = stackalloc byte[Felt.ByteCount];
        Span<ulong> lanes = stackalloc ulong[25];
        Span<byte> state = MemoryMarshal.AsBytes(lanes);
        for (int i = 0; i < Words; i++)
        {
            inputs[i].WriteLittleEndian(word);
            if (word[WordBytes..].ContainsAnyExcept((byte)0))
            {
                throw new VmException(
                    VmErrorKind.IntegerBiggerThanPowerOfTwo, $"keccak expects less than 2^200 at {Segment}:{offset + i}, got {inputs[i]}");
            }

            word[..WordBytes].CopyTo(state[(i * WordBytes)..]);
        }

        Keccak.Permute(lanes);
        for (int i = 0; i < Words; i++)
        {
            word.Clear();
            state.Slice(i * WordBytes, WordBytes).CopyTo(word);
            outputs[i] = Felt.FromBytesLittleEndianReduced(word);
        }
    }
}

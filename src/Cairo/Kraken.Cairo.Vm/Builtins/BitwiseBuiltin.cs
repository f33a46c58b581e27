using Kraken.Cairo.Vm.Errors;
using Kraken.Cairo.Vm.Memory;
using Kraken.Casm.Builtins;
using Kraken.Fields;

namespace Kraken.Cairo.Vm.Builtins;

/// <summary>x, y below 2^251, then and, xor, or.</summary>
public sealed class BitwiseBuiltin : BuiltinRunner
{
    internal BitwiseBuiltin()
        : base(BuiltinName.Bitwise, 5, 2)
    {
    }

    /// <inheritdoc/>
    internal override MaybeRelocatable Deduce(VmMemory memory, long offset)
    {
        long index = offset % CellsPerInstance;
        if (index < 2)
        {
            return default;
        }

        var x = new Relocatable(Segment, offset - index);
        MaybeRelocatable first = memory.Get(x);
        MaybeRelocatable second = memory.Get(x + 1);
        if (!first.IsFelt || !second.IsFelt)
        {
            return default;
        }

        Limbs(first.Felt, x, out ulong a0, out ulong a1, out ulong a2, out ulong a3);
        Limbs(second.Felt, x + 1, out ulong b0, out ulong b1, out ulong b2, out ulong b3);
        return index switch
        {
            2 => Felt.FromLimbsReduced(a0 & b0, a1 & b1, a2 & b2, a3 & b3),
            3 => Felt.FromLimbsReduced(a0 ^ b0, a1 ^ b1, a2 ^ b2, a3 ^ b3),
            _ => Felt.FromLimbsReduced(a0 | b0, a1 | b1, a2 | b2, a3 | b3),
        };
    }

    private static void Limbs(Felt value, Relocatable at, out ulong c0, out ulong c1, out ulong c2, out ulong c3)
    {
        value.ToCanonicalLimbs(out c0, out c1, out c2, out c3);
        if (c3 >> 59 != 0)
        {
            throw new VmException(VmErrorKind.IntegerBiggerThanPowerOfTwo, $"bitwise expects less than 2^251 at {at}, got {value}");
        }
    }
}

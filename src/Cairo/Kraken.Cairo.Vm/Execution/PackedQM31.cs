using Kraken.Cairo.Vm.Errors;
using Kraken.Cairo.Vm.Memory;
using Kraken.Fields;

namespace Kraken.Cairo.Vm.Execution;

/// <summary>QM31 values packed in a field element: four reduced coordinates in slots of 36 bits, the first lowest.</summary>
internal static class PackedQM31
{
    private const int SlotBits = 36;
    private const ulong SlotMask = (1UL << SlotBits) - 1;

    public static MaybeRelocatable Add(in MaybeRelocatable left, in MaybeRelocatable right) => Pack(Unpack(left) + Unpack(right));

    public static MaybeRelocatable Subtract(in MaybeRelocatable left, in MaybeRelocatable right) => Pack(Unpack(left) - Unpack(right));

    public static MaybeRelocatable Multiply(in MaybeRelocatable left, in MaybeRelocatable right) => Pack(Unpack(left) * Unpack(right));

    public static MaybeRelocatable Divide(in MaybeRelocatable left, in MaybeRelocatable right) =>
        Pack(Unpack(left) * Unpack(right).Inverse());

    private static QM31 Unpack(in MaybeRelocatable packed)
    {
        packed.Felt.ToCanonicalLimbs(out ulong c0, out ulong c1, out ulong c2, out ulong c3);
        ulong a = c0 & SlotMask;
        ulong b = ((c0 >> 36) | (c1 << 28)) & SlotMask;
        ulong c = (c1 >> 8) & SlotMask;
        ulong d = ((c1 >> 44) | (c2 << 20)) & SlotMask;
        return packed.IsFelt && c3 == 0 && c2 >> 16 == 0 && Reduced(a) && Reduced(b) && Reduced(c) && Reduced(d)
            ? new QM31(M31.FromCanonical((uint)a), M31.FromCanonical((uint)b), M31.FromCanonical((uint)c), M31.FromCanonical((uint)d))
            : throw new VmException(VmErrorKind.QM31Operand, $"{packed} is not a packing of a QM31 in reduced form");
    }

    private static bool Reduced(ulong coordinate) => coordinate < M31.Modulus;

    private static MaybeRelocatable Pack(QM31 value)
    {
        ulong a = value[0].Value;
        ulong b = value[1].Value;
        ulong c = value[2].Value;
        ulong d = value[3].Value;
        return Felt.FromCanonicalLimbs(a | (b << 36), (b >> 28) | (c << 8) | (d << 44), d >> 20, 0);
    }
}

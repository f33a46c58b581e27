using System;
using System.Linq;
using System.Numerics;
using Kraken.Cairo.Vm.Memory;
using Kraken.Fields;

namespace Kraken.Sierra.ToCasm.Tests.Programs;

/// <summary>An argument of a Sierra function: the cells that it takes, laid out in the memory of a run.</summary>
internal sealed class Argument(Func<VmMemory, MaybeRelocatable[]> layOut)
{
    /// <summary>The cells; what they point to is written.</summary>
    public MaybeRelocatable[] LayOut(VmMemory memory) => layOut(memory);

    /// <summary>A value of one cell; negative numbers are taken modulo the prime.</summary>
    public static implicit operator Argument(BigInteger value) => Cells(value);

    /// <summary>A value of one cell.</summary>
    public static implicit operator Argument(long value) => Cells(value);

    /// <summary>A value of one cell.</summary>
    public static implicit operator Argument(Felt value) => new(_ => [value]);

    /// <summary>A value of several cells.</summary>
    public static Argument Cells(params BigInteger[] values) => new(_ => [.. values.Select(v => (MaybeRelocatable)Felt.FromBigInteger(v))]);

    /// <summary>A u256: the low half first.</summary>
    public static Argument Uint256(BigInteger value) => Limbs(value, 128, 2);

    /// <summary>A u512: the lowest limb first.</summary>
    public static Argument Uint512(BigInteger value) => Limbs(value, 128, 4);

    /// <summary>A u384 of circuits: four limbs of 96 bits, the lowest first.</summary>
    public static Argument Uint384(BigInteger value) => Limbs(value, 96, 4);

    /// <summary>An array or a span: start and end of a segment of its own.</summary>
    public static Argument Array(params BigInteger[] items) => new(memory =>
    {
        Relocatable start = Write(memory, items);
        return [start, start + items.Length];
    });

    /// <summary>A box: a pointer to the cells.</summary>
    public static Argument Box(params BigInteger[] cells) => new(memory => [Write(memory, cells)]);

    private static Argument Limbs(BigInteger value, int bits, int count) =>
        Cells([.. Enumerable.Range(0, count).Select(i => (value >> (bits * i)) & ((BigInteger.One << bits) - 1))]);

    private static Relocatable Write(VmMemory memory, BigInteger[] values)
    {
        Relocatable start = memory.AddSegment();
        memory.Load(start, [.. values.Select(v => (MaybeRelocatable)Felt.FromBigInteger(v))]);
        return start;
    }
}

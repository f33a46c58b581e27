using System;
using Kraken.Cairo.Vm.Errors;
using Kraken.Cairo.Vm.Memory;
using Kraken.Casm.Builtins;

namespace Kraken.Cairo.Vm.Builtins;

/// <summary>A cell per instance, below 2^128 or 2^96; proved by 8 or 6 parts of 16 bits.</summary>
public sealed class RangeCheckBuiltin : BuiltinRunner
{
    internal RangeCheckBuiltin(BuiltinName name)
        : base(name, 1, 1)
    {
        Parts = name == BuiltinName.RangeCheck96 ? 6 : 8;
    }

    /// <summary>16-bit parts of a cell.</summary>
    public int Parts { get; }

    /// <inheritdoc/>
    internal override void Validate(VmMemory memory, long offset)
    {
        MaybeRelocatable cell = memory.Get(new Relocatable(Segment, offset));
        if (!cell.IsFelt)
        {
            throw new VmException(VmErrorKind.RangeCheckFoundNonInt, $"range check cell {Segment}:{offset} holds the address {cell}");
        }

        if (!cell.Felt.TryToUInt128(out UInt128 value) || (Parts == 6 && value >> 96 != 0))
        {
            throw new VmException(
                VmErrorKind.RangeCheckNumOutOfBounds,
                $"Range-check validation failed, number {cell} is out of valid range [0, 2^{16 * Parts})");
        }
    }

    /// <summary>The least and the greatest 16-bit part of all cells; null without cells, or if a cell is no number.</summary>
    internal (int Min, int Max)? PartLimits(VmMemory memory)
    {
        int used = UsedCells(memory);
        int min = ushort.MaxValue;
        int max = 0;
        for (int i = 0; i < used; i++)
        {
            MaybeRelocatable cell = memory.Get(Base + i);
            if (!cell.IsFelt || !cell.Felt.TryToUInt128(out UInt128 value))
            {
                return null;
            }

            for (int part = 0; part < Parts; part++)
            {
                int bits = (int)(ulong)(value >> (16 * part)) & 0xffff;
                min = Math.Min(min, bits);
                max = Math.Max(max, bits);
            }
        }

        return used == 0 ? null : (min, max);
    }
}

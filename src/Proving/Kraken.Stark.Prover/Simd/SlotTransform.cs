using System;
using Kraken.Stark.Prover.Memory;

namespace Kraken.Stark.Prover.Simd;

/// <summary>
/// The forward circle FFT of which only some slots are asked for: what leads to none of them is not computed.
/// </summary>
/// <remarks>
/// Lanes: those of <see cref="CircleTransform"/>, whose sweeps it calls. Twin: <see cref="Scalar.SmallTransform"/> on the slots' parts.
/// </remarks>
internal static unsafe class SlotTransform
{
    /// <summary>Computes the values of some slots.</summary>
    /// <param name="column">The coefficients, read.</param>
    /// <param name="extension">A column on the domain, of which the values at the slots are defined afterwards.</param>
    /// <param name="slots">Slots of the domain, ascending.</param>
    /// <param name="twiddles">The factors.</param>
    public static void Evaluate(ColumnReference column, ColumnReference extension, ReadOnlySpan<uint> slots, TwiddleTable twiddles)
    {
        // SAFETY: both columns cover their rows, and the slots lie in the extension.
        uint* coefficients = column.Words, values = extension.Words;
        int logSize = column.LogSize, domainLog = extension.LogSize;
        while (slots.Length > 0)
        {
            long part = slots[0] >> logSize;
            int count = Before(slots, (part + 1) << logSize);
            Descend(coefficients, values + (part << logSize), logSize, new(twiddles, domainLog, false), part, slots[..count]);
            slots = slots[count..];
        }
    }

    /// <summary>How many of ascending slots lie before one.</summary>
    private static int Before(ReadOnlySpan<uint> slots, long end)
    {
        int count = slots.BinarySearch((uint)(end - 1));
        count = count < 0 ? ~count : count;
        while (count < slots.Length && slots[count] < end)
        {
            count++;
        }

        return count;
    }

    /// <summary>Part number <paramref name="part"/>, block by block down to the slots.</summary>
    private static void Descend(uint* source, uint* data, int logSize, FftFactors factors, long part, ReadOnlySpan<uint> slots)
    {
        if (logSize < CircleTransform.BaseLog)
        {
            CircleTransform.Forward(source, data, logSize, factors, part);
            return;
        }

        int layer = logSize - ((logSize - CircleTransform.BaseLog) % 3);
        CircleTransform.OneOrTwo<ForwardFft>(data, logSize, layer, factors, part, (nint)(source - data));
        nint from = layer < logSize ? 0 : (nint)(source - data);
        for (long number = part << (logSize - layer); slots.Length > 0; number++)
        {
            int count = Before(slots, (number + 1) << layer);
            DescendBlock(data + ((number << layer) - (part << logSize)), layer, factors, number, slots[..count], from);
            slots = slots[count..];
        }
    }

    /// <summary>The layers below one of the block of 2^layer values with the given number.</summary>
    private static void DescendBlock(uint* data, int layer, FftFactors factors, long number, ReadOnlySpan<uint> slots, nint from)
    {
        if (slots.Length == 0)
        {
            return;
        }

        if (layer == CircleTransform.BaseLog)
        {
            CircleTransform.Copy(data + from, data, layer);
            CircleTransform.Blocks<ForwardFft>(data, layer, factors, number, 0);
            return;
        }

        int inner = layer - 3;
        CircleTransform.Triple<ForwardFft>(data, layer, inner, factors, number, from);
        for (long child = 0; child < 8; child++)
        {
            int count = Before(slots, ((8 * number) + child + 1) << inner);
            DescendBlock(data + (child << inner), inner, factors, (8 * number) + child, slots[..count], 0);
            slots = slots[count..];
        }
    }
}

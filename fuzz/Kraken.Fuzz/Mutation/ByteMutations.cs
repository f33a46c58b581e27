using System;
using System.Buffers.Binary;
using Kraken.Fields;

namespace Kraken.Fuzz.Mutation;

/// <summary>Changes of bytes without a view of what they mean, and of integers and field elements wherever they may stand.</summary>
internal sealed class ByteMutations(Random random)
{
    private const int MaxRun = 256;

    /// <summary>Makes one change.</summary>
    internal byte[] Change(byte[] input, byte[] other) => random.Next(12) switch
    {
        0 => Flip(input),
        1 => Put(input, [(byte)random.Next(256)]),
        2 => Put(input, Integer()),
        3 => Put(input, Length(input)),
        4 => Put(input, Element()),
        5 => Step(input),
        6 => Remove(input),
        7 => Repeat(input),
        8 => Insert(input, Filled()),
        9 => Splice(input, other),
        10 => Move(input, other),
        _ => input.AsSpan(0, Place(input)).ToArray(),
    };

    /// <summary>A number of bytes from 1 to a bound, mostly small.</summary>
    internal static int Run(Random random, int max) => Math.Min(max, 1 + random.Next(1 << random.Next(1, 9)));

    private byte[] Flip(byte[] input)
    {
        byte[] changed = [.. input];
        if (changed.Length > 0)
        {
            changed[random.Next(changed.Length)] ^= (byte)(1 << random.Next(8));
        }

        return changed;
    }

    private byte[] Step(byte[] input)
    {
        byte[] changed = [.. input];
        if (changed.Length > 0)
        {
            changed[random.Next(changed.Length)] += (byte)random.Next(-16, 17);
        }

        return changed;
    }

    private byte[] Put(byte[] input, ReadOnlySpan<byte> value)
    {
        if (value.Length > input.Length)
        {
            return value.ToArray();
        }

        byte[] changed = [.. input];
        value.CopyTo(changed.AsSpan(random.Next(input.Length - value.Length + 1)));
        return changed;
    }

    private byte[] Remove(byte[] input)
    {
        int at = Place(input);
        int length = Math.Min(input.Length - at, Run(random, MaxRun));
        return [.. input.AsSpan(0, at), .. input.AsSpan(at + length)];
    }

    private byte[] Repeat(byte[] input)
    {
        int at = Place(input);
        int length = Math.Min(input.Length - at, Run(random, MaxRun));
        return [.. input.AsSpan(0, at + length), .. input.AsSpan(at)];
    }

    private byte[] Insert(byte[] input, ReadOnlySpan<byte> part)
    {
        int at = Place(input);
        return [.. input.AsSpan(0, at), .. part, .. input.AsSpan(at)];
    }

    private byte[] Splice(byte[] input, byte[] other) => [.. input.AsSpan(0, Place(input)), .. other.AsSpan(Place(other))];

    private byte[] Move(byte[] input, byte[] other)
    {
        int at = Place(other);
        return Insert(input, other.AsSpan(at, Math.Min(other.Length - at, Run(random, MaxRun))));
    }

    private byte[] Filled()
    {
        byte[] part = new byte[Run(random, MaxRun)];
        if (random.Next(2) == 0)
        {
            random.NextBytes(part);
        }
        else
        {
            part.AsSpan().Fill((byte)random.Next(256));
        }

        return part;
    }

    private byte[] Integer()
    {
        ulong value = InterestingValues.Integer(random);
        byte[] bytes = new byte[1 << random.Next(4)];
        Span<byte> whole = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(whole, value);
        whole[..bytes.Length].CopyTo(bytes);
        if (random.Next(4) == 0)
        {
            bytes.AsSpan().Reverse();
        }

        return bytes;
    }

    // What a length would be that is right, or nearly.
    private byte[] Length(byte[] input)
    {
        int[] units = [1, 4, 8, Felt.ByteCount, 2 * Felt.ByteCount];
        byte[] bytes = new byte[random.Next(4) == 0 ? sizeof(ulong) : sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(
            bytes, (random.Next(input.Length + 1) / units[random.Next(units.Length)]) + random.Next(-1, 2));
        return bytes;
    }

    private byte[] Element()
    {
        byte[] bytes = InterestingValues.Element(random).ToByteArray(isUnsigned: true, isBigEndian: true);
        byte[] element = new byte[Felt.ByteCount];
        bytes.CopyTo(element, element.Length - bytes.Length);
        return element;
    }

    private int Place(byte[] input) => random.Next(input.Length + 1);
}

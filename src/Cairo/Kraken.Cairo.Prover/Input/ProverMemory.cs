using System;
using System.Collections.Generic;
using Kraken.Cairo.Air.Claims;
using Kraken.Cairo.Air.Hints;
using Kraken.Fields;

namespace Kraken.Cairo.Prover.Input;

/// <summary>
/// The relocated memory as two maps: address to value id, and id to value. Small values (below 2^72) have ids 0, 1, 2, ...;
/// big ones have 2^30, 2^30 + 1, ...
/// </summary>
public sealed class ProverMemory : IMemoryContext
{
    /// <summary>The id of address 0, which is no cell.</summary>
    public const uint NoId = 0x3fff_ffff;

    /// <summary>Limbs of 9 bits of any value.</summary>
    public const int BigLimbs = 28;

    private const int LimbBits = 9;
    private const uint LimbMask = (1u << LimbBits) - 1;
    private readonly uint[] ids;
    private readonly UInt128[] small;
    private readonly ushort[] bigLimbs;
    private readonly Felt[] big;

    /// <summary>Takes the maps.</summary>
    /// <param name="addressToId">The id of each address, index 0 being no cell.</param>
    /// <param name="small">The small values by id.</param>
    /// <param name="big">The big values by id - 2^30.</param>
    public ProverMemory(uint[] addressToId, UInt128[] small, Felt[] big)
    {
        ids = addressToId;
        this.small = small;
        this.big = big;
        bigLimbs = new ushort[(long)big.Length * BigLimbs];
        for (int i = 0; i < big.Length; i++)
        {
            WriteLimbs(big[i], bigLimbs.AsSpan(i * BigLimbs, BigLimbs));
        }
    }

    /// <summary>The number of addresses, the unused address 0 included.</summary>
    public int AddressCount => ids.Length;

    /// <summary>The number of small values.</summary>
    public int SmallCount => small.Length;

    /// <summary>The number of big values.</summary>
    public int BigCount => big.Length;

    /// <summary>The ids by address.</summary>
    public ReadOnlySpan<uint> Ids => ids;

    /// <inheritdoc/>
    public uint IdOf(uint address) => address < (uint)ids.Length ? ids[address] : 0;

    /// <inheritdoc/>
    public void LimbsOf(uint id, Span<uint> limbs)
    {
        if (id >= ComponentParameters.FirstBigId)
        {
            uint index = id - ComponentParameters.FirstBigId;
            for (int i = 0; i < BigLimbs; i++)
            {
                limbs[i] = index < (uint)big.Length ? bigLimbs[(index * BigLimbs) + i] : 0u;
            }

            return;
        }

        UInt128 value = id < (uint)small.Length ? small[id] : 0;
        ulong low = (ulong)value;
        ulong high = (ulong)(value >> 63);
        for (int i = 0; i < 7; i++)
        {
            limbs[i] = (uint)(low >> (LimbBits * i)) & LimbMask;
        }

        limbs[7] = (uint)high & LimbMask;
        limbs[ComponentParameters.SmallLimbs..BigLimbs].Clear();
    }

    /// <summary>The value of an id.</summary>
    /// <exception cref="KeyNotFoundException">There is no such id.</exception>
    public Felt ValueOf(uint id)
    {
        if (id >= ComponentParameters.FirstBigId && id - ComponentParameters.FirstBigId < (uint)big.Length)
        {
            return big[id - ComponentParameters.FirstBigId];
        }

        return id < (uint)small.Length
            ? Felt.FromCanonicalLimbs((ulong)small[id], (ulong)(small[id] >> 64), 0, 0)
            : throw new KeyNotFoundException($"no value has id {id}");
    }

    /// <summary>The value at an address.</summary>
    /// <exception cref="KeyNotFoundException">The address is no cell.</exception>
    public Felt ValueAt(uint address) => address != 0 && address < (uint)ids.Length
        ? ValueOf(ids[address])
        : throw new KeyNotFoundException($"expected a cell below {ids.Length}, got {address}");

    private static void WriteLimbs(Felt value, Span<ushort> limbs)
    {
        value.ToCanonicalLimbs(out ulong l0, out ulong l1, out ulong l2, out ulong l3);
        ReadOnlySpan<ulong> words = [l0, l1, l2, l3, 0];
        for (int i = 0; i < limbs.Length; i++)
        {
            (int word, int shift) = Math.DivRem(i * LimbBits, 64);
            ulong bits = (words[word] >> shift) | (shift == 0 ? 0 : words[word + 1] << (64 - shift));
            limbs[i] = (ushort)(bits & LimbMask);
        }
    }
}

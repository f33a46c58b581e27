using System.Collections.Generic;
using System.Linq;
using Kraken.Air;
using Kraken.Cairo.Air.Hints;
using Kraken.Cairo.Air.Relations;

namespace Kraken.Cairo.Air.Components.Subroutines;

/// <summary>Reading and checking memory cells: an address has an id, an id has a value of 28 limbs.</summary>
internal static class MemoryAccess
{
    /// <summary>The id at an address, not verified (for deductions).</summary>
    public static Expr PeekId(this AirBuilder b, Expr address) => b.Call(AddressToIdHint.Instance, address)[0];

    /// <summary>The limbs of an id's value, not verified (for deductions).</summary>
    public static Expr[] PeekValue(this AirBuilder b, Expr id) => b.Call(IdToValueHint.Instance, id);

    /// <summary>Deduces the id at an address and verifies it.</summary>
    public static Expr ReadId(this AirBuilder b, Expr address, string name)
    {
        Expr id = b.Deduce(b.PeekId(address), name + "_id");
        b.VerifyId(address, id);
        return id;
    }

    /// <summary>Verifies that an address has an id.</summary>
    public static void VerifyId(this AirBuilder b, Expr address, Expr id) => b.Use(CairoRelations.MemoryAddressToId, address, id);

    /// <summary>Verifies that an id has a value (limbs left out are zero).</summary>
    public static void VerifyValueOfId(this AirBuilder b, Expr id, IReadOnlyList<Expr> limbs) =>
        b.Use(CairoRelations.MemoryIdToValue, [id, .. limbs]);

    /// <summary>Verifies that an address holds a value.</summary>
    public static void VerifyValue(this AirBuilder b, Expr address, IReadOnlyList<Expr> limbs, string name) =>
        b.VerifyValueOfId(b.ReadId(address, name), limbs);

    /// <summary>Verifies that two addresses hold the same value.</summary>
    public static void VerifyEqual(this AirBuilder b, Expr left, Expr right, string name) => b.VerifyId(right, b.ReadId(left, name));

    /// <summary>Reads a value below 2^bits; returns its limbs (those that may be nonzero) and its id.</summary>
    public static (Expr[] Limbs, Expr Id) ReadPositive(this AirBuilder b, Expr address, int bits, string name)
    {
        Expr id = b.ReadId(address, name);
        return (b.ReadPositiveOfId(id, bits, name), id);
    }

    /// <summary>Reads the value below 2^bits of an id.</summary>
    public static Expr[] ReadPositiveOfId(this AirBuilder b, Expr id, int bits, string name)
    {
        int count = (bits + FeltLimbs.Bits - 1) / FeltLimbs.Bits;
        Expr[] limbs = b.Deduce(b.PeekValue(id).Take(count).ToArray(), name + "_limb");
        int lastBits = bits % FeltLimbs.Bits;
        if (lastBits == 2)
        {
            b.RangeCheckTwoBits(limbs[^1], 1);
        }
        else if (lastBits == 6)
        {
            b.Use(TableRelations.RangeCheck6, limbs[^1]);
        }

        b.VerifyValueOfId(id, limbs);
        return limbs;
    }

    /// <summary>Reads a felt as 28 limbs.</summary>
    public static Expr[] ReadFelt(this AirBuilder b, Expr address, string name) =>
        b.ReadPositive(address, FeltLimbs.Bits * FeltLimbs.Count, name).Limbs;

    /// <summary>Reads an address (below 2^29) as one field element.</summary>
    public static Expr ReadAddress(this AirBuilder b, Expr address, string name) =>
        b.ReadPositive(address, FeltLimbs.AddressBits, name).Limbs.Combine(FeltLimbs.AddressBits);

    /// <summary>Where the condition is not zero, checks that a limb is at most 3.</summary>
    public static void RangeCheckTwoBits(this AirBuilder b, Expr limb, Expr condition)
    {
        Expr high = b.Deduce((limb & 2) >> 1, "partial_limb_msb");
        b.Constrain(high * (1 - high) * condition);
        Expr low = limb - (high * 2);
        b.Constrain(low * (1 - low) * condition);
    }
}

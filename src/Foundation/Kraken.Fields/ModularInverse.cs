using System;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Kraken.Fields;

/// <summary>
/// Inversion modulo an odd number below 2^256 by division steps, 62 at a time
/// [SAFEGCD], here in variable time.
/// </summary>
/// <remarks>Not constant-time: use it on public values or behind blinding.</remarks>
public sealed class ModularInverse
{
    private readonly Signed62 modulus;

    // modulus^-1 mod 2^62.
    private readonly ulong modulusInverse;

    /// <summary>Prepares inversion modulo an odd number given as four little-endian limbs.</summary>
    /// <exception cref="ArgumentException">The modulus is even.</exception>
    public ModularInverse(ulong m0, ulong m1, ulong m2, ulong m3)
    {
        if ((m0 & 1) == 0)
        {
            throw new ArgumentException("the modulus is even", nameof(m0));
        }

        modulus = Signed62.FromLimbs(m0, m1, m2, m3);

        // Newton's iteration doubles the number of right bits: 3, 6, 12, 24, 48, 96.
        ulong inverse = m0 * 3 ^ 2;
        for (int i = 0; i < 4; i++)
        {
            inverse *= 2 - (m0 * inverse);
        }

        modulusInverse = inverse & Signed62.Mask;
    }

    /// <summary>Inverts x, below the modulus and coprime to it; zero gives zero. Limbs are little-endian.</summary>
    public void Invert(ulong x0, ulong x1, ulong x2, ulong x3, out ulong r0, out ulong r1, out ulong r2, out ulong r3)
    {
        Signed62 f = modulus;
        Signed62 g = Signed62.FromLimbs(x0, x1, x2, x3);
        Signed62 d = default;
        Signed62 e = default;
        e.V0 = 1;
        long eta = -1;
        while (!g.IsZero)
        {
            eta = DivisionSteps(eta, (ulong)f.V0, (ulong)g.V0, out Transition t);
            UpdateCofactors(ref d, ref e, t);
            UpdateValues(ref f, ref g, t);
        }

        Normalise(ref d, f.V4 < 0);
        d.ToLimbs(out r0, out r1, out r2, out r3);
    }

    /// <summary>62 division steps on the low bits of f and g; the transition is scaled by 2^62.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static long DivisionSteps(long eta, ulong f, ulong g, out Transition transition)
    {
        ulong u = 1, v = 0, q = 0, r = 1;
        int left = 62;
        while (true)
        {
            int zeros = BitOperations.TrailingZeroCount(g | (ulong.MaxValue << left));
            g >>= zeros;
            u <<= zeros;
            v <<= zeros;
            eta -= zeros;
            left -= zeros;
            if (left == 0)
            {
                break;
            }

            ulong w;
            if (eta < 0)
            {
                eta = -eta;
                (f, g) = (g, 0 - f);
                (u, q) = (q, 0 - u);
                (v, r) = (r, 0 - v);

                // Cancel up to six low bits of g: -1/f = f(f^2 - 2) mod 2^6.
                w = (f * g * ((f * f) - 2)) & LowBits(eta, left) & 63;
            }
            else
            {
                // Cancel up to four low bits: -1/f mod 2^4.
                w = f + (((f + 1) & 4) << 1);
                w = ((0 - w) * g) & LowBits(eta, left) & 15;
            }

            g += f * w;
            q += u * w;
            r += v * w;
        }

        transition = new((long)u, (long)v, (long)q, (long)r);
        return eta;
    }

    /// <summary>No more low bits may be cancelled than steps remain, nor past the next change of sign of eta.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong LowBits(long eta, int left)
    {
        int limit = (int)Math.Min(eta + 1, left);
        return ulong.MaxValue >> (64 - limit);
    }

    /// <summary>(f, g) = transition * (f, g) / 2^62, exact.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void UpdateValues(ref Signed62 f, ref Signed62 g, in Transition t)
    {
        Wide cf = Wide.Product(t.U, f.V0, t.V, g.V0);
        Wide cg = Wide.Product(t.Q, f.V0, t.R, g.V0);
        cf.Shift();
        cg.Shift();
        cf.AddLimbs(t.U, f.V1, t.V, g.V1);
        cg.AddLimbs(t.Q, f.V1, t.R, g.V1);
        f.V0 = cf.Take();
        g.V0 = cg.Take();
        cf.AddLimbs(t.U, f.V2, t.V, g.V2);
        cg.AddLimbs(t.Q, f.V2, t.R, g.V2);
        f.V1 = cf.Take();
        g.V1 = cg.Take();
        cf.AddLimbs(t.U, f.V3, t.V, g.V3);
        cg.AddLimbs(t.Q, f.V3, t.R, g.V3);
        f.V2 = cf.Take();
        g.V2 = cg.Take();
        cf.Add(t.U, f.V4, t.V, g.V4);
        cg.Add(t.Q, f.V4, t.R, g.V4);
        f.V3 = cf.Take();
        g.V3 = cg.Take();
        f.V4 = cf.Low;
        g.V4 = cg.Low;
    }

    /// <summary>(d, e) = transition * (d, e) / 2^62 modulo the modulus; both stay in (-2 modulus, modulus).</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private void UpdateCofactors(ref Signed62 d, ref Signed62 e, in Transition t)
    {
        // Start from multiples that keep the range for negative d or e, then fix the low 62 bits to zero.
        long signD = d.V4 >> 63;
        long signE = e.V4 >> 63;
        long md = (t.U & signD) + (t.V & signE);
        long me = (t.Q & signD) + (t.R & signE);
        Wide cd = Wide.Product(t.U, d.V0, t.V, e.V0);
        Wide ce = Wide.Product(t.Q, d.V0, t.R, e.V0);
        md -= (long)(((modulusInverse * (ulong)cd.Low) + (ulong)md) & Signed62.Mask);
        me -= (long)(((modulusInverse * (ulong)ce.Low) + (ulong)me) & Signed62.Mask);
        cd.AddLimb(md, modulus.V0);
        ce.AddLimb(me, modulus.V0);
        cd.Shift();
        ce.Shift();
        cd.AddLimbs(t.U, d.V1, t.V, e.V1);
        ce.AddLimbs(t.Q, d.V1, t.R, e.V1);
        cd.AddLimb(md, modulus.V1);
        ce.AddLimb(me, modulus.V1);
        d.V0 = cd.Take();
        e.V0 = ce.Take();
        cd.AddLimbs(t.U, d.V2, t.V, e.V2);
        ce.AddLimbs(t.Q, d.V2, t.R, e.V2);
        cd.AddLimb(md, modulus.V2);
        ce.AddLimb(me, modulus.V2);
        d.V1 = cd.Take();
        e.V1 = ce.Take();
        cd.AddLimbs(t.U, d.V3, t.V, e.V3);
        ce.AddLimbs(t.Q, d.V3, t.R, e.V3);
        cd.AddLimb(md, modulus.V3);
        ce.AddLimb(me, modulus.V3);
        d.V2 = cd.Take();
        e.V2 = ce.Take();
        cd.Add(t.U, d.V4, t.V, e.V4);
        ce.Add(t.Q, d.V4, t.R, e.V4);
        cd.AddLimb(md, modulus.V4);
        ce.AddLimb(me, modulus.V4);
        d.V3 = cd.Take();
        e.V3 = ce.Take();
        d.V4 = cd.Low;
        e.V4 = ce.Low;
    }

    /// <summary>Maps (-2 modulus, modulus), negated on demand, to [0, modulus).</summary>
    private void Normalise(ref Signed62 value, bool negate)
    {
        if (value.V4 < 0)
        {
            value.Add(modulus);
        }

        if (negate)
        {
            value.Negate();
        }

        if (value.V4 < 0)
        {
            value.Add(modulus);
        }
    }

    private readonly record struct Transition(long U, long V, long Q, long R);
}

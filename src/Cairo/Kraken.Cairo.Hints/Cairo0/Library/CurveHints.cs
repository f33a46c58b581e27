using System;
using System.Collections.Generic;
using System.Security.Cryptography;
using Kraken.Cairo.Vm.Errors;
using Kraken.Curves;
using Kraken.Fields;

namespace Kraken.Cairo.Hints.Cairo0.Library;

/// <summary>Points of the Stark curve.</summary>
internal static class CurveHints
{
    private const int MaxTries = 100;
    private const int CounterBytes = 10;

    public static readonly (string Name, HintFactory Factory)[] All =
    [
        ("RANDOM_EC_POINT", ids =>
        {
            HintId[] seed = [ids["p.x"], ids["p.y"], ids["m"], ids["q.x"], ids["q.y"]];
            (HintId x, HintId y) = (ids["s.x"], ids["s.y"]);
            return r => SetPoint(r, x, y, Array.ConvertAll(seed, id => id.Felt(r)));
        }),
        ("CHAINED_EC_OP_RANDOM_EC_POINT", ids =>
        {
            (HintId px, HintId py, HintId m, HintId q, HintId length) = (ids["p.x"], ids["p.y"], ids["m"], ids["q"], ids["len"]);
            (HintId x, HintId y) = (ids["s.x"], ids["s.y"]);
            return r =>
            {
                int count = HintRun.Count(length.Felt(r), "InvalidLenValue");
                SetPoint(
                    r, x, y,
                    [px.Felt(r), py.Felt(r), .. r.Memory.GetFelts(m.Pointer(r), count), .. r.Memory.GetFelts(q.Pointer(r), 2 * count)]);
            };
        }),
        ("RECOVER_Y", ids =>
        {
            (HintId given, HintId x, HintId y) = (ids["x"], ids["p.x"], ids["p.y"]);
            return r =>
            {
                x.Set(r, given.Felt(r));
                y.Set(r, TryRecoverY(given.Felt(r), out Felt root)
                    ? root
                    : throw new HintException(
                        "RecoverYPointNotOnCurve", $"{given.Integer(r)} does not represent the x coordinate of a point on the curve."));
            };
        }),
    ];

    /// <summary>A point that depends on a seed: x from a hash of hash and counter until the curve has it, the sign from the hash.</summary>
    private static void SetPoint(HintRun run, HintId idX, HintId idY, IReadOnlyList<Felt> seed)
    {
        byte[] bytes = new byte[seed.Count * Felt.ByteCount];
        for (int i = 0; i < seed.Count; i++)
        {
            seed[i].WriteBigEndian(bytes.AsSpan(i * Felt.ByteCount));
        }

        byte[] hash = SHA256.HashData(bytes);
        Span<byte> input = stackalloc byte[hash.Length - 1 + CounterBytes];
        hash.AsSpan(1).CopyTo(input);
        Span<byte> digest = stackalloc byte[Felt.ByteCount];
        for (int i = 0; i < MaxTries; i++)
        {
            input[(hash.Length - 1)..].Clear();
            input[hash.Length - 1] = (byte)i;
            SHA256.HashData(input, digest);
            var x = Felt.FromBytesBigEndianReduced(digest);
            if (TryRecoverY(x, out Felt y))
            {
                idX.Set(run, x);
                idY.Set(run, (hash[0] & 1) == 0 ? y : -y);
                return;
            }
        }

        throw new HintException("RandomEcPointNotOnCurve", "Couldn't find a random point on the curve");
    }

    private static bool TryRecoverY(Felt x, out Felt y) => Integers.TrySqrt(StarkCurve.RightSide(x), out y);
}

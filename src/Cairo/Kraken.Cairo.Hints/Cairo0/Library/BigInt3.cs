using System.Numerics;
using Kraken.Cairo.Vm.Errors;

namespace Kraken.Cairo.Hints.Cairo0.Library;

/// <summary>A variable of type BigInt3: three limbs of 86 bits, signed until reduced.</summary>
internal sealed class BigInt3(HintBinder ids, string name)
{
    private const int LimbBits = 86;

    private readonly HintId d0 = ids[$"{name}.d0"];
    private readonly HintId d1 = ids[$"{name}.d1"];
    private readonly HintId d2 = ids[$"{name}.d2"];

    /// <summary>Three limbs of a number of at most 258 bits.</summary>
    public static BigInteger[] Split(BigInteger value)
    {
        if (value.Sign < 0 || value >> (3 * LimbBits) != 0)
        {
            throw new HintException("SecpSplitOutOfRange", $"split: {value} has no three limbs of {LimbBits} bits");
        }

        BigInteger mask = (BigInteger.One << LimbBits) - 1;
        return [value & mask, (value >> LimbBits) & mask, value >> (2 * LimbBits)];
    }

    /// <summary>The number that the limbs make, each taken as a signed integer.</summary>
    public BigInteger Pack(HintRun run) =>
        Integers.Signed(d0.Felt(run)) + (Integers.Signed(d1.Felt(run)) << LimbBits) + (Integers.Signed(d2.Felt(run)) << (2 * LimbBits));
}

using System;
using System.Numerics;
using Kraken.Cairo.Vm.Builtins;
using Kraken.Curves;

namespace Kraken.Cairo.Hints.Cairo0.Library;

/// <summary>The group law of secp256k1 and secp256r1. Intermediate numbers stay in the scope for the hints that follow.</summary>
internal static class SecpCurveHints
{
    private const string PrimeVariable = "SECP_P";

    public static readonly (string Name, HintFactory Factory)[] All =
    [
        ("EC_NEGATE", ids =>
        {
            var y = new BigInt3(ids, "point.y");
            return r => SecpHints.Set(r, ("value", Mod(-y.Pack(r), SecpCurve.K1.Prime)));
        }),
        ("EC_DOUBLE_SLOPE_V1", ids => DoubleSlope(ids, SecpCurve.K1)),
        ("EC_DOUBLE_SLOPE_V5", ids => DoubleSlope(ids, SecpCurve.R1)),
        ("COMPUTE_SLOPE_V1", ids => LineSlope(ids, SecpCurve.K1)),
        ("COMPUTE_SLOPE_SECP256R1_V2", ids => LineSlope(ids, SecpCurve.R1)),
        ("EC_DOUBLE_ASSIGN_NEW_X_V1", ids => DoubleX(ids, SecpCurve.K1)),
        ("SECP_R1_DOUBLE_ASSIGN_NEW_X", ids => DoubleX(ids, SecpCurve.R1)),
        ("EC_DOUBLE_ASSIGN_NEW_Y", _ => r => NewY(r, "x", "y", Variable(r, PrimeVariable))),
        ("SECP_R1_DOUBLE_ASSIGN_NEW_Y", _ => r => NewY(r, "x", "y", SecpCurve.R1.Prime)),
        ("FAST_EC_ADD_ASSIGN_NEW_X", ids => AddX(ids, SecpCurve.K1.Prime)),
        ("SQUARE_SLOPE_X_MOD_P", ids => AddX(ids, null)),
        ("FAST_EC_ADD_ASSIGN_NEW_Y", _ => r => NewY(r, "x0", "y0", Variable(r, PrimeVariable))),
        ("IMPORT_SECP256R1_P", _ => r => SecpHints.Set(r, (PrimeVariable, SecpCurve.R1.Prime))),
        ("GET_POINT_FROM_X", ids =>
        {
            var cube = new BigInt3(ids, "x_cube");
            BigInteger beta = ids.Constant("BETA");
            HintId parity = ids["v"];
            return r => SetRoot(r, Mod(cube.Pack(r) + beta, SecpCurve.K1.Prime), parity.Integer(r), SecpCurve.K1.Prime);
        }),
        ("SECP_R1_GET_POINT_FROM_X", ids =>
        {
            var packed = new BigInt3(ids, "x");
            HintId parity = ids["v"];
            return r =>
            {
                BigInteger x = packed.Pack(r);
                BigInteger square = Mod((x * x * x) + (SecpCurve.R1.A * x) + SecpCurve.R1.B, SecpCurve.R1.Prime);
                SetRoot(r, square, parity.Integer(r), SecpCurve.R1.Prime);
            };
        }),
        ("SECP_R1_IS_ON_CURVE", ids =>
        {
            HintId flag = ids["is_on_curve"];
            return r => flag.Set(r, Mod(Variable(r, "y") * Variable(r, "y"), SecpCurve.R1.Prime) == Variable(r, "y_square_int"));
        }),
    ];

    private static Action<HintRun> DoubleSlope(HintBinder ids, SecpCurve curve)
    {
        (BigInt3 pointX, BigInt3 pointY) = (new BigInt3(ids, "point.x"), new BigInt3(ids, "point.y"));
        return r =>
        {
            (BigInteger x, BigInteger y) = (pointX.Pack(r), pointY.Pack(r));
            BigInteger slope = Integers.DivideModulo((3 * x * x) + curve.A, 2 * y, curve.Prime);
            SecpHints.Set(r, ("x", x), ("y", y), ("slope", slope), ("value", slope));
        };
    }

    private static Action<HintRun> LineSlope(HintBinder ids, SecpCurve curve)
    {
        (BigInt3 x0, BigInt3 y0) = (new BigInt3(ids, "point0.x"), new BigInt3(ids, "point0.y"));
        (BigInt3 x1, BigInt3 y1) = (new BigInt3(ids, "point1.x"), new BigInt3(ids, "point1.y"));
        return r =>
        {
            BigInteger slope = Integers.DivideModulo(y0.Pack(r) - y1.Pack(r), x0.Pack(r) - x1.Pack(r), curve.Prime);
            SecpHints.Set(
                r, ("x0", x0.Pack(r)), ("y0", y0.Pack(r)), ("x1", x1.Pack(r)), ("y1", y1.Pack(r)), ("slope", slope), ("value", slope));
        };
    }

    private static Action<HintRun> DoubleX(HintBinder ids, SecpCurve curve)
    {
        (BigInt3 packedSlope, BigInt3 pointX, BigInt3 pointY) =
            (new BigInt3(ids, "slope"), new BigInt3(ids, "point.x"), new BigInt3(ids, "point.y"));
        return r =>
        {
            (BigInteger slope, BigInteger x, BigInteger y) = (packedSlope.Pack(r), pointX.Pack(r), pointY.Pack(r));
            BigInteger newX = Mod((slope * slope) - (2 * x), curve.Prime);
            SecpHints.Set(r, (PrimeVariable, curve.Prime), ("slope", slope), ("x", x), ("y", y), ("new_x", newX), ("value", newX));
        };
    }

    /// <summary>x of a sum; without a prime of its own the hint takes the one that an earlier hint imported.</summary>
    private static Action<HintRun> AddX(HintBinder ids, BigInteger? imported)
    {
        BigInt3 packedSlope = new(ids, "slope");
        (BigInt3 x0, BigInt3 y0, BigInt3 x1) = (new BigInt3(ids, "point0.x"), new BigInt3(ids, "point0.y"), new BigInt3(ids, "point1.x"));
        return r =>
        {
            BigInteger prime = imported ?? Variable(r, PrimeVariable);
            BigInteger slope = packedSlope.Pack(r);
            BigInteger newX = Mod((slope * slope) - x0.Pack(r) - x1.Pack(r), prime);
            SecpHints.Set(
                r, (PrimeVariable, prime), ("slope", slope), ("x0", x0.Pack(r)),
                ("x1", x1.Pack(r)), ("y0", y0.Pack(r)), ("new_x", newX), ("value", newX));
        };
    }

    private static void NewY(HintRun run, string x, string y, BigInteger prime)
    {
        BigInteger newY = Mod((Variable(run, "slope") * (Variable(run, x) - Variable(run, "new_x"))) - Variable(run, y), prime);
        SecpHints.Set(run, ("new_y", newY), ("value", newY));
    }

    private static void SetRoot(HintRun run, BigInteger square, BigInteger parity, BigInteger prime)
    {
        BigInteger y = BigInteger.ModPow(square, (prime + 1) / 4, prime);
        SecpHints.Set(run, ("y_square_int", square), ("y", y), ("value", parity.IsEven == y.IsEven ? y : Mod(-y, prime)));
    }

    private static BigInteger Variable(HintRun run, string name) => run.Scopes.Get<BigInteger>(name);

    private static BigInteger Mod(BigInteger value, BigInteger prime) => ModularArithmetic.FloorMod(value, prime);
}

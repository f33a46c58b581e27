using System;
using System.Collections.Generic;
using System.Numerics;
using Kraken.Cairo.Vm.Builtins;
using Kraken.Curves;
using Kraken.Fields;

namespace Kraken.Cairo.Hints.Cairo0.Library;

/// <summary>Integers in three limbs of 86 bits modulo the primes of secp256k1 and secp256r1, and scalars of their groups.</summary>
internal static class SecpHints
{
    public static readonly (string Name, HintFactory Factory)[] All =
    [
        ("NONDET_BIGINT3_V1", ids =>
        {
            HintId result = ids["res"];
            return r => r.Write(result.Address(r), BigInt3.Split(r.Scopes.Get<BigInteger>("value")));
        }),
        ("VERIFY_ZERO_V1", ids => VerifyZero(ids, SecpCurve.K1)),
        ("SECP_R1_VERIFY_ZERO", ids => VerifyZero(ids, SecpCurve.R1)),
        ("REDUCE_V1", ids => Reduce(ids, SecpCurve.K1, "value")),
        ("SECP_R1_REDUCE", ids => Reduce(ids, SecpCurve.R1, "value")),
        ("IS_ZERO_PACK_V1", ids => Reduce(ids, SecpCurve.K1, "x")),
        ("SECP_R1_IS_ZERO_PACK", ids => Reduce(ids, SecpCurve.R1, "x")),
        ("IS_ZERO_NONDET", _ => r => r.SetAp(r.Scopes.Get<BigInteger>("x").IsZero)),
        ("IS_ZERO_ASSIGN_SCOPE_VARS", _ => r => Invert(r, SecpCurve.K1)),
        ("SECP_R1_INVERSE_OF_X", _ => r => Invert(r, SecpCurve.R1)),
        ("DIV_MOD_N_PACKED_DIVMOD_V1", ids =>
        {
            (BigInt3 first, BigInt3 second) = (new BigInt3(ids, "a"), new BigInt3(ids, "b"));
            return r =>
            {
                (BigInteger a, BigInteger b) = (first.Pack(r), second.Pack(r));
                BigInteger quotient = Integers.DivideModulo(a, b, SecpCurve.K1.Order);
                Set(r, ("a", a), ("b", b), ("value", quotient), ("res", quotient));
            };
        }),
        ("DIV_MOD_N_SAFE_DIV", _ => r =>
        {
            BigInteger product = (r.Scopes.Get<BigInteger>("res") * r.Scopes.Get<BigInteger>("b")) - r.Scopes.Get<BigInteger>("a");
            (BigInteger quotient, BigInteger remainder) = Integers.FloorDivide(product, SecpCurve.K1.Order);
            HintRun.Require(remainder.IsZero, "SafeDivFail", $"{product} is not divisible by {SecpCurve.K1.Order}");
            Set(r, ("value", quotient), ("k", quotient));
        }),
        ("EC_MUL_INNER", ids =>
        {
            HintId scalar = ids["scalar"];
            return r => r.SetAp(!scalar.Integer(r).IsEven);
        }),
        ("GENERATE_NIBBLES", ids =>
        {
            (HintId low, HintId high, HintId first, HintId last) =
                (ids["scalar.low"], ids["scalar.high"], ids["first_nibble"], ids["last_nibble"]);
            return r =>
            {
                BigInteger scalar = (high.Integer(r) << 128) + low.Integer(r);
                var nibbles = new Stack<int>();
                for (int bit = 0; bit < 256; bit += 4)
                {
                    nibbles.Push((int)((scalar >> bit) & 0xf));
                }

                r.Scopes.Set("nibbles", nibbles);
                first.Set(r, nibbles.Pop());
                last.Set(r, (int)(scalar & 0xf));
            };
        }),
        ("WRITE_NIBBLES_TO_MEM", _ => r => r.Memory.Insert(r.Machine.Fp, (Felt)r.Scopes.Get<Stack<int>>("nibbles").Pop())),
    ];

    /// <summary>Sets integer variables of the scope.</summary>
    public static void Set(HintRun run, params (string Name, BigInteger Value)[] variables)
    {
        foreach ((string name, BigInteger value) in variables)
        {
            run.Scopes.Set(name, value);
        }
    }

    private static Action<HintRun> VerifyZero(HintBinder ids, SecpCurve curve)
    {
        HintId quotient = ids["q"];
        var value = new BigInt3(ids, "val");
        return r =>
        {
            (BigInteger q, BigInteger remainder) = Integers.FloorDivide(value.Pack(r), curve.Prime);
            HintRun.Require(remainder.IsZero, "SecpVerifyZero", $"verify_zero: Invalid input {value.Pack(r)}");
            quotient.Set(r, q);
        };
    }

    private static Action<HintRun> Reduce(HintBinder ids, SecpCurve curve, string variable)
    {
        var x = new BigInt3(ids, "x");
        return r => Set(r, (variable, ModularArithmetic.FloorMod(x.Pack(r), curve.Prime)));
    }

    private static void Invert(HintRun run, SecpCurve curve)
    {
        BigInteger inverse = Integers.DivideModulo(BigInteger.One, run.Scopes.Get<BigInteger>("x"), curve.Prime);
        Set(run, ("value", inverse), ("x_inv", inverse));
    }
}

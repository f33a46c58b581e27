using System.Collections.Generic;
using System.Numerics;
using BenchmarkDotNet.Attributes;
using Kraken.Curves;
using Kraken.Fields;

namespace Kraken.Bench.Kernels;

/// <summary>The Stark curve: signatures, multiples and the builtin ec_op, beside sums bit by bit.</summary>
public class CurveKernels
{
    private static readonly Felt Message = KernelInputs.First;
    private static readonly AffinePoint Key = StarkCurve.PublicPoint(KernelInputs.Second);
    private static readonly EcdsaSignature Signature = Ecdsa.Sign(KernelInputs.Second, Message);
    private static readonly BigInteger Nonce = KernelOracles.NonceOf(KernelInputs.Second, Message, Signature);
    private static readonly Felt AllBits = Felt.FromBigInteger((BigInteger.One << 251) - 1);
    private static readonly Felt EveryOtherBit = Felt.FromBigInteger((BigInteger.One << 252) / 3 % Felt.Modulus);

    private readonly SignatureMultiples account = new();
    private AffinePoint sum = StarkCurve.Generator;
    private AffinePoint other = Key;

    /// <summary>A signature.</summary>
    [Benchmark(Description = "a multiple bit by bit", Baseline = true), BenchmarkCategory("ECDSA signing")]
    public EcdsaSignature PlainSign() => KernelOracles.Sign(KernelInputs.Second, Message, Nonce);

    /// <summary>A signature.</summary>
    [Benchmark(Description = "kernel"), BenchmarkCategory("ECDSA signing")]
    public EcdsaSignature Sign() => Ecdsa.Sign(KernelInputs.Second, Message);

    /// <summary>Whether a signature holds for a point.</summary>
    [Benchmark(Description = "two multiples bit by bit", Baseline = true), BenchmarkCategory("ECDSA verification by point")]
    public bool PlainVerify() => KernelOracles.Verify(Key, Message, Signature);

    /// <summary>Whether a signature holds for a point.</summary>
    [Benchmark(Description = "kernel"), BenchmarkCategory("ECDSA verification by point")]
    public bool Verify() => Ecdsa.Verify(Key, Message, Signature);

    /// <summary>Whether a signature holds for a point's x.</summary>
    [Benchmark(Description = "a root, two multiples bit by bit", Baseline = true), BenchmarkCategory("ECDSA verification by x")]
    public bool PlainVerifyByX() =>
        KernelOracles.Verify(new(Key.X, KernelOracles.SquareRoot(StarkCurve.RightSide(Key.X))), Message, Signature);

    /// <summary>Whether a signature holds for a point's x.</summary>
    [Benchmark(Description = "kernel"), BenchmarkCategory("ECDSA verification by x")]
    public bool VerifyByX() => Ecdsa.Verify(Key.X, Message, Signature);

    /// <summary>The check of an account's contract.</summary>
    [Benchmark(Description = "two multiples bit by bit", Baseline = true), BenchmarkCategory("ECDSA by an account, not expected")]
    public bool PlainAccount() => KernelOracles.Verify(Key, Message, Signature);

    /// <summary>The check of an account's contract.</summary>
    [Benchmark(Description = "kernel"), BenchmarkCategory("ECDSA by an account, not expected")]
    public bool Account() => AccountCheck(default);

    /// <summary>The check of an account's contract.</summary>
    [Benchmark(Description = "two multiples bit by bit", Baseline = true), BenchmarkCategory("ECDSA by an account, expected")]
    public bool PlainExpectedAccount() => KernelOracles.Verify(Key, Message, Signature);

    /// <summary>The check of an account's contract, of a signature that was announced.</summary>
    [Benchmark(Description = "kernel"), BenchmarkCategory("ECDSA by an account, expected")]
    public bool ExpectedAccount() => AccountCheck(Signature);

    /// <summary>A multiple of a point.</summary>
    [Benchmark(Description = "bit by bit", Baseline = true), BenchmarkCategory("multiple")]
    public void PlainMultiple() => sum = KernelOracles.Multiple(sum, KernelInputs.First).ToAffine();

    /// <summary>A multiple of a point.</summary>
    [Benchmark(Description = "kernel"), BenchmarkCategory("multiple")]
    public void Multiple() => sum = StarkCurve.Multiply(sum, KernelInputs.First).ToAffine();

    /// <summary>A multiple of a point.</summary>
    [Benchmark(Description = "bit by bit", Baseline = true), BenchmarkCategory("multiple, of two at once")]
    public void PlainMultipleOfTwo() => sum = KernelOracles.Multiple(sum, KernelInputs.First).ToAffine();

    /// <summary>Two multiples of two points.</summary>
    [Benchmark(Description = "kernel", OperationsPerInvoke = 2), BenchmarkCategory("multiple, of two at once")]
    public void TwoMultiples() => StarkCurve.MultiplyTwo(sum, KernelInputs.First, other, KernelInputs.Second, out sum, out other);

    /// <summary>P + m Q.</summary>
    [Benchmark(Description = "bit by bit", Baseline = true), BenchmarkCategory("ec_op, half of the bits set")]
    public bool PlainEcOp() => EcOpBitByBit.TryAddMultiple(sum, Key, KernelInputs.First, out sum);

    /// <summary>P + m Q.</summary>
    [Benchmark(Description = "kernel"), BenchmarkCategory("ec_op, half of the bits set")]
    public bool EcOpOfHalf() => EcOp.TryAddMultiple(sum, Key, KernelInputs.First, out sum);

    /// <summary>P + m Q.</summary>
    [Benchmark(Description = "bit by bit", Baseline = true), BenchmarkCategory("ec_op, all bits set")]
    public bool PlainEcOpOfAll() => EcOpBitByBit.TryAddMultiple(sum, Key, AllBits, out sum);

    /// <summary>P + m Q.</summary>
    [Benchmark(Description = "kernel"), BenchmarkCategory("ec_op, all bits set")]
    public bool EcOpOfAll() => EcOp.TryAddMultiple(sum, Key, AllBits, out sum);

    /// <summary>P + m Q.</summary>
    [Benchmark(Description = "bit by bit", Baseline = true), BenchmarkCategory("ec_op, every other bit set")]
    public bool PlainEcOpOfEveryOther() => EcOpBitByBit.TryAddMultiple(sum, Key, EveryOtherBit, out sum);

    /// <summary>P + m Q.</summary>
    [Benchmark(Description = "kernel"), BenchmarkCategory("ec_op, every other bit set")]
    public bool EcOpOfEveryOther() => EcOp.TryAddMultiple(sum, Key, EveryOtherBit, out sum);

    internal static void Check()
    {
        CurveKernels kernel = new();
        CurveKernels oracle = new();
        KernelCheck.Same("ECDSA signing", kernel.Sign(), oracle.PlainSign());
        foreach (bool holds in (IEnumerable<bool>)[
            kernel.Verify(), oracle.PlainVerify(), kernel.VerifyByX(), oracle.PlainVerifyByX(), kernel.Account(), kernel.ExpectedAccount()])
        {
            KernelCheck.Same("ECDSA verification", holds, true);
        }

        EcdsaSignature forged = new(Signature.R, Signature.S + 1);
        KernelCheck.Same("ECDSA verification", Ecdsa.Verify(Key, Message, forged), KernelOracles.Verify(Key, Message, forged));
        kernel.TwoMultiples();
        KernelCheck.Same("the second of two multiples", kernel.other, KernelOracles.Multiple(Key, KernelInputs.Second).ToAffine());
        oracle.PlainMultiple();
        KernelCheck.Same("the first of two multiples", kernel.sum, oracle.sum);
        kernel.Multiple();
        oracle.PlainMultiple();
        KernelCheck.Same("multiple", kernel.sum, oracle.sum);
        KernelCheck.Same("ec_op", kernel.EcOpOfHalf() & kernel.EcOpOfAll() & kernel.EcOpOfEveryOther(), true);
        KernelCheck.Same("ec_op", oracle.PlainEcOp() & oracle.PlainEcOpOfAll() & oracle.PlainEcOpOfEveryOther(), true);
        KernelCheck.Same("ec_op", kernel.sum, oracle.sum);
    }

    // As check_ecdsa_signature of the core library, but for the root of the key's x, which is kept.
    private bool AccountCheck(EcdsaSignature expected)
    {
        account.Expect(Message, expected);
        account.Note(Key);
        if (!account.TryPointFromX(Signature.R, out AffinePoint nonce))
        {
            return false;
        }

        AffinePoint left = account.Multiply(nonce, Signature.S);
        AffinePoint fromMessage = account.Multiply(StarkCurve.Generator, Message);
        AffinePoint fromKey = account.Multiply(Key, Signature.R);
        return (fromMessage + fromKey).X == left.X || (fromMessage - fromKey).X == left.X;
    }
}

using System.Numerics;
using BenchmarkDotNet.Attributes;
using Kraken.Fields;

namespace Kraken.Bench.Kernels;

/// <summary>The Stark field, beside integers and powers.</summary>
public class FieldKernels
{
    private static readonly BigInteger Factor = KernelInputs.Second.ToBigInteger();
    private Felt x = KernelInputs.First;
    private BigInteger plain = KernelInputs.First.ToBigInteger();

    /// <summary>x * constant.</summary>
    [Benchmark(Description = "BigInteger", Baseline = true), BenchmarkCategory("felt multiplication")]
    public void PlainMultiply() => plain = plain * Factor % Felt.Modulus;

    /// <summary>x * constant.</summary>
    [Benchmark(Description = "kernel"), BenchmarkCategory("felt multiplication")]
    public void Multiply() => Felt.Multiply(x, KernelInputs.Second, out x);

    /// <summary>x * x.</summary>
    [Benchmark(Description = "BigInteger", Baseline = true), BenchmarkCategory("felt square")]
    public void PlainSquare() => plain = plain * plain % Felt.Modulus;

    /// <summary>x * x.</summary>
    [Benchmark(Description = "kernel"), BenchmarkCategory("felt square")]
    public void Square() => Felt.Square(x, out x);

    /// <summary>x + constant.</summary>
    [Benchmark(Description = "BigInteger", Baseline = true), BenchmarkCategory("felt addition")]
    public void PlainAdd() => plain = (plain + Factor) % Felt.Modulus;

    /// <summary>x + constant.</summary>
    [Benchmark(Description = "kernel"), BenchmarkCategory("felt addition")]
    public void Add() => Felt.Add(x, KernelInputs.Second, out x);

    /// <summary>1 / x.</summary>
    [Benchmark(Description = "power P - 2", Baseline = true), BenchmarkCategory("felt inversion")]
    public void PlainInverse() => x = x.Pow(Felt.Modulus - 2);

    /// <summary>1 / x.</summary>
    [Benchmark(Description = "kernel"), BenchmarkCategory("felt inversion")]
    public void Inverse() => x = x.Inverse();

    /// <summary>A root of x * x.</summary>
    [Benchmark(Description = "Tonelli-Shanks", Baseline = true), BenchmarkCategory("felt square root")]
    public void PlainSquareRoot() => x = KernelOracles.SquareRoot(x.Square()) + KernelInputs.Second;

    /// <summary>A root of x * x.</summary>
    [Benchmark(Description = "kernel"), BenchmarkCategory("felt square root")]
    public void SquareRoot()
    {
        x.Square().TrySqrt(out x);
        x += KernelInputs.Second;
    }

    internal static void Check()
    {
        FieldKernels kernel = new();
        FieldKernels oracle = new();
        kernel.Multiply();
        oracle.PlainMultiply();
        KernelCheck.Same("felt multiplication", kernel.x, Felt.FromBigInteger(oracle.plain));
        kernel.Square();
        oracle.PlainSquare();
        KernelCheck.Same("felt square", kernel.x, Felt.FromBigInteger(oracle.plain));
        kernel.Add();
        oracle.PlainAdd();
        KernelCheck.Same("felt addition", kernel.x, Felt.FromBigInteger(oracle.plain));
        oracle.x = kernel.x;
        kernel.Inverse();
        oracle.PlainInverse();
        KernelCheck.Same("felt inversion", kernel.x, oracle.x);

        // Either root is one.
        kernel.SquareRoot();
        oracle.PlainSquareRoot();
        KernelCheck.Same(
            "felt square root", (kernel.x - KernelInputs.Second).Square(), (oracle.x - KernelInputs.Second).Square());
    }
}

using System;
using BenchmarkDotNet.Attributes;
using Kraken.Fields;
using Kraken.Hashing;
using Kraken.Hashing.Tests;

namespace Kraken.Bench.Kernels;

/// <summary>Hashes of felts and of bytes, beside their definitions.</summary>
public class HashKernels
{
    private readonly Felt[] many = KernelInputs.Felts(3 * KernelInputs.Many);
    private readonly Felt[] left = KernelInputs.Felts(KernelInputs.Many);
    private readonly Felt[] right = KernelInputs.Felts(KernelInputs.Many);
    private readonly byte[] digest = new byte[Blake2s.DigestSize];
    private readonly byte[] block = new byte[Blake2s.BlockSize];
    private Felt[] state = KernelInputs.Felts(3);
    private Felt x = KernelInputs.First;

    /// <summary>The Hades permutation.</summary>
    [Benchmark(Description = "as specified", Baseline = true), BenchmarkCategory("Poseidon permutation")]
    public void PlainPermute() => state = HadesBySpecification.Permute(state);

    /// <summary>The Hades permutation.</summary>
    [Benchmark(Description = "kernel"), BenchmarkCategory("Poseidon permutation")]
    public void Permute() => Poseidon.Permute(state);

    /// <summary>The Hades permutation of one state.</summary>
    [Benchmark(Description = "as specified", Baseline = true), BenchmarkCategory("Poseidon permutation, of 64 at once")]
    public void PlainPermuteOfMany() => state = HadesBySpecification.Permute(state);

    /// <summary>The Hades permutation of many states.</summary>
    [Benchmark(Description = "kernel", OperationsPerInvoke = KernelInputs.Many)]
    [BenchmarkCategory("Poseidon permutation, of 64 at once")]
    public void PermuteMany() => Poseidon.PermuteMany(many);

    /// <summary>The Poseidon hash of two felts.</summary>
    [Benchmark(Description = "as specified", Baseline = true), BenchmarkCategory("Poseidon hash")]
    public void PlainPoseidon() => x = KernelOracles.Poseidon(x, KernelInputs.Second);

    /// <summary>The Poseidon hash of two felts.</summary>
    [Benchmark(Description = "kernel"), BenchmarkCategory("Poseidon hash")]
    public void PoseidonHash() => x = Poseidon.Hash(x, KernelInputs.Second);

    /// <summary>The Pedersen hash of two felts.</summary>
    [Benchmark(Description = "sum of four multiples", Baseline = true), BenchmarkCategory("Pedersen hash")]
    public void PlainPedersen() => x = KernelOracles.Pedersen(x, KernelInputs.Second);

    /// <summary>The Pedersen hash of two felts.</summary>
    [Benchmark(Description = "kernel"), BenchmarkCategory("Pedersen hash")]
    public void PedersenHash() => x = Pedersen.Hash(x, KernelInputs.Second);

    /// <summary>The Pedersen hash of two felts.</summary>
    [Benchmark(Description = "sum of four multiples", Baseline = true), BenchmarkCategory("Pedersen hash, of 64 at once")]
    public void PlainPedersenOfMany() => x = KernelOracles.Pedersen(x, KernelInputs.Second);

    /// <summary>The Pedersen hashes of many pairs.</summary>
    [Benchmark(Description = "kernel", OperationsPerInvoke = KernelInputs.Many), BenchmarkCategory("Pedersen hash, of 64 at once")]
    public void PedersenMany() => Pedersen.HashPairs(left, right, left);

    /// <summary>The Blake2s hash of one block.</summary>
    [Benchmark(Description = "as specified", Baseline = true), BenchmarkCategory("Blake2s of 64 bytes")]
    public void PlainBlake() => PlainBlake2s.Hash(block, digest);

    /// <summary>The Blake2s hash of one block.</summary>
    [Benchmark(Description = "kernel"), BenchmarkCategory("Blake2s of 64 bytes")]
    public void Blake() => Blake2s.Hash(block, digest);

    /// <summary>The Keccak-256 hash of its own result.</summary>
    [Benchmark(Description = "as specified", Baseline = true), BenchmarkCategory("Keccak-256 of 32 bytes")]
    public void PlainKeccak256() => PlainKeccak.Hash256(digest, digest);

    /// <summary>The Keccak-256 hash of its own result.</summary>
    [Benchmark(Description = "kernel"), BenchmarkCategory("Keccak-256 of 32 bytes")]
    public void Keccak256() => Keccak.Hash256(digest, digest);

    internal static void Check()
    {
        HashKernels kernel = new();
        HashKernels oracle = new();
        kernel.Permute();
        oracle.PlainPermute();
        KernelCheck.Same<Felt>("Poseidon permutation", kernel.state, oracle.state);
        oracle.state = [.. kernel.many[^3..]];
        kernel.PermuteMany();
        oracle.PlainPermute();
        KernelCheck.Same<Felt>("Poseidon permutation of many", kernel.many.AsSpan()[^3..], oracle.state);
        kernel.PoseidonHash();
        oracle.PlainPoseidon();
        KernelCheck.Same("Poseidon hash", kernel.x, oracle.x);
        kernel.PedersenHash();
        oracle.PlainPedersen();
        KernelCheck.Same("Pedersen hash", kernel.x, oracle.x);
        kernel.PedersenMany();
        KernelCheck.Same("Pedersen hash of many", kernel.left[^1], KernelOracles.Pedersen(kernel.right[^1], kernel.right[^1]));
        kernel.Blake();
        oracle.PlainBlake();
        KernelCheck.Same<byte>("Blake2s", kernel.digest, oracle.digest);
        kernel.Keccak256();
        oracle.PlainKeccak256();
        KernelCheck.Same<byte>("Keccak-256", kernel.digest, oracle.digest);
    }
}

using System;
using System.Diagnostics;
using System.Globalization;
using Kraken.Curves;
using Kraken.Fields;
using Kraken.Hashing;

namespace Kraken.Bench;

/// <summary>
/// Times the kernels on which the price of gas rests. Each is run in short batches, so that the least time is one that no other program
/// disturbed; each operation takes the result of the one before.
/// </summary>
internal static class KernelBench
{
    private const int Batches = 400;
    private static readonly TimeSpan WarmUp = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan BatchTime = TimeSpan.FromMicroseconds(400);

    private static readonly Felt First = Felt.Parse("0x1ef15c18599971b7beced415a40f0c7deacfd9b0d1819e03d723d8bc943cfca");
    private static readonly Felt Second = Felt.Parse("0x5668060aa49730b7be4801df46ec62de53ecd11abe43a32873000c36e8dc1f");

    /// <summary>Prints nanoseconds for each operation.</summary>
    internal static int Run()
    {
        Console.WriteLine($"  {"kernel",-32}{"min ns",12}{"median ns",12}");
        RunField();
        RunHashes();
        RunCurve();
        return 0;
    }

    private static void RunField()
    {
        Felt x = First;
        Measure("felt multiplication", () => Felt.Multiply(x, Second, out x));
        Measure("felt square", () => Felt.Square(x, out x));
        Measure("felt addition", () => Felt.Add(x, Second, out x));
        Measure("felt inverse", () => x = x.Inverse());
    }

    private static void RunHashes()
    {
        Felt x = First;
        Felt[] state = [First, Second, x];
        Measure("Poseidon permutation", () => Poseidon.Permute(state));
        Measure("Poseidon hash", () => x = Poseidon.Hash(x, Second));
        Measure("Pedersen hash", () => x = Pedersen.Hash(x, Second));
        byte[] digest = new byte[Blake2s.DigestSize];
        byte[] block = new byte[Blake2s.BlockSize];
        Measure("Blake2s of 64 bytes", () => Blake2s.Hash(block, digest));
        Measure("Keccak-256 of 32 bytes", () => Keccak.Hash256(digest, digest));
    }

    private static void RunCurve()
    {
        AffinePoint key = StarkCurve.PublicPoint(Second);
        EcdsaSignature signature = Ecdsa.Sign(Second, First);
        Measure("ECDSA sign", () => Ecdsa.Sign(Second, First));
        Measure("ECDSA verify by point", () => Check(Ecdsa.Verify(key, First, signature)));
        Measure("ECDSA verify by x", () => Check(Ecdsa.Verify(key.X, First, signature)));
        AffinePoint sum = StarkCurve.Generator;
        Felt m = First;
        Measure("ec_op, half of the bits set", () => Check(EcOp.TryAddMultiple(sum, key, m, out sum)));
        m = Felt.FromBigInteger((System.Numerics.BigInteger.One << 251) - 1);
        Measure("ec_op, all bits set", () => Check(EcOp.TryAddMultiple(sum, key, m, out sum)));
        m = Felt.FromBigInteger((System.Numerics.BigInteger.One << 252) / 3 % Felt.Modulus);
        Measure("ec_op, every other bit set", () => Check(EcOp.TryAddMultiple(sum, key, m, out sum)));
        m = First;
        Measure("ec_op, bit by bit", () => Check(EcOpBitByBit.TryAddMultiple(sum, key, m, out sum)));
    }

    private static void Check(bool holds)
    {
        if (!holds)
        {
            throw new InvalidOperationException("a kernel gave a wrong answer");
        }
    }

    private static void Measure(string name, Action operation)
    {
        long start = Stopwatch.GetTimestamp();
        int operations = 0;
        while (Stopwatch.GetElapsedTime(start) < WarmUp)
        {
            operation();
            operations++;
        }

        int batch = Math.Max(1, (int)(operations * (BatchTime / WarmUp)));
        double[] times = new double[Batches];
        for (int b = 0; b < Batches; b++)
        {
            start = Stopwatch.GetTimestamp();
            for (int i = 0; i < batch; i++)
            {
                operation();
            }

            times[b] = Stopwatch.GetElapsedTime(start).TotalNanoseconds / batch;
        }

        Array.Sort(times);
        Console.WriteLine($"  {name,-32}{Text(times[0]),12}{Text(times[Batches / 2]),12}");
    }

    private static string Text(double nanoseconds) => nanoseconds.ToString("F1", CultureInfo.InvariantCulture);
}

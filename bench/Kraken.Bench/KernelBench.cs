using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using System.Numerics;
using Kraken.Curves;
using Kraken.Fields;
using Kraken.Hashing;

namespace Kraken.Bench;

/// <summary>
/// Times the kernels on which the price of gas rests, each beside the plain way to the same result (its oracle) in the same run. Each is
/// run in short batches, so that the least time is one that no other program disturbed; each operation takes the result of the one before.
/// </summary>
internal static class KernelBench
{
    private const int Batches = 300;
    private const int Many = 64;
    private static readonly TimeSpan WarmUp = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan BatchTime = TimeSpan.FromMicroseconds(400);

    private static readonly Felt First = Felt.Parse("0x1ef15c18599971b7beced415a40f0c7deacfd9b0d1819e03d723d8bc943cfca");
    private static readonly Felt Second = Felt.Parse("0x5668060aa49730b7be4801df46ec62de53ecd11abe43a32873000c36e8dc1f");

    /// <summary>Prints nanoseconds for each operation, and how many times as long the oracle takes.</summary>
    internal static int Run()
    {
        Console.WriteLine($"  {"kernel",-34}{"min ns",11}{"median ns",11}   {"oracle",-34}{"min ns",11}{"ratio",8}");
        foreach (Kernel kernel in FieldKernels().Concat(HashKernels()).Concat(ByteHashKernels()).Concat(CurveKernels()))
        {
            (double least, double median) = Measure(kernel.Operation, kernel.Count);
            string row = $"  {kernel.Name,-34}{Text(least),11}{Text(median),11}";
            if (kernel.Oracle is not null)
            {
                double oracle = Measure(kernel.Oracle, kernel.OracleCount).Least;
                row += $"   {kernel.OracleName,-34}{Text(oracle),11}{Text(oracle / least),8}";
            }

            Console.WriteLine(row);
        }

        return 0;
    }

    private static IEnumerable<Kernel> FieldKernels()
    {
        Felt x = First;
        BigInteger plain = First.ToBigInteger();
        BigInteger factor = Second.ToBigInteger();
        Expect(x * Second, Felt.FromBigInteger(plain * factor % Felt.Modulus));
        yield return new(
            "felt multiplication", () => Felt.Multiply(x, Second, out x), "BigInteger", () => plain = plain * factor % Felt.Modulus);
        yield return new("felt square", () => Felt.Square(x, out x), "BigInteger", () => plain = plain * plain % Felt.Modulus);
        yield return new("felt addition", () => Felt.Add(x, Second, out x), "BigInteger", () => plain = (plain + factor) % Felt.Modulus);
        Expect(x.Inverse(), x.Pow(Felt.Modulus - 2));
        yield return new("felt inversion", () => x = x.Inverse(), "power P - 2", () => x = x.Pow(Felt.Modulus - 2));
        yield return new("felt square root", () => SquareRoot(ref x), null, null);
    }

    private static IEnumerable<Kernel> HashKernels()
    {
        Felt x = First;
        Felt[] state = [First, Second, x];
        Felt[] many = [.. Enumerable.Range(1, 3 * Many).Select(i => First * i)];
        Felt[] expected = [.. state];
        Poseidon.Permute(expected);
        Expect(expected, KernelOracles.Hades(state));
        Action permute = () => Poseidon.Permute(state);
        yield return new("Poseidon permutation", permute, "as specified", () => state = KernelOracles.Hades(state));
        yield return new($"Poseidon permutation, of {Many}", () => Poseidon.PermuteMany(many), "one alone", permute, Many);
        yield return new("Poseidon hash", () => x = Poseidon.Hash(x, Second), null, null);
        Expect(Pedersen.Hash(First, Second), KernelOracles.Pedersen(First, Second));
        Action pedersen = () => x = Pedersen.Hash(x, Second);
        yield return new("Pedersen hash", pedersen, "sum of four multiples", () => x = KernelOracles.Pedersen(x, Second));
        Felt[] left = many[..Many];
        Felt[] right = many[Many..(2 * Many)];
        yield return new($"Pedersen hash, of {Many}", () => Pedersen.HashPairs(left, right, left), "one alone", pedersen, Many);
    }

    private static IEnumerable<Kernel> ByteHashKernels()
    {
        byte[] digest = new byte[Blake2s.DigestSize];
        byte[] block = new byte[Blake2s.BlockSize];
        byte[] expected = new byte[Blake2s.DigestSize];
        Blake2s.Hash(block, digest);
        PlainBlake2s.Hash(block, expected);
        Expect(digest, expected);
        yield return new(
            "Blake2s of 64 bytes", () => Blake2s.Hash(block, digest), "as specified", () => PlainBlake2s.Hash(block, digest));
        Keccak.Hash256(block, digest);
        PlainKeccak.Hash256(block, expected);
        Expect(digest, expected);
        yield return new(
            "Keccak-256 of 32 bytes", () => Keccak.Hash256(digest, digest), "as specified", () => PlainKeccak.Hash256(digest, digest));
    }

    private static IEnumerable<Kernel> CurveKernels()
    {
        AffinePoint key = StarkCurve.PublicPoint(Second);
        EcdsaSignature signature = Ecdsa.Sign(Second, First);
        yield return new("ECDSA sign", () => Ecdsa.Sign(Second, First), null, null);
        yield return new(
            "ECDSA verification by point",
            () => Expect(Ecdsa.Verify(key, First, signature), true),
            "two multiples bit by bit",
            () => Expect(KernelOracles.Verify(key, First, signature), true));
        yield return new("ECDSA verification by x", () => Expect(Ecdsa.Verify(key.X, First, signature), true), null, null);
        SignatureMultiples account = new();
        yield return new(
            "ECDSA as an account's contract checks it, expected",
            () => Expect(AccountCheck(account, key, signature, expected: true), true),
            "not expected",
            () => Expect(AccountCheck(account, key, signature, expected: false), true));
        AffinePoint sum = StarkCurve.Generator;
        AffinePoint other = key;
        Action multiple = () => sum = StarkCurve.Multiply(sum, First).ToAffine();
        yield return new("multiple", multiple, "bit by bit", () => sum = KernelOracles.Multiple(sum, First).ToAffine());
        yield return new(
            "multiple, of two at once",
            () => StarkCurve.MultiplyTwo(sum, First, other, Second, out sum, out other),
            "one alone",
            multiple,
            2);
        foreach ((string name, BigInteger factor) in new[]
        {
            ("half of the bits set", First.ToBigInteger()),
            ("all bits set", (BigInteger.One << 251) - 1),
            ("every other bit set", (BigInteger.One << 252) / 3 % Felt.Modulus),
        })
        {
            Felt m = Felt.FromBigInteger(factor);
            yield return new(
                $"ec_op, {name}",
                () => Expect(EcOp.TryAddMultiple(sum, key, m, out sum), true),
                "bit by bit",
                () => Expect(EcOpBitByBit.TryAddMultiple(sum, key, m, out sum), true));
        }
    }

    // As check_ecdsa_signature of the core library, but for the root of the key's x, which is kept.
    private static bool AccountCheck(SignatureMultiples account, AffinePoint key, EcdsaSignature signature, bool expected)
    {
        account.Expect(First, expected ? signature : default);
        account.Note(key);
        if (!account.TryPointFromX(signature.R, out AffinePoint nonce))
        {
            return false;
        }

        AffinePoint left = account.Multiply(nonce, signature.S);
        AffinePoint fromMessage = account.Multiply(StarkCurve.Generator, First);
        AffinePoint fromKey = account.Multiply(key, signature.R);
        return (fromMessage + fromKey).X == left.X || (fromMessage - fromKey).X == left.X;
    }

    private static void SquareRoot(ref Felt x)
    {
        Expect(x.Square().TrySqrt(out x), true);
        x += Second;
    }

    private static void Expect<T>(T got, T expected)
    {
        if (!EqualityComparer<T>.Default.Equals(got, expected))
        {
            throw new InvalidOperationException($"a kernel gave {got}, expected {expected}");
        }
    }

    private static void Expect<T>(T[] got, T[] expected)
    {
        if (!got.SequenceEqual(expected))
        {
            throw new InvalidOperationException($"a kernel gave {string.Join(' ', got)}, expected {string.Join(' ', expected)}");
        }
    }

    private static (double Least, double Median) Measure(Action operation, int count)
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

            times[b] = Stopwatch.GetElapsedTime(start).TotalNanoseconds / (batch * (double)count);
        }

        Array.Sort(times);
        return (times[0], times[Batches / 2]);
    }

    private static string Text(double value) => value.ToString("F1", CultureInfo.InvariantCulture);

    /// <summary>An operation with what it is compared with.</summary>
    /// <param name="Name">What is done.</param>
    /// <param name="Operation">Does it, <paramref name="Count"/> times.</param>
    /// <param name="OracleName">How the oracle does it.</param>
    /// <param name="Oracle">Does the same plainly, <paramref name="OracleCount"/> times.</param>
    /// <param name="Count">By what the time is divided.</param>
    /// <param name="OracleCount">By what the oracle's time is divided.</param>
    private sealed record Kernel(
        string Name, Action Operation, string? OracleName, Action? Oracle, int Count = 1, int OracleCount = 1);
}

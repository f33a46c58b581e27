using System;
using System.Globalization;
using System.IO;
using System.Linq;
using Kraken.Cairo.Air.Verification;

namespace Kraken.Bench;

/// <summary>Times the verifier on the genuine proofs.</summary>
internal static class VerifyBench
{
    private const int Rounds = 20;

    /// <summary>One proof of each kind and format.</summary>
    internal static readonly string[] DefaultFiles =
    [
        "ret_opcode.canonical_small.proof.cairo_serde.json",
        "ret_opcode.canonical_small.proof.json", "ret_opcode.canonical_small.proof.bin.bz2",
        "fib_16.canonical_small.proof.cairo_serde.json", "all_opcode_components.proof.cairo_serde.json",
        "all_builtins.canonical_small.proof.cairo_serde.json", "ret_opcode.poseidon252.proof.cairo_serde.json",
    ];

    /// <summary>Prints the first and the median time of each file.</summary>
    internal static int Run(string[] files)
    {
        int result = 0;
        Console.WriteLine($"  {"proof",-56}{"valid",7}{"read ms",10}{"check ms",10}{"first ms",10}");
        foreach (string file in files)
        {
            byte[] bytes = File.ReadAllBytes(File.Exists(file) ? file : SharedFiles.PathOf(file));
            VerificationReport[] reports = [.. Enumerable.Range(0, Rounds).Select(_ => ProofFileVerifier.Verify(bytes))];
            bool valid = reports.All(report => report.IsValid);
            double read = Median(reports, report => report.DecodeTime);
            double check = Median(reports, report => report.VerifyTime);
            double first = (reports[0].DecodeTime + reports[0].VerifyTime).TotalMilliseconds;
            Console.WriteLine($"  {file,-56}{valid,7}{Text(read),10}{Text(check),10}{Text(first),10}");
            result = valid ? result : 1;
        }

        return result;
    }

    private static double Median(VerificationReport[] reports, Func<VerificationReport, TimeSpan> time) =>
        reports.Select(time).Order().ElementAt(reports.Length / 2).TotalMilliseconds;

    private static string Text(double milliseconds) => milliseconds.ToString("F1", CultureInfo.InvariantCulture);
}

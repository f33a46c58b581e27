using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json;
using Kraken.BlockProof.Program;
using Kraken.BlockProof.Witness;
using Kraken.Cairo.Air.Proofs;
using Kraken.Cairo.Air.Proofs.Formats;
using Kraken.Cairo.Air.Verification;
using Kraken.Cairo.Prover;
using Kraken.Cairo.Prover.Adapter;
using Kraken.Execution.Blocks.Weights;

namespace Kraken.Bench;

/// <summary>Proves blocks of signed ERC-20 transfers of a thousand accounts, all commitments included.</summary>
internal static class BlockBench
{
    /// <summary>The verb of a process for one block.</summary>
    internal const string Verb = "block-one";

    private const double Mebibyte = 1 << 20;
    private const int VerifyRounds = 40;
    private const string Phases = "--phases";

    /// <summary>
    /// Runs each number in a process of its own, so that peak memory is its own, and writes the page if one is asked for and all proofs are
    /// valid.
    /// </summary>
    internal static int Run(string[] arguments)
    {
        if (BlockOptions.Parse(arguments) is not { } options)
        {
            Console.Error.WriteLine(BlockOptions.Usage);
            return 2;
        }

        Console.WriteLine("transfers      steps   cells  expected     run   prove     cpu  memory   proof  verify, warm, cpu");
        List<BlockResult> results = [];
        foreach (int transfers in options.Transfers)
        {
            if (Start(transfers, options.ShowsPhases) is not { IsValid: true } result)
            {
                Console.Error.WriteLine($"{transfers} transfers: expected a process with a valid proof, got another end");
                return 1;
            }

            results.Add(result);
        }

        if (options.Output is { } path)
        {
            new BlockPage(path, results).Write();
        }

        return 0;
    }

    /// <summary>Proves one block in this process and writes the report.</summary>
    internal static int RunOne(int transfers, string report, string[] options)
    {
        (BlockWitness witness, BlockWeights weights) = TransferBlock.Of(transfers);
        _ = BlockProgram.Current;
        Stopwatch watch = Stopwatch.StartNew();
        if (BlockProgram.Current.Run(witness) is not BlockProgramRun.Completed completed)
        {
            throw new InvalidDataException(BlockProgram.Current.Run(witness).ToString());
        }

        double run = watch.Elapsed.TotalSeconds;
        watch.Restart();
        double cpu = PhaseTimes.Cpu();
        PhaseTimes phases = new();
        using ProverSession session = new(FixedColumnCache.OfUser());
        CairoProof proof = session.Prove(ProverInputAdapter.Adapt(completed.Run.Runner), ProverParameters.Default, phases);
        double prove = watch.Elapsed.TotalSeconds;
        cpu = PhaseTimes.Cpu() - cpu;
        double peak = PeakMebibytes();
        byte[] file = ProofEncoder.Encode(proof, ProofFormat.UnpackedBinary);
        (VerificationReport checkedProof, double verify, double verifyCpu) = VerifyWarm(file);
        BlockResult result = new()
        {
            Transfers = transfers,
            Steps = completed.Run.Steps,
            Cells = Cells(proof),
            ExpectedCells = ProvingCells.OfNoBlocks + ProvingCells.OfEmptyBlock + weights.ProvingCells,
            RunSeconds = run,
            ProveSeconds = prove,
            CpuSeconds = cpu,
            PeakMebibytes = peak,
            ProofBytes = file.Length,
            VerifyMilliseconds = verify,
            VerifyCpuMilliseconds = verifyCpu,
            IsValid = checkedProof.IsValid && checkedProof.Statement!.Output.SequenceEqual(completed.Output)
                && completed.Output[4] == witness.Blocks[0].Header.Hash,
        };
        Print(result);
        if (options.Contains(Phases))
        {
            PhaseTable.Print(phases);
            Console.WriteLine($"  held outside the managed heap: {session.HeldBytes / Mebibyte:f0} MiB");
            ComponentTable.Print(proof);
        }

        File.WriteAllBytes(report, JsonSerializer.SerializeToUtf8Bytes(result));
        return result.IsValid ? 0 : 1;
    }

    private static BlockResult? Start(int transfers, bool showsPhases)
    {
        string report = Path.GetTempFileName();
        try
        {
            string[] phases = showsPhases ? [Phases] : [];
            string[] arguments = [Verb, transfers.ToString(CultureInfo.InvariantCulture), report, .. phases];
            using Process child = Process.Start(Environment.ProcessPath!, arguments);
            child.WaitForExit();
            return child.ExitCode == 0 ? JsonSerializer.Deserialize<BlockResult>(File.ReadAllBytes(report)) : null;
        }
        finally
        {
            File.Delete(report);
        }
    }

    private static void Print(BlockResult result) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{result.Transfers,9} {result.Steps,10} {result.Cells / 1e6,5:f0} M {result.ExpectedCells / 1e6,7:f0} M {result.RunSeconds,5:f1} s"
        + $" {result.ProveSeconds,5:f1} s {result.CpuSeconds,5:f1} s {result.PeakMebibytes,5:f0} M {result.ProofBytes / Mebibyte,5:f1} M"
        + $" {result.VerifyMilliseconds,5:f1} ms {result.VerifyCpuMilliseconds,5:f1} ms"
        + $" {(result.IsValid ? "" : "INVALID")}"));

    private static double Cells(CairoProof proof)
    {
        if (CairoTraceLayout.Create(proof.Claim, proof.Variant, out CairoTraceLayout? layout) is { } error)
        {
            throw new InvalidDataException(error.ToString());
        }

        // The base and the interaction tree.
        return layout!.Trees.Skip(1).Take(2).SelectMany(tree => tree.LogSizes).Sum(size => Math.Pow(2, size));
    }

    /// <summary>
    /// To read a proof and to check it once the code and the program's hashes are at hand: milliseconds, the median, and of all processors.
    /// </summary>
    private static (VerificationReport Report, double Milliseconds, double CpuMilliseconds) VerifyWarm(byte[] file)
    {
        KnownProgram program = new(BlockProgram.Current.Words);
        for (int i = 0; i < VerifyRounds; i++)
        {
            ProofFileVerifier.Verify(file, program: program);
        }

        double cpu = PhaseTimes.Cpu();
        VerificationReport[] reports =
            [.. Enumerable.Range(0, VerifyRounds).Select(_ => ProofFileVerifier.Verify(file, program: program))];
        double wall = reports.Select(report => (report.DecodeTime + report.VerifyTime).TotalMilliseconds)
            .Order()
            .ElementAt(VerifyRounds / 2);
        return (reports[0], wall, (PhaseTimes.Cpu() - cpu) * 1000 / VerifyRounds);
    }

    private static double PeakMebibytes()
    {
        using Process self = Process.GetCurrentProcess();
        return self.PeakWorkingSet64 / Mebibyte;
    }
}

using System;
using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
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
    private const double Mebibyte = 1 << 20;
    private const int VerifyRounds = 40;
    private const string Phases = "--phases";

    /// <summary>
    /// Runs each number in a process of its own, so that peak memory is its own; with --phases each shows where its time and its cells are.
    /// </summary>
    internal static int Run(string[] arguments)
    {
        string[] transfers = [.. arguments.Where(argument => argument != Phases)];
        transfers = transfers.Length == 0 ? ["1", "10", "50"] : transfers;
        string[] options = [.. arguments.Where(argument => argument == Phases).Take(1)];
        Console.WriteLine("transfers      steps   cells  expected     run   prove     cpu  memory   proof  verify, warm, cpu");
        int result = 0;
        foreach (string number in transfers)
        {
            using Process child = Process.Start(Environment.ProcessPath!, ["block-one", number, .. options]);
            child.WaitForExit();
            result = Math.Max(result, child.ExitCode);
        }

        return result;
    }

    /// <summary>Proves one block in this process.</summary>
    internal static int RunOne(int transfers, string[] options)
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
        (VerificationReport report, double verify, double verifyCpu) = VerifyWarm(file);
        bool isValid = report.IsValid && report.Statement!.Output.SequenceEqual(completed.Output)
            && completed.Output[4] == witness.Blocks[0].Header.Hash;
        ulong expected = ProvingCells.OfNoBlocks + ProvingCells.OfEmptyBlock + weights.ProvingCells;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{transfers,9} {completed.Run.Steps,10} {Cells(proof) / 1e6,5:f0} M {expected / 1e6,7:f0} M {run,5:f1} s"
            + $" {prove,5:f1} s {cpu,5:f1} s {peak,5:f0} M {file.Length / Mebibyte,5:f1} M"
            + $" {verify,5:f1} ms {verifyCpu,5:f1} ms"
            + $" {(isValid ? "" : "INVALID")}"));
        if (options.Contains(Phases))
        {
            PhaseTable.Print(phases);
            Console.WriteLine($"  held outside the managed heap: {session.HeldBytes / Mebibyte:f0} MiB");
            ComponentTable.Print(proof);
        }

        return isValid ? 0 : 1;
    }

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

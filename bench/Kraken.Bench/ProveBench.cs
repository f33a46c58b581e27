using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using Kraken.Cairo.Air.Proofs;
using Kraken.Cairo.Air.Proofs.Formats;
using Kraken.Cairo.Air.Verification;
using Kraken.Cairo.Prover;
using Kraken.Cairo.Prover.Input;

namespace Kraken.Bench;

/// <summary>Proves inputs and shows the phases beside those of the reference.</summary>
internal static class ProveBench
{
    private const string WholeProcess = "Process";

    /// <summary>Runs each case in a process of its own, so that peak memory and warm-up are the case's own.</summary>
    internal static int Run(string[] names, int threads)
    {
        int result = 0;
        foreach (string name in names)
        {
            using Process child =
                Process.Start(Environment.ProcessPath!, ["prove-one", name, threads.ToString(CultureInfo.InvariantCulture)]);
            child.WaitForExit();
            result = Math.Max(result, child.ExitCode);
        }

        return result;
    }

    /// <summary>Runs one case in this process.</summary>
    internal static int RunOne(string name, int threads)
    {
        UseCores(threads);
        Dictionary<string, double> seconds = [];
        ProverInput input = BenchInput.Load(name, seconds);
        PhaseTimes phases = new();
        Stopwatch watch = Stopwatch.StartNew();
        double cpu = PhaseTimes.Cpu();
        double kernel = PhaseTimes.Kernel();
        using ProverSession session = new(FixedColumnCache.OfUser());
        CairoProof proof = session.Prove(input, ProverParameters.Default, phases);
        seconds["Prove"] = watch.Elapsed.TotalSeconds;
        phases.CpuSeconds["Prove"] = PhaseTimes.Cpu() - cpu;
        phases.KernelSeconds["Prove"] = PhaseTimes.Kernel() - kernel;
        phases.CpuSeconds[WholeProcess] = PhaseTimes.Cpu();
        double peak = PeakMebibytes();
        long held = session.HeldBytes;
        (watch, cpu) = (Stopwatch.StartNew(), PhaseTimes.Cpu());
        CairoProof again = session.Prove(input, ProverParameters.Default);
        double warm = watch.Elapsed.TotalSeconds;
        double warmCpu = PhaseTimes.Cpu() - cpu;
        bool valid = CairoVerifier.Verify(proof) is null;
        watch.Restart();
        valid &= CairoVerifier.Verify(proof) is null;
        seconds["Verify"] = watch.Elapsed.TotalSeconds;
        foreach ((string phase, double value) in phases.Seconds)
        {
            seconds[phase] = value;
        }

        Print(name, threads, input.Steps, seconds, phases, peak);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"  once more in the same session: {warm:f3} s, {warmCpu:f2} s of processor time;"
            + $" held outside the managed heap {held >> 20} MiB, then {session.HeldBytes >> 20} MiB"));
        byte[] file = ProofEncoder.Encode(proof, ProofFormat.CairoSerde);
        bool? isGenuine = IsGenuine(name, file);
        bool isSame = file.AsSpan().SequenceEqual(ProofEncoder.Encode(again, ProofFormat.CairoSerde));
        Console.WriteLine(
            $"  proof {(valid ? "valid" : "INVALID")}, the second one {(isSame ? "the same" : "ANOTHER")}, " + isGenuine switch
            {
                null => "no genuine proof to compare with",
                true => "equal to the genuine one",
                false => "DIFFERENT from the genuine one",
            });
        return valid && isSame && isGenuine != false ? 0 : 1;
    }

    private static void UseCores(int threads)
    {
        if (OperatingSystem.IsLinux() && threads < Environment.ProcessorCount)
        {
            using Process self = Process.GetCurrentProcess();
            self.ProcessorAffinity = (nint)((1L << threads) - 1);
        }
    }

    private static double PeakMebibytes()
    {
        using Process self = Process.GetCurrentProcess();
        return self.PeakWorkingSet64 / (1024.0 * 1024.0);
    }

    private static void Print(
        string name,
        int threads,
        long steps,
        Dictionary<string, double> seconds,
        PhaseTimes phases,
        double peak)
    {
        ReferenceRun? reference = ReferenceRun.Find(name, threads);
        Console.WriteLine($"{name}: {steps} steps, {threads} threads{(reference is null ? ", no run of the reference" : string.Empty)}");
        Console.WriteLine($"  {"phase",-24}{"seconds",10}{"reference",12}{"ratio",8}{"cpu s",10}{"kernel s",10}");
        foreach (string phase in Order().Where(seconds.ContainsKey))
        {
            Line(
                phase, seconds[phase], reference?.Seconds.GetValueOrDefault(phase), "F3",
                Text(phases.CpuSeconds, phase) + Text(phases.KernelSeconds, phase));
        }

        Line("cpu of the process", phases.CpuSeconds[WholeProcess], reference?.CpuSeconds, "F1");
        Line("peak MiB", peak, reference?.PeakMebibytes, "F0");
        Console.WriteLine(PhaseTable.Compilation());
    }

    private static IEnumerable<string> Order() =>
        ["Run", "Adapt", .. PhaseTable.Order, "Prove", "Verify"];

    private static void Line(string what, double ours, double? theirs, string format, string used = "")
    {
        bool known = theirs is > 0;
        string reference = known ? theirs!.Value.ToString(format, CultureInfo.InvariantCulture) : "-";
        string ratio = known ? (ours / theirs!.Value).ToString("F2", CultureInfo.InvariantCulture) : "-";
        Console.WriteLine($"  {what,-24}{ours.ToString(format, CultureInfo.InvariantCulture),10}{reference,12}{ratio,8}{used}");
    }

    private static string Text(Dictionary<string, double> seconds, string phase) =>
        seconds.TryGetValue(phase, out double value) ? string.Create(CultureInfo.InvariantCulture, $"{value,10:f2}") : string.Empty;

    /// <summary>Whether a proof is the reference's, byte for byte; null where it has none of the input.</summary>
    private static bool? IsGenuine(string name, byte[] file)
    {
        string genuine = SharedFiles.PathOf(name + ".canonical_small.proof.cairo_serde.json");
        return File.Exists(genuine) ? file.AsSpan().SequenceEqual(File.ReadAllBytes(genuine)) : null;
    }
}

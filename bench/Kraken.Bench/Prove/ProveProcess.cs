using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Runtime;
using System.Security.Cryptography;
using System.Text.Json;
using Kraken.Cairo.Air.Proofs;
using Kraken.Cairo.Air.Proofs.Formats;
using Kraken.Cairo.Air.Verification;
using Kraken.Cairo.Prover;
using Kraken.Cairo.Prover.Input;

namespace Kraken.Bench.Prove;

/// <summary>A process of its own for each proof, so that peak memory and warm-up are the case's own: both ends of it.</summary>
internal static class ProveProcess
{
    /// <summary>The verb of the process.</summary>
    public const string Verb = "prove-one";

    private const string HighWaterMark = "/proc/self/clear_refs";
    private const string ResetHighWaterMark = "5";

    /// <summary>Proves a case in a process of its own; null if it ended without a report.</summary>
    public static ProveResult? Start(string name, int threads)
    {
        string report = Path.GetTempFileName();
        try
        {
            ProcessStartInfo start = new(Environment.ProcessPath!, [Verb, name, Number(threads), report]);
            start.Environment["DOTNET_PROCESSOR_COUNT"] = threads.ToString("x", CultureInfo.InvariantCulture);
            using Process child = Process.Start(start)!;
            child.WaitForExit();
            return child.ExitCode == 0 ? JsonSerializer.Deserialize<ProveResult>(File.ReadAllBytes(report)) : null;
        }
        finally
        {
            File.Delete(report);
        }
    }

    /// <summary>Proves a case twice in this process and writes the report.</summary>
    public static int Run(string name, int threads, string report)
    {
        UseCores(threads);
        PhaseTimes phases = new();
        Dictionary<string, double> seconds = [];
        Dictionary<string, double> mebibytes = [];
        ProverInput input = BenchInput.Load(name, seconds);
        using ProverSession session = new(FixedColumnCache.OfUser());
        CairoProof proof = Timed(ProveResult.Proof, () => session.Prove(input, ProverParameters.Default, phases), seconds, phases);
        byte[] file = ProofEncoder.Encode(proof, ProofFormat.CairoSerde);
        using (Process self = Process.GetCurrentProcess())
        {
            seconds[ProveResult.Whole] = (DateTime.Now - self.StartTime).TotalSeconds;
        }

        phases.CpuSeconds[ProveResult.Whole] = PhaseTimes.Cpu();
        phases.KernelSeconds[ProveResult.Whole] = PhaseTimes.Kernel();
        int methods = (int)JitInfo.GetCompiledMethodCount();
        Measure(ProveResult.Whole);
        CairoProof again = Timed(ProveResult.Warm, () => session.Prove(input, ProverParameters.Default), seconds, phases);
        Measure(ProveResult.Warm);
        bool isValid = CairoVerifier.Verify(proof) is null;
        Timed("Verify", () => CairoVerifier.Verify(proof), seconds, phases);
        foreach ((string phase, double value) in phases.Seconds)
        {
            seconds[phase] = value;
        }

        ProveResult result = new()
        {
            Input = name,
            Threads = threads,
            Steps = input.Steps,
            Seconds = seconds,
            CpuSeconds = phases.CpuSeconds,
            KernelSeconds = phases.KernelSeconds,
            Mebibytes = mebibytes,
            CompiledMethods = methods,
            Digest = Convert.ToHexStringLower(SHA256.HashData(file)),
            IsValid = isValid,
            IsRepeated = file.AsSpan().SequenceEqual(ProofEncoder.Encode(again, ProofFormat.CairoSerde)),
            IsGenuine = BenchInput.FindGenuine(name) is { } genuine ? file.AsSpan().SequenceEqual(genuine) : null,
        };
        File.WriteAllBytes(report, JsonSerializer.SerializeToUtf8Bytes(result));
        return 0;

        void Measure(string what)
        {
            mebibytes[what] = TakePeakMebibytes();
            mebibytes[what + "Held"] = session.HeldBytes / (1024.0 * 1024.0);
        }
    }

    private static T Timed<T>(string what, Func<T> action, Dictionary<string, double> seconds, PhaseTimes phases)
    {
        Stopwatch watch = Stopwatch.StartNew();
        (double cpu, double kernel) = (PhaseTimes.Cpu(), PhaseTimes.Kernel());
        T result = action();
        seconds[what] = watch.Elapsed.TotalSeconds;
        phases.CpuSeconds[what] = PhaseTimes.Cpu() - cpu;
        phases.KernelSeconds[what] = PhaseTimes.Kernel() - kernel;
        return result;
    }

    private static void UseCores(int threads)
    {
        if (OperatingSystem.IsLinux() && threads < Environment.ProcessorCount)
        {
            using Process self = Process.GetCurrentProcess();
            self.ProcessorAffinity = (nint)((1L << threads) - 1);
        }
    }

    /// <summary>The most memory since the process began, or since this was asked last, where the system lets a process forget.</summary>
    private static double TakePeakMebibytes()
    {
        using Process self = Process.GetCurrentProcess();
        double peak = self.PeakWorkingSet64 / (1024.0 * 1024.0);
        if (File.Exists(HighWaterMark))
        {
            File.WriteAllText(HighWaterMark, ResetHighWaterMark);
        }

        return peak;
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}

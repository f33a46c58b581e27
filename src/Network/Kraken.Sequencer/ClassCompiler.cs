using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using Kraken.Casm.Classes;
using Kraken.Execution.Classes;
using Kraken.Execution.Constants;
using Kraken.Fields;
using Kraken.Sierra;
using Kraken.Sierra.Libfuncs;
using Kraken.Sierra.ToCasm;
using Kraken.Sierra.ToCasm.Classes;
using Kraken.Starknet.Classes;
using Kraken.Starknet.Json;
using SierraEntryPoint = Kraken.Starknet.Classes.SierraEntryPoint;
using SierraVersion = Kraken.Execution.Constants.SierraVersion;

namespace Kraken.Sequencer;

/// <summary>Compiles declared classes once, whoever asks: the admission, the proposer and the validators of a node. Safe for several threads.</summary>
public sealed class ClassCompiler
{
    // A class is asked for a few times between its submission and its block; older ones are in the store.
    private const int Kept = 64;

    private readonly ConcurrentDictionary<Felt, Lazy<Outcome>> outcomes = new();

    /// <summary>Compiles a class, hashes it and makes it ready to run.</summary>
    /// <param name="sierra">The class.</param>
    /// <param name="contract">The class in all its forms, or null.</param>
    /// <param name="error">Why it was refused, or null.</param>
    public bool TryCompile(SierraClass sierra, out CompiledContract? contract, out string? error)
    {
        Felt classHash = ClassHash.Compute(sierra);
        if (outcomes.Count > Kept)
        {
            outcomes.Clear();
        }

        Outcome outcome = outcomes.GetOrAdd(classHash, hash => new Lazy<Outcome>(() => Compile(hash, sierra))).Value;
        contract = outcome.Contract;
        error = outcome.Error;
        return contract is not null;
    }

    /// <summary>Makes a stored class ready to run.</summary>
    /// <exception cref="InvalidOperationException">The stored pair is damaged: it ran before it was stored.</exception>
    public static RunnableClass Load(SierraClass sierra, CasmClass casm) =>
        RunnableClass.TryCreate(casm, VersionOf(sierra), out RunnableClass? runnable, out string? error)
            ? runnable!
            : throw new InvalidOperationException($"a stored class cannot run: {error}");

    private static Outcome Compile(Felt classHash, SierraClass sierra)
    {
        SierraContractClass contract = new(
            sierra.SierraProgram,
            Convert(sierra.EntryPoints.External),
            Convert(sierra.EntryPoints.L1Handler),
            Convert(sierra.EntryPoints.Constructor));
        if (!SierraCompiler.TryCompile(contract, out CasmContractClass? compiled, out SierraError? refused, allowed: AllowedLibfuncs.Audited))
        {
            return new Outcome(null, refused.ToString());
        }

        if (!CasmClassJson.TryDecode(CasmContractClassJson.Write(compiled), out CasmClass? casm, out DecodeError? malformed))
        {
            return new Outcome(null, malformed!.ToString());
        }

        if (!RunnableClass.TryCreate(casm!, VersionOf(sierra), out RunnableClass? runnable, out string? error))
        {
            return new Outcome(null, error);
        }

        return new Outcome(
            new CompiledContract { ClassHash = classHash, CompiledClassHash = CompiledClassHash.Blake(casm!), Sierra = sierra, Casm = casm!, Runnable = runnable! },
            null);
    }

    private static SierraVersion VersionOf(SierraClass sierra)
    {
        uint Part(int index) => sierra.SierraProgram.Length > index && sierra.SierraProgram[index].TryToUInt64(out ulong part) ? (uint)Math.Min(part, uint.MaxValue) : 0;
        return new SierraVersion(Part(0), Part(1), Part(2));
    }

    private static List<Sierra.ToCasm.Classes.SierraEntryPoint> Convert(IEnumerable<SierraEntryPoint> entryPoints) =>
        [.. entryPoints.Select(entryPoint => new Sierra.ToCasm.Classes.SierraEntryPoint(entryPoint.Selector, entryPoint.FunctionIndex))];

    private sealed record Outcome(CompiledContract? Contract, string? Error);
}

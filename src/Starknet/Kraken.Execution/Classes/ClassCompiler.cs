using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Threading;
using Kraken.Caching;
using Kraken.Casm.Classes;
using Kraken.Fields;
using Kraken.Sierra;
using Kraken.Sierra.Felts;
using Kraken.Sierra.Libfuncs;
using Kraken.Sierra.ToCasm;
using Kraken.Sierra.ToCasm.Classes;
using Kraken.Starknet.Classes;

namespace Kraken.Execution.Classes;

/// <summary>
/// Compiles declared classes once, whoever asks: the admission, the proposer and the validators of a node. A class that several ask for
/// at the same time is compiled once, and only a few classes at the same time. Safe for several threads.
/// </summary>
/// <param name="kept">What earlier processes compiled; null for nothing.</param>
public sealed class ClassCompiler(ICompiledClasses? kept = null)
{
    // A class is asked for a few times between its submission and its block; older ones are in the store. One of the largest size takes
    // about 30 MiB in all its forms.
    private const int MaxKept = 1_000;
    private const long MaxKeptBytes = 256L << 20;
    private const int MaxAtOnce = 2;

    private readonly BoundedCache<Felt, Outcome> outcomes = new(MaxKept, MaxKeptBytes, static outcome => outcome.Bytes);
    private readonly ConcurrentDictionary<Felt, Lazy<Outcome>> running = new();
    private readonly object places = new();
    private int busy;
    private long compilations;

    /// <summary>The build of the compiler: another one may compile the same class to something else.</summary>
    public static string Build { get; } =
        $"{typeof(SierraCompiler).Module.ModuleVersionId:N}{typeof(SierraVersion).Module.ModuleVersionId:N}"
        + $"{typeof(CasmClass).Module.ModuleVersionId:N}";

    /// <summary>Classes compiled so far; those that were kept were not.</summary>
    public long Compilations => Interlocked.Read(ref compilations);

    /// <summary>
    /// Compiles a class, hashes it and makes it ready to run. Takes seconds for a large class: not for a thread that others wait for.
    /// </summary>
    /// <param name="sierra">The class.</param>
    /// <param name="contract">The class in all its forms, or null.</param>
    /// <param name="error">Why it was refused, or null.</param>
    public bool TryCompile(SierraClass sierra, [NotNullWhen(true)] out CompiledContract? contract, [NotNullWhen(false)] out string? error)
    {
        Felt classHash = ClassHash.Compute(sierra);
        Outcome outcome = outcomes.TryGet(classHash, out Outcome? known) ? known : CompileOnce(classHash, sierra);
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

    private Outcome CompileOnce(Felt classHash, SierraClass sierra)
    {
        Lazy<Outcome> compilation = running.GetOrAdd(classHash, hash => new Lazy<Outcome>(() => CompileInPlace(hash, sierra)));
        try
        {
            return compilation.Value;
        }
        finally
        {
            running.TryRemove(new KeyValuePair<Felt, Lazy<Outcome>>(classHash, compilation));
        }
    }

    private Outcome CompileInPlace(Felt classHash, SierraClass sierra)
    {
        Enter();
        try
        {
            // Whoever came between the end of another's compilation and its removal compiles nothing again.
            if (!outcomes.TryGet(classHash, out Outcome? outcome))
            {
                outcome = Compile(classHash, sierra);
                outcomes.Set(classHash, outcome);
            }

            return outcome;
        }
        finally
        {
            Leave();
        }
    }

    private void Enter()
    {
        lock (places)
        {
            while (busy == MaxAtOnce)
            {
                Monitor.Wait(places);
            }

            busy++;
        }
    }

    private void Leave()
    {
        lock (places)
        {
            busy--;
            Monitor.Pulse(places);
        }
    }

    private Outcome Compile(Felt classHash, SierraClass sierra)
    {
        CasmClass? casm = kept?.Find(classHash);
        if (casm is null)
        {
            Interlocked.Increment(ref compilations);
            SierraContractClass contract = new(sierra.SierraProgram, sierra.EntryPoints);
            if (!SierraCompiler.TryCompile(contract, out casm, out SierraError? refused, allowed: AllowedLibfuncs.Audited))
            {
                return new Outcome(null, refused.ToString());
            }

            kept?.Keep(classHash, casm);
        }

        if (!RunnableClass.TryCreate(casm, VersionOf(sierra), out RunnableClass? runnable, out string? error))
        {
            return new Outcome(null, error);
        }

        return new Outcome(
            new CompiledContract
            {
                ClassHash = classHash,
                CompiledClassHash = CompiledClassHash.Blake(casm),
                Sierra = sierra,
                Casm = casm,
                Runnable = runnable!,
            },
            null);
    }

    private static SierraVersion VersionOf(SierraClass sierra) =>
        SierraFelts.TryDecodeVersions(sierra.SierraProgram.AsSpan(), out SierraVersion version, out _) ? version : default;

    private sealed record Outcome(CompiledContract? Contract, string? Error)
    {
        // Sierra, bytecode, hints and the runnable form; a refusal is a line of text.
        private const long BytesPerCodeByte = 6;
        private const long BytesOfRefusal = 1_024;

        internal long Bytes => Contract is null ? BytesOfRefusal : (long)Contract.CodeSize * BytesPerCodeByte;
    }
}

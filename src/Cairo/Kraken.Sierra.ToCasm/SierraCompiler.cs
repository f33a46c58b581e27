using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Linq;
using Kraken.Casm.Classes;
using Kraken.Fields;
using Kraken.Sierra.Felts;
using Kraken.Sierra.Libfuncs;
using Kraken.Sierra.Metadata;
using Kraken.Sierra.ToCasm.Classes;

namespace Kraken.Sierra.ToCasm;

/// <summary>
/// Compiles Sierra to CASM. Within major version 1 the code of a Sierra program is fixed by convention, so that the
/// output equals that of every other compiler, word for word. Programs are untrusted: sizes are bounded, nothing recurses
/// on them, and all refusals come back as errors.
/// </summary>
public static class SierraCompiler
{
    /// <summary>The compiler version whose output this equals; it stands in compiled classes.</summary>
    public const string CompilerVersion = "2.19.4";

    /// <summary>The words that a program may have unless the caller says otherwise.</summary>
    public const int DefaultMaximumBytecodeSize = 180_000;

    /// <summary>The gas that every entry point costs on entry; the caller has to bring it along.</summary>
    public const long EntryPointCost = 10_000;

    private static readonly SierraVersion FirstLinearVersion = new(1, 4, 0);

    private static readonly SierraVersion FirstSegmentedVersion = new(1, 5, 0);

    /// <summary>Compiles a contract class.</summary>
    /// <param name="contract">The class.</param>
    /// <param name="casm">The compiled class.</param>
    /// <param name="error">Why the class was refused.</param>
    /// <param name="maximumBytecodeSize">The words that the bytecode may have.</param>
    /// <param name="allowed">The library functions that the class may use; every known one where this is null.</param>
    public static bool TryCompile(
        SierraContractClass contract,
        [NotNullWhen(true)] out CasmClass? casm,
        [NotNullWhen(false)] out SierraError? error,
        int maximumBytecodeSize = DefaultMaximumBytecodeSize,
        AllowedLibfuncs? allowed = null)
    {
        casm = null;
        if (!SierraFelts.TryDecode(contract.Program.AsSpan(), out VersionedProgram? program, out error)
            || (error = allowed?.Check(program)) is not null)
        {
            return false;
        }

        (casm, error) = Guard(() => CompileClass(contract, program, maximumBytecodeSize));
        return casm is not null;
    }

    /// <summary>Compiles a program whose functions cost what they need.</summary>
    /// <param name="compiled">The compiled program.</param>
    /// <param name="error">Why the program was refused.</param>
    /// <param name="maximumBytecodeSize">The words that the program may have.</param>
    /// <param name="checkGas">Whether gas is counted; without, a program may also loop without withdrawing gas.</param>
    public static bool TryCompileProgram(
        SierraProgram program,
        [NotNullWhen(true)] out CompiledProgram? compiled,
        [NotNullWhen(false)] out SierraError? error,
        int maximumBytecodeSize = DefaultMaximumBytecodeSize,
        bool checkGas = true)
    {
        (compiled, error) = Guard(() => checkGas
            ? CompileWithMetadata(program, new Dictionary<int, long>(), maximumBytecodeSize).Compiled
            : CompileWithoutGas(program, maximumBytecodeSize));
        return compiled is not null;
    }

    internal static (CompiledProgram Compiled, SierraMetadata Metadata) CompileWithMetadata(
        SierraProgram program, IReadOnlyDictionary<int, long> fixedCosts, int maximumBytecodeSize, bool byEquations = false)
    {
        SierraRegistry registry = SierraRegistry.Build(program);
        if (!SierraMetadata.TryCompute(registry, fixedCosts, out SierraMetadata? metadata, out SierraError? error, byEquations))
        {
            throw new SierraException(error);
        }

        return (ProgramCompiler.Compile(registry, metadata, maximumBytecodeSize, true), metadata);
    }

    private static CompiledProgram CompileWithoutGas(SierraProgram program, int maximumBytecodeSize)
    {
        SierraRegistry registry = SierraRegistry.Build(program);
        return ProgramCompiler.Compile(registry, SierraMetadata.WithoutGas(registry), maximumBytecodeSize, false);
    }

    /// <summary>
    /// The program of a class with its gas, for engines other than the virtual machine. Only for classes that <see cref="TryCompile"/>
    /// takes: the rules of references and of the gas wallet are checked there.
    /// </summary>
    /// <param name="contract">The class.</param>
    /// <param name="registry">The checked program.</param>
    /// <param name="metadata">Its gas.</param>
    /// <param name="error">Why there is none.</param>
    public static bool TryAnalyze(
        SierraContractClass contract,
        [NotNullWhen(true)] out SierraRegistry? registry,
        [NotNullWhen(true)] out SierraMetadata? metadata,
        [NotNullWhen(false)] out SierraError? error)
    {
        registry = null;
        metadata = null;
        return SierraFelts.TryDecode(contract.Program.AsSpan(), out VersionedProgram? versioned, out error)
            && SierraRegistry.TryBuild(versioned.Program, out registry, out error)
            && SierraMetadata.TryCompute(
                registry, FixedCosts(contract.EntryPoints), out metadata, out error, versioned.SierraVersion < FirstLinearVersion);
    }

    /// <summary>As <see cref="TryAnalyze"/>, for programs that <see cref="TryCompileProgram"/> takes.</summary>
    /// <param name="registry">The checked program.</param>
    /// <param name="metadata">Its gas.</param>
    /// <param name="error">Why there is none.</param>
    /// <param name="checkGas">Whether gas is counted.</param>
    public static bool TryAnalyzeProgram(
        SierraProgram program,
        [NotNullWhen(true)] out SierraRegistry? registry,
        [NotNullWhen(true)] out SierraMetadata? metadata,
        [NotNullWhen(false)] out SierraError? error,
        bool checkGas = true)
    {
        metadata = null;
        if (!SierraRegistry.TryBuild(program, out registry, out error))
        {
            return false;
        }

        if (checkGas)
        {
            return SierraMetadata.TryCompute(registry, new Dictionary<int, long>(), out metadata, out error);
        }

        metadata = SierraMetadata.WithoutGas(registry);
        return true;
    }

    private static Dictionary<int, long> FixedCosts(EntryPoints<SierraEntryPoint> entryPoints)
    {
        Dictionary<int, long> costs = [];
        foreach (SierraEntryPoint entryPoint in entryPoints.External.Concat(entryPoints.L1Handler).Concat(entryPoints.Constructor))
        {
            costs[(int)entryPoint.FunctionIndex] = EntryPointCost;
        }

        return costs;
    }

    private static CasmClass CompileClass(SierraContractClass contract, VersionedProgram versioned, int maximumBytecodeSize)
    {
        SierraProgram program = versioned.Program;
        EntryPoints<SierraEntryPoint> entryPoints = contract.EntryPoints;
        EntryPointRules.CheckSelectors(entryPoints);
        EntryPointRules rules = new(program);
        foreach (SierraEntryPoint entryPoint in entryPoints.External.Concat(entryPoints.L1Handler).Concat(entryPoints.Constructor))
        {
            rules.CheckSignature(entryPoint);
        }

        Dictionary<int, long> fixedCosts = FixedCosts(entryPoints);
        CompiledProgram compiled =
            CompileWithMetadata(program, fixedCosts, maximumBytecodeSize, versioned.SierraVersion < FirstLinearVersion).Compiled;
        (ImmutableArray<Felt> bytecode, ImmutableArray<CasmHintSite> hints) = compiled.Assemble();
        bool segmented = versioned.SierraVersion >= FirstSegmentedVersion;
        return new CasmClass
        {
            CompilerVersion = CompilerVersion,
            Bytecode = bytecode,
            Segments = segmented ? BytecodeSegments.Compute(program, compiled, bytecode.Length) : null,
            Hints = hints,
            EntryPoints = new()
            {
                External = Compiled(entryPoints.External),
                L1Handler = Compiled(entryPoints.L1Handler),
                Constructor = Compiled(entryPoints.Constructor),
            },
        };

        ImmutableArray<CasmEntryPoint> Compiled(ImmutableArray<SierraEntryPoint> ofKind) =>
        [
            .. ofKind.Select(e => new CasmEntryPoint(
                e.Selector, compiled.StatementOffsets[program.Functions[(int)e.FunctionIndex].EntryPoint], rules.CheckSignature(e))),
        ];
    }

    private static (T? Result, SierraError? Error) Guard<T>(Func<T> compile)
        where T : class
    {
        try
        {
            return (compile(), null);
        }
        catch (SierraException refused)
        {
            return (null, refused.Error);
        }
        catch (OverflowException)
        {
            return (null, new SierraError(SierraErrorKind.TooLarge, "a size or cost overflows"));
        }
    }
}

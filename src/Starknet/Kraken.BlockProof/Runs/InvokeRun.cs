using System;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Kraken.BlockProof.Program;
using Kraken.Cairo.Vm.Runs;
using Kraken.Execution.Constants;
using Kraken.Fields;

namespace Kraken.BlockProof.Runs;

/// <summary>A finished run of an <see cref="InvokeProgram"/> in proof mode, as the prover wants it.</summary>
/// <param name="Program">The program.</param>
/// <param name="Runner">The run: memory, trace and builtins.</param>
/// <param name="OutputFelts">The output.</param>
/// <param name="Output">The output by its fields.</param>
public sealed record InvokeRun(InvokeProgram Program, CairoRunner Runner, ImmutableArray<Felt> OutputFelts, InvokeOutput Output)
{
    /// <summary>The steps executed.</summary>
    public long Steps => Runner.Machine.Steps;

    /// <summary>
    /// The most steps of a call that is to be proved, unless the caller says otherwise: a proof of more takes several gigabytes.
    /// </summary>
    public const long DefaultMaxSteps = 1 << 20;

    /// <summary>Runs a call.</summary>
    /// <param name="program">The program of the entry point.</param>
    /// <param name="inputs">Gas and calldata.</param>
    /// <param name="storage">The contract's storage; changed by the run.</param>
    /// <param name="constants">The protocol's constants.</param>
    /// <param name="run">The run, or null.</param>
    /// <param name="error">Why it failed, or null. A call that panics is a run without error.</param>
    /// <param name="maxSteps">The most steps.</param>
    public static bool TryRun(
        InvokeProgram program,
        InvokeInputs inputs,
        ContractStorage storage,
        VersionedConstants constants,
        [NotNullWhen(true)] out InvokeRun? run,
        [NotNullWhen(false)] out string? error,
        long maxSteps = DefaultMaxSteps)
    {
        ArgumentNullException.ThrowIfNull(program);
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(storage);
        ArgumentNullException.ThrowIfNull(constants);
        run = null;
        InvokeHints hints = InvokeHints.Create(program, inputs, new SyscallAnswers(storage, constants.Gas));
        if (!ProofModeRun.TryRun(
            program.ToCairoProgram(), hints, maxSteps, out ProofModeRun? made, out error, [program.PricePointerOffset]))
        {
            return false;
        }

        InvokeOutput? output = InvokeOutput.TryParse(made.Output.AsSpan());
        error = output is null ? "the output is not of the program's layout" : null;
        run = output is null ? null : new InvokeRun(program, made.Runner, made.Output, output);
        return run is not null;
    }
}

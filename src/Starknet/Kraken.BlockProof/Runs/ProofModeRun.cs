using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Linq;
using Kraken.Cairo.Vm.Errors;
using Kraken.Cairo.Vm.Execution;
using Kraken.Cairo.Vm.Memory;
using Kraken.Cairo.Vm.Programs;
using Kraken.Cairo.Vm.Runs;
using Kraken.Casm.Builtins;
using Kraken.Fields;
using Kraken.Hashing;

namespace Kraken.BlockProof.Runs;

/// <summary>
/// A finished run in S-two's frame: the program begins with `ap += 11; call main; jmp rel 0`, and main takes and returns the eleven
/// builtin pointers of S-two's public memory. <c>CairoProver</c> takes the runner.
/// </summary>
/// <param name="Runner">The run: memory, trace and builtins.</param>
/// <param name="Output">The output, which a proof makes public.</param>
public sealed record ProofModeRun(CairoRunner Runner, ImmutableArray<Felt> Output)
{
    /// <summary>The builtins of S-two's public memory, in order; ecdsa and keccak are never there, their pointers are 0.</summary>
    public static readonly ImmutableArray<string> Builtins =
        [.. BuiltinNames.OfProofs.Select(name => name.Text())];

    /// <summary>The steps executed.</summary>
    public long Steps => Runner.Machine.Steps;

    /// <summary>The hash that a proof shows of a program: BLAKE2s over its words.</summary>
    public static Felt HashOf(ReadOnlySpan<Felt> words) => BlakeFelt.HashMany(words);

    /// <summary>Runs a program from its start to the jump to itself.</summary>
    /// <param name="program">The program, compiled for proof mode.</param>
    /// <param name="maxSteps">The most steps.</param>
    /// <param name="run">The run, or null.</param>
    /// <param name="error">Why it failed, or null.</param>
    public static bool TryRun(
        CairoProgram program,
        IHintProcessor hints,
        long maxSteps,
        [NotNullWhen(true)] out ProofModeRun? run,
        [NotNullWhen(false)] out string? error)
    {
        run = null;
        RunOptions options = RunOptions.Stwo with { Resources = new RunResources(maxSteps) };
        VmError? failure = CairoRunner.Run(program, options, hints, out CairoRunner runner) ?? runner.VerifySecure();
        if (failure is not null)
        {
            error = failure.ToString();
            return false;
        }

        IReadOnlyList<MaybeRelocatable> cells = runner.Output();
        ImmutableArray<Felt> felts = [.. cells.Where(cell => cell.IsFelt).Select(cell => cell.Felt)];
        error = felts.Length == cells.Count ? null : $"the output has {cells.Count} cells, of which {felts.Length} are numbers";
        run = error is null ? new ProofModeRun(runner, felts) : null;
        return run is not null;
    }
}

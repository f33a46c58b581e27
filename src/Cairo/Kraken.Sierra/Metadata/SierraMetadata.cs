using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using Kraken.Sierra.Metadata.Equations;

namespace Kraken.Sierra.Metadata;

/// <summary>Gas and ap changes of a program.</summary>
/// <param name="Gas">The gas solution.</param>
public sealed record SierraMetadata(GasInfo Gas, ApChangeInfo ApChanges)
{
    /// <summary>Computes the metadata: token usages first, then ap changes, then gas known at compile time.</summary>
    /// <param name="registry">The program.</param>
    /// <param name="fixedCosts">The total gas of functions whose cost is fixed (entry points), by function.</param>
    /// <param name="error">Why there is no solution.</param>
    /// <param name="byEquations">Whether to solve equations over the whole program, as for classes before Sierra 1.4.0.</param>
    public static bool TryCompute(
        SierraRegistry registry,
        IReadOnlyDictionary<int, long> fixedCosts,
        [NotNullWhen(true)] out SierraMetadata? metadata,
        [NotNullWhen(false)] out SierraError? error,
        bool byEquations = false)
    {
        metadata = null;
        error = null;
        try
        {
            metadata = byEquations ? SolveEquations(registry, fixedCosts) : Compute(registry, fixedCosts);
            return true;
        }
        catch (SierraException refused)
        {
            error = refused.Error;
            return false;
        }
        catch (OverflowException)
        {
            error = new SierraError(SierraErrorKind.GasMetadata, "costs overflow");
            return false;
        }
    }

    /// <summary>The metadata of a program that is compiled without gas: no amounts, and ap changes.</summary>
    /// <param name="registry">The program.</param>
    public static SierraMetadata WithoutGas(SierraRegistry registry)
    {
        GasInfo gas = new(registry.Program.Statements.Count, registry.Program.Functions.Count);
        return new SierraMetadata(gas, ApChangeSolver.Solve(registry, gas));
    }

    private static SierraMetadata Compute(SierraRegistry registry, IReadOnlyDictionary<int, long> fixedCosts)
    {
        SierraProgram program = registry.Program;
        GasInfo gas = new(program.Statements.Count, program.Functions.Count);
        GasSolver<TokenWallet>.Solve(registry, new TokenPass(program), [], gas);
        ApChangeInfo apChanges = ApChangeSolver.Solve(registry, gas);
        Dictionary<int, ConstWallet> enforced = [];
        foreach ((int function, long cost) in fixedCosts)
        {
            enforced[program.Functions[function].EntryPoint] = new ConstWallet(cost);
        }

        GasSolver<ConstWallet>.Solve(registry, new ConstPass(program, gas, apChanges.Alignments), enforced, gas);
        return new SierraMetadata(gas, apChanges);
    }

    private static SierraMetadata SolveEquations(SierraRegistry registry, IReadOnlyDictionary<int, long> fixedCosts)
    {
        GasInfo gas = new(registry.Program.Statements.Count, registry.Program.Functions.Count);
        GasEquations.SolveTokens(registry, fixedCosts, gas);
        ApChangeInfo apChanges = ApEquations.Solve(registry, gas);
        GasEquations.SolveConst(registry, apChanges.Alignments, fixedCosts, gas);
        return new SierraMetadata(gas, apChanges);
    }
}

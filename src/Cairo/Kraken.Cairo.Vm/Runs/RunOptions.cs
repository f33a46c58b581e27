using Kraken.Cairo.Vm.Execution;

namespace Kraken.Cairo.Vm.Runs;

/// <summary>How a program is run.</summary>
public sealed record RunOptions
{
    /// <summary>The layout; by default that of S-two.</summary>
    public Layout Layout { get; init; } = Layout.AllCairoStwo;

    /// <summary>Start at __start__, end at __end__, with public memory; else call main.</summary>
    public bool ProofMode { get; init; }

    /// <summary>
    /// In proof mode, do not pad the trace; builtin segments get power-of-two instances instead, at least 16, as S-two wants.
    /// </summary>
    public bool DisablesTracePadding { get; init; }

    /// <summary>Keep the trace.</summary>
    public bool Traced { get; init; } = true;

    /// <summary>Write the missing outputs of started builtin instances at the end.</summary>
    public bool FillsHoles { get; init; }

    /// <summary>Give the program 0 for the pointers of builtins that the layout lacks.</summary>
    public bool AllowsMissingBuiltins { get; init; }

    /// <summary>The step budget.</summary>
    public RunResources Resources { get; init; } = new();

    /// <summary>What bounds the run beside its steps; null for nothing.</summary>
    public IRunLimits? Limits { get; init; }

    /// <summary>What S-two's prover needs: proof mode without padding, with the trace, all builtins of the layout.</summary>
    public static RunOptions Stwo =>
        new() { ProofMode = true, DisablesTracePadding = true, FillsHoles = true, AllowsMissingBuiltins = true };
}

using System.Collections.Immutable;
using System.Linq;
using Kraken.Fields;

namespace Kraken.Execution.Constants;

/// <summary>Sierra gas prices.</summary>
public sealed class GasCosts
{
    // The order in which compiled code looks for them.
    private static readonly PricedBuiltin[] BehindCode =
    [
        PricedBuiltin.Pedersen, PricedBuiltin.Bitwise, PricedBuiltin.EcOp, PricedBuiltin.Poseidon,
        PricedBuiltin.AddMod, PricedBuiltin.MulMod, PricedBuiltin.Blake,
    ];

    private readonly ulong[] builtins;
    private readonly SyscallGasCost[] syscalls;

    internal GasCosts(ulong[] builtins, SyscallGasCost[] syscalls)
    {
        this.builtins = builtins;
        this.syscalls = syscalls;
    }

    /// <summary>Sierra gas of a step of the machine.</summary>
    public required ulong Step { get; init; }

    /// <summary>Sierra gas of a memory cell that a builtin's segment leaves empty.</summary>
    public required ulong MemoryHole { get; init; }

    /// <summary>Gas that compiled code pays before every system call.</summary>
    public required ulong SyscallBase { get; init; }

    /// <summary>Gas taken from a call before its entry point runs.</summary>
    public required ulong EntryPointInitialBudget { get; init; }

    /// <summary>Gas given to calls that are not metered by Sierra gas, and to the fee transfer.</summary>
    public required ulong DefaultInitial { get; init; }

    /// <summary>The prices that code finds behind its class: pedersen, bitwise, ec_op, poseidon, add_mod, mul_mod and blake.</summary>
    public ImmutableArray<Felt> PricesBehindCode =>
        [.. BehindCode.Select(builtin => (Felt)Of(builtin))];

    /// <summary>The same prices as numbers.</summary>
    public ImmutableArray<long> NativePrices => field.IsDefault ? field = [.. BehindCode.Select(builtin => (long)Of(builtin))] : field;

    /// <summary>Gas of a builtin instance.</summary>
    public ulong Of(PricedBuiltin builtin) => builtins[(int)builtin];

    /// <summary>Gas of a system call.</summary>
    public SyscallGasCost Of(SyscallSelector selector) => syscalls[(int)selector];
}

namespace Kraken.Starknet.Limits;

/// <summary>The largest block of a chain; the defaults are those of Starknet's sequencer, the bytes our own.</summary>
public sealed record BlockBounds
{
    /// <summary>The most transactions.</summary>
    public int MaxTransactions { get; init; } = 500;

    /// <summary>The most L1 gas, in units.</summary>
    public ulong MaxL1Gas { get; init; } = 4_400_000;

    /// <summary>The most felts of messages to L1, headers included.</summary>
    public int MaxMessageWords { get; init; } = 3_700;

    /// <summary>The most events.</summary>
    public int MaxEvents { get; init; } = 5_000;

    /// <summary>The most felts of the state diff.</summary>
    public int MaxStateDiffWords { get; init; } = 4_000;

    /// <summary>The most Sierra gas of execution, in units.</summary>
    public ulong MaxSierraGas { get; init; } = 5_000_000_000;

    /// <summary>The most gas that proving costs, in units.</summary>
    public ulong MaxProvingGas { get; init; } = 5_000_000_000;

    /// <summary>The most instances of each builtin that proving pays for; a builtin's price in proving gas is the block's gas by its instances.</summary>
    public BuiltinBounds Builtins { get; init; } = new();

    /// <summary>The most L2 gas that the receipts sum to, in units.</summary>
    public ulong MaxReceiptL2Gas { get; init; } = 5_800_000_000;

    /// <summary>The most bytes of a block as validators exchange it: the builder's budget.</summary>
    public int MaxBytes { get; init; } = 8 << 20;

    /// <summary>How far a proposer's clock may be ahead of a validator's, in seconds.</summary>
    public int ClockLeadSeconds { get; init; } = 5;
}

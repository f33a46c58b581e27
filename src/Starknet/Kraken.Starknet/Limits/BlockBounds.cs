namespace Kraken.Starknet.Limits;

/// <summary>The largest block of a chain; the defaults are those of Starknet's sequencer, the bytes our own.</summary>
/// <param name="MaxTransactions">The most transactions.</param>
/// <param name="MaxL1Gas">The most L1 gas, in units.</param>
/// <param name="MaxMessageWords">The most felts of messages to L1, headers included.</param>
/// <param name="MaxEvents">The most events.</param>
/// <param name="MaxStateDiffWords">The most felts of the state diff.</param>
/// <param name="MaxSierraGas">The most Sierra gas of execution, in units.</param>
/// <param name="MaxProvingGas">The most gas that proving costs, in units.</param>
/// <param name="MaxReceiptL2Gas">The most L2 gas that the receipts sum to, in units.</param>
/// <param name="MaxBytes">The most bytes of a block as validators exchange it: the builder's budget.</param>
/// <param name="ClockLeadSeconds">How far a proposer's clock may be ahead of a validator's, in seconds.</param>
/// <param name="Builtins">The most instances of each builtin, from which its price in proving gas follows; null for the defaults.</param>
public sealed record BlockBounds(
    int MaxTransactions = 500,
    ulong MaxL1Gas = 4_400_000,
    int MaxMessageWords = 3_700,
    int MaxEvents = 5_000,
    int MaxStateDiffWords = 4_000,
    ulong MaxSierraGas = 5_000_000_000,
    ulong MaxProvingGas = 5_000_000_000,
    ulong MaxReceiptL2Gas = 5_800_000_000,
    int MaxBytes = 8 << 20,
    int ClockLeadSeconds = 5,
    BuiltinBounds? Builtins = null)
{
    /// <summary>The most instances of each builtin, from which its price in proving gas follows.</summary>
    public BuiltinBounds Builtins { get; init; } = Builtins ?? new();
}

using Kraken.Casm.Classes;
using Kraken.Fields;
using Kraken.Starknet.Chain;

namespace Kraken.Execution.Calls;

/// <summary>A call of an entry point.</summary>
public sealed record CallRequest
{
    /// <summary>The class; null takes the class of <see cref="StorageAddress"/>.</summary>
    public Felt? ClassHash { get; init; }

    /// <summary>The contract whose code runs; null in library calls and in the calls that a transaction makes itself.</summary>
    public Felt? CodeAddress { get; init; }

    /// <summary>The table of entry points.</summary>
    public required EntryPointType Kind { get; init; }

    /// <summary>Which entry point is called.</summary>
    public required Felt Selector { get; init; }

    /// <summary>The calldata. Not copied; not to be changed.</summary>
    public required Felt[] Calldata { get; init; }

    /// <summary>The contract whose storage is used.</summary>
    public required Felt StorageAddress { get; init; }

    /// <summary>The calling contract; zero for the transaction itself.</summary>
    public required Felt CallerAddress { get; init; }

    /// <summary>Call or library call.</summary>
    public CallType CallType { get; init; }

    /// <summary>Sierra gas at most; replaced by a constant where steps are counted.</summary>
    public required ulong InitialGas { get; init; }
}

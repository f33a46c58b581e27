using System.Collections.Immutable;
using Kraken.Casm.Classes;
using Kraken.Fields;

namespace Kraken.Starknet.Chain;

/// <summary>A call of a trace with all calls below it.</summary>
public sealed record FunctionInvocation
{
    /// <summary>The contract, the entry point and what it was given.</summary>
    public required FunctionCall Call { get; init; }

    /// <summary>Who called; zero for the protocol.</summary>
    public required Felt CallerAddress { get; init; }

    /// <summary>The class that ran.</summary>
    public required Felt ClassHash { get; init; }

    /// <summary>The kind of entry point.</summary>
    public required EntryPointType EntryPointType { get; init; }

    /// <summary>Whether the callee's class or storage is its own.</summary>
    public required CallType CallType { get; init; }

    /// <summary>The return data, or the panic data.</summary>
    public required ImmutableArray<Felt> Result { get; init; }

    /// <summary>The calls that it made, in order.</summary>
    public ImmutableArray<FunctionInvocation> Calls { get; init; } = [];

    /// <summary>The events of this call, without those of the calls it made.</summary>
    public ImmutableArray<TracedEvent> Events { get; init; } = [];

    /// <summary>The messages of this call, without those of the calls it made.</summary>
    public ImmutableArray<TracedMessage> Messages { get; init; } = [];

    /// <summary>L1 gas used, inner calls included.</summary>
    public ulong L1Gas { get; init; }

    /// <summary>L2 gas used, inner calls included.</summary>
    public ulong L2Gas { get; init; }

    /// <summary>Whether it panicked.</summary>
    public bool IsReverted { get; init; }
}

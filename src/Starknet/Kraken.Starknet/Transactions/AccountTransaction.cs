using System.Collections.Immutable;
using Kraken.Fields;

namespace Kraken.Starknet.Transactions;

/// <summary>A version 3 transaction of an account: signed, and paid in STRK within its resource bounds.</summary>
public abstract record AccountTransaction : Transaction
{
    /// <inheritdoc/>
    public override Felt BaseVersion => 3;

    /// <inheritdoc/>
    public override ImmutableArray<Felt> Signature { get; init; } = [];

    /// <summary>What may be spent of each gas.</summary>
    public required ResourceBoundsMapping ResourceBounds { get; init; }

    /// <summary>What is paid to the sequencer per unit of L2 gas on top of the price, in fri.</summary>
    public ulong Tip { get; init; }

    /// <summary>Reserved by the protocol; must be empty to be accepted.</summary>
    public ImmutableArray<Felt> PaymasterData { get; init; } = [];

    /// <summary>Reserved by the protocol; only L1 is accepted.</summary>
    public DataAvailabilityMode NonceDataAvailabilityMode { get; init; }

    /// <summary>Reserved by the protocol; only L1 is accepted.</summary>
    public DataAvailabilityMode FeeDataAvailabilityMode { get; init; }
}

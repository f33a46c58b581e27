using System.Collections.Immutable;
using Kraken.Fields;

namespace Kraken.Starknet.Transactions;

/// <summary>A transaction as a block holds it. Immutable; the hash is set by whoever built it.</summary>
public abstract record Transaction
{
    /// <summary>The offset that a version carries in a query (estimate or simulation): 2^128.</summary>
    public static Felt QueryVersionOffset { get; } = (Felt)((System.UInt128)1 << 64) * (Felt)((System.UInt128)1 << 64);

    /// <summary>The transaction hash; zero until it has been computed for a chain by <see cref="WithHash"/>.</summary>
    public Felt Hash { get; init; }

    /// <summary>Whether the version carries the query offset: for estimates and simulations only, never in a block.</summary>
    public bool IsQuery { get; init; }

    /// <summary>The account's nonce; for an L1 handler the message's nonce on L1.</summary>
    public required Felt Nonce { get; init; }

    /// <summary>The kind.</summary>
    public abstract TransactionType Type { get; }

    /// <summary>The version without the query offset: 3, or 0 for an L1 handler.</summary>
    public abstract Felt BaseVersion { get; }

    /// <summary>The version as it is hashed and shown to contracts: with the query offset when <see cref="IsQuery"/>.</summary>
    public Felt Version => IsQuery ? BaseVersion + QueryVersionOffset : BaseVersion;

    /// <summary>The contract that runs first: the account, the account to be deployed, or the L1 handler's contract.</summary>
    public abstract Felt Sender { get; }

    /// <summary>The signature, any number of elements; empty for an L1 handler.</summary>
    public abstract ImmutableArray<Felt> Signature { get; init; }

    /// <summary>The same transaction with its hash on <paramref name="chain"/>.</summary>
    public Transaction WithHash(ChainId chain) => this with { Hash = TransactionHash.Compute(this, chain) };
}

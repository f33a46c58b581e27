using System;
using System.Collections.Immutable;
using Kraken.Fields;

namespace Kraken.Starknet.Transactions;

/// <summary>
/// A transaction of an account of a version before 3, as older blocks of a network hold it: an invoke of version 0 or 1, a declare of 0 to
/// 2, a deployment of an account of version 1, each paid in ETH. It is read, hashed and shown; no chain takes one any more.
/// </summary>
/// <param name="Number">Its version.</param>
public sealed record DeprecatedTransaction(TransactionType Kind, ulong Number) : Transaction
{
    /// <inheritdoc/>
    public override TransactionType Type => Kind;

    /// <inheritdoc/>
    public override Felt BaseVersion => Number;

    /// <summary>The account; for an invoke of version 0 the contract that is called, for a new account its address.</summary>
    public required Felt Contract { get; init; }

    /// <inheritdoc/>
    public override Felt Sender => Contract;

    /// <inheritdoc/>
    public override ImmutableArray<Felt> Signature { get; init; } = [];

    /// <summary>The most that may be paid, in wei.</summary>
    public required UInt128 MaxFee { get; init; }

    /// <summary>Whether it has a nonce: the first versions had none.</summary>
    public bool HasNonce => Number > 0;

    /// <summary>Which entry point an invoke of version 0 calls; zero for all others.</summary>
    public Felt EntryPointSelector { get; init; }

    /// <summary>The arguments of an invoke, or of the constructor of a new account.</summary>
    public ImmutableArray<Felt> Calldata { get; init; } = [];

    /// <summary>The class that is declared, or that of the new account.</summary>
    public Felt ClassHash { get; init; }

    /// <summary>The compiled class hash of a declare of version 2.</summary>
    public Felt CompiledClassHash { get; init; }

    /// <summary>The salt of the new account's address.</summary>
    public Felt ContractAddressSalt { get; init; }

    /// <summary>Whether there is such a version of a kind.</summary>
    public static bool Exists(TransactionType kind, ulong version) => kind switch
    {
        TransactionType.Invoke => version <= 1,
        TransactionType.Declare => version <= 2,
        TransactionType.DeployAccount => version == 1,
        _ => false,
    };
}

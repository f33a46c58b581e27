using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Threading;
using Kraken.Curves;
using Kraken.Fields;
using Kraken.Hashing;
using Kraken.Starknet;
using Kraken.Starknet.Genesis;
using Kraken.Starknet.Transactions;

namespace Kraken.Load;

/// <summary>An account of the client: signs its transactions in the order of their nonces.</summary>
internal sealed class AccountLane(PredeployedAccount account, ulong nonce, ChainId chain, Felt demo)
{
    private const int EcdsaFelts = 2;

    // Generous bounds: what is not used is not charged.
    private static readonly ResourceBoundsMapping Bounds = new(
        new ResourceBounds(10_000, 100_000_000_000),
        new ResourceBounds(1_000_000_000, 100_000_000_000),
        new ResourceBounds(10_000, 100_000_000_000));

    private static readonly Felt Transfer = Selector.FromName("transfer");
    private static readonly Felt Fibonacci = Selector.FromName("fib");
    private static readonly Felt Factorial = Selector.FromName("fact");

    /// <summary>The account that sends.</summary>
    public Felt Address => account.Address;

    private readonly Lock gate = new();
    private readonly SortedSet<ulong> free = [];

    /// <summary>The nonce of the next transaction.</summary>
    public ulong Nonce { get; private set; } = nonce;

    /// <summary>Makes and signs the next transaction.</summary>
    public InvokeTransaction Next(LoadKind kind, uint size, Felt recipient)
    {
        ImmutableArray<Felt> calldata = kind switch
        {
            LoadKind.Transfer => [1, WellKnownAddresses.FeeToken, Transfer, 3, recipient, 1, 0],
            LoadKind.Fibonacci => [1, demo, Fibonacci, 1, (ulong)size],
            _ => [1, demo, Factorial, 1, (ulong)size],
        };
        InvokeTransaction unsigned = new()
        {
            SenderAddress = account.Address,
            Nonce = TakeNonce(),
            Calldata = calldata,
            ResourceBounds = Bounds,
        };
        Felt hash = TransactionHash.Compute(unsigned, chain);
        EcdsaSignature signature = Ecdsa.Sign(
            account.PrivateKey ?? throw new InvalidOperationException($"account {account.Address} has no private key"), hash);
        ImmutableArray<Felt>.Builder felts = ImmutableArray.CreateBuilder<Felt>(EcdsaFelts);
        felts.Add(signature.R);
        felts.Add(signature.S);
        return unsigned with { Hash = hash, Signature = felts.MoveToImmutable() };
    }

    /// <summary>Whether a nonce below the next one is free: later transactions would wait for it in vain.</summary>
    public bool HasGap
    {
        get
        {
            lock (gate)
            {
                return free.Count > 0;
            }
        }
    }

    /// <summary>A transaction was refused for good and its nonce is not used: the next one takes it, so that there is no gap.</summary>
    public void Release(Felt refused)
    {
        lock (gate)
        {
            if (refused.TryToUInt64(out ulong value))
            {
                free.Add(value);
            }
        }
    }

    /// <summary>The account's nonce on the chain: what lies below is used, whoever used it.</summary>
    public void Advance(ulong committed)
    {
        lock (gate)
        {
            free.RemoveWhere(value => value < committed);
            Nonce = Math.Max(Nonce, committed);
        }
    }

    private ulong TakeNonce()
    {
        lock (gate)
        {
            if (free.Count == 0)
            {
                return Nonce++;
            }

            ulong lowest = free.Min;
            free.Remove(lowest);
            return lowest;
        }
    }
}

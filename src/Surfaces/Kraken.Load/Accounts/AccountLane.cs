using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Threading;
using Kraken.Fields;
using Kraken.Load.Presigned;
using Kraken.Starknet;
using Kraken.Starknet.Genesis;
using Kraken.Starknet.Transactions;

namespace Kraken.Load.Accounts;

/// <summary>An account of the client: signs its transactions, or takes signed ones from a file, in the order of their nonces.</summary>
/// <param name="account">The account with its key.</param>
/// <param name="nonce">Its nonce on the chain.</param>
/// <param name="chain">The chain that it signs for.</param>
/// <param name="content">What its transactions do.</param>
/// <param name="presigned">Its part of a file of signed transactions; null to sign.</param>
internal sealed class AccountLane(
    PredeployedAccount account,
    ulong nonce,
    ChainId chain,
    TransactionContent content,
    PresignedLane? presigned = null)
{
    private readonly Lock gate = new();
    private readonly SortedSet<ulong> free = [];
    private readonly ConcurrentDictionary<LoadKind, InvokeTemplate> templates = [];

    /// <summary>The account that sends.</summary>
    public Felt Address => account.Address;

    /// <summary>The nonce of the next transaction.</summary>
    public ulong Nonce { get; private set; } = nonce;

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

    /// <summary>Makes the next transaction; false when it is to come from a file that has no more of this account.</summary>
    /// <param name="kind">What it is to do, where the client signs.</param>
    /// <param name="signed">The transaction.</param>
    /// <param name="made">What it does.</param>
    public bool TryNext(LoadKind kind, [NotNullWhen(true)] out SubmittedTransaction? signed, out LoadKind made)
    {
        made = kind;
        if (presigned is null)
        {
            signed = Sign(kind, TakeNonce());
            return true;
        }

        lock (gate)
        {
            if (free.Count == 0)
            {
                bool isThere = presigned.TryNext(out signed, out made);
                Nonce = isThere ? Math.Max(Nonce, signed!.Nonce + 1) : Nonce;
                return isThere;
            }
        }

        // What was signed before cannot take another's nonce.
        made = LoadKind.Transfer;
        signed = Sign(made, TakeNonce());
        return true;
    }

    /// <summary>A transfer with the lowest nonce that nothing under way uses.</summary>
    public InvokeTransaction NextFiller() => (InvokeTransaction)Sign(LoadKind.Transfer, TakeNonce()).Transaction;

    /// <summary>Makes and signs a transaction with the next nonce whose calldata is given.</summary>
    public SubmittedTransaction SignCalls(params ReadOnlySpan<Felt> calldata) =>
        Sign(new SubmittedTransaction(TransactionContent.Invoke(Address, TakeNonce(), calldata)));

    /// <summary>Makes a transaction with the next nonce, for <see cref="Sign(SubmittedTransaction)"/>.</summary>
    public SubmittedTransaction Unsigned(LoadKind kind) => Make(kind, TakeNonce());

    /// <summary>The same transaction with signature, and hash where it has none; changes nothing of the account.</summary>
    public SubmittedTransaction Sign(SubmittedTransaction unsigned) => TransactionSigning.Sign(
        unsigned,
        account.PrivateKey ?? throw new InvalidOperationException($"account {account.Address} has no private key"),
        chain);

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

    private SubmittedTransaction Sign(LoadKind kind, ulong taken) => Sign(Make(kind, taken));

    private SubmittedTransaction Make(LoadKind kind, ulong taken) => kind == LoadKind.Declare
        ? TransactionContent.MakeDeclare(Address, taken)
        : new(templates.GetOrAdd(kind, made => new InvokeTemplate(content.MakeInvoke(made, Address), chain)).At(taken));

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

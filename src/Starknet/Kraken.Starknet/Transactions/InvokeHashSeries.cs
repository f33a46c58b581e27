using System;
using Kraken.Fields;
using Kraken.Hashing;

namespace Kraken.Starknet.Transactions;

/// <summary>
/// The hashes of one invoke at many nonces, as a client computes them that sends the same again and again: what stands before the nonce
/// is absorbed once, and what stands after it is hashed once. Safe for several threads.
/// </summary>
public sealed class InvokeHashSeries
{
    private const int Width = 3;

    private readonly Felt[] before = new Felt[Width];

    // The nonce's place comes first.
    private readonly Felt[] rest;

    /// <summary>Hashes what all nonces share.</summary>
    /// <param name="transaction">The invoke; its nonce, hash and signature say nothing here.</param>
    public InvokeHashSeries(InvokeTransaction transaction, ChainId chain)
    {
        ReadOnlySpan<Felt> fields = TransactionHash.FieldsOf(transaction, chain);
        for (int i = 0; i < TransactionHash.PlaceOfNonce; i += 2)
        {
            before[0] += fields[i];
            before[1] += fields[i + 1];
            Poseidon.Permute(before);
        }

        rest = [.. fields[TransactionHash.PlaceOfNonce..]];
    }

    /// <summary>The hash at a nonce.</summary>
    public Felt At(Felt nonce) => Poseidon.HashRest([.. before], [nonce, .. rest.AsSpan(1)]);
}

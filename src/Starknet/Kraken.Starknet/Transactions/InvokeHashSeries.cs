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
    private readonly Felt modes;
    private readonly Felt[] after;

    /// <summary>Hashes what all nonces share.</summary>
    /// <param name="transaction">The invoke; its nonce, hash and signature say nothing here.</param>
    /// <param name="chain">The chain.</param>
    public InvokeHashSeries(InvokeTransaction transaction, ChainId chain)
    {
        ReadOnlySpan<Felt> fields = TransactionHash.FieldsOf(transaction, chain);
        for (int i = 0; i < TransactionHash.PlaceOfNonce; i += 2)
        {
            Absorb(before, fields[i], fields[i + 1]);
        }

        modes = fields[TransactionHash.PlaceOfNonce + 1];

        // The sponge's padding: a one, then a zero where the number of elements is odd by that.
        ReadOnlySpan<Felt> rest = fields[(TransactionHash.PlaceOfNonce + 2)..];
        after = rest.Length % 2 == 0 ? [.. rest, Felt.One, Felt.Zero] : [.. rest, Felt.One];
    }

    /// <summary>The hash at a nonce.</summary>
    public Felt At(Felt nonce)
    {
        Span<Felt> state = stackalloc Felt[Width];
        before.CopyTo(state);
        Absorb(state, nonce, modes);
        for (int i = 0; i < after.Length; i += 2)
        {
            Absorb(state, after[i], after[i + 1]);
        }

        return state[0];
    }

    private static void Absorb(Span<Felt> state, Felt first, Felt second)
    {
        state[0] += first;
        state[1] += second;
        Poseidon.Permute(state);
    }
}

using System;
using Kraken.Fields;

namespace Kraken.Stark.Channels;

/// <summary>
/// A Fiat-Shamir channel: what the prover sends is mixed in, challenges are drawn from it.
/// Every mix replaces the digest and resets the draw counter; every draw advances the counter.
/// </summary>
public interface IChannel
{
    /// <summary>Mixes extension field elements.</summary>
    void MixFelts(ReadOnlySpan<QM31> felts);

    /// <summary>Mixes a 64-bit value, e.g. a proof-of-work nonce.</summary>
    void MixU64(ulong value);

    /// <summary>Draws one extension field element; the rest of the drawn block is discarded.</summary>
    QM31 DrawSecureFelt();

    /// <summary>Draws elements, two from each block; an odd leftover is discarded.</summary>
    void DrawSecureFelts(Span<QM31> felts);

    /// <summary>Draws one block of uniform words, 8 for Blake2s and 7 for Poseidon252.</summary>
    /// <param name="words">At least 8 words of room.</param>
    /// <returns>How many words were written.</returns>
    int DrawU32s(Span<uint> words);

    /// <summary>Checks a proof-of-work nonce against the present digest; the channel does not change.</summary>
    /// <param name="bits">The trailing zero bits demanded; above 63 nothing is accepted.</param>
    bool VerifyPow(int bits, ulong nonce);
}

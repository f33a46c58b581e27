using System;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Kraken.Fields;
using Kraken.Hashing;

namespace Kraken.Starknet.Transactions;

/// <summary>
/// The hash by which L1 knows a message to L2: Keccak-256 of sender, receiver, nonce, selector, length of the payload and the payload, each
/// as 32 big-endian bytes; Starknet documentation, "L1-L2 messaging".
/// </summary>
public static class L1MessageHash
{
    private const int HeaderWords = 5;

    /// <summary>The hash of the message that an L1 handler consumes, 32 bytes.</summary>
    /// <exception cref="ArgumentException">The calldata is empty, so that it names no sender.</exception>
    public static ImmutableArray<byte> Compute(L1HandlerTransaction handler)
    {
        ArgumentNullException.ThrowIfNull(handler);
        if (handler.Calldata.IsEmpty)
        {
            throw new ArgumentException("a message has a sender, which stands first in the calldata", nameof(handler));
        }

        ReadOnlySpan<Felt> payload = handler.Calldata.AsSpan()[1..];
        ReadOnlySpan<Felt> header =
            [handler.Calldata[0], handler.ContractAddress, handler.Nonce, handler.EntryPointSelector, payload.Length];
        byte[] encoded = new byte[(HeaderWords + payload.Length) * Felt.ByteCount];
        Span<byte> rest = Write(header, encoded);
        Write(payload, rest);
        byte[] hash = new byte[Keccak.DigestSize];
        Keccak.Hash256(encoded, hash);
        return ImmutableCollectionsMarshal.AsImmutableArray(hash);
    }

    private static Span<byte> Write(ReadOnlySpan<Felt> words, Span<byte> destination)
    {
        foreach (Felt word in words)
        {
            word.WriteBigEndian(destination);
            destination = destination[Felt.ByteCount..];
        }

        return destination;
    }
}

using System;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using Kraken.Fields;
using Kraken.Serialization;
using Kraken.Starknet;
using Kraken.Starknet.Limits;
using Kraken.Starknet.Transactions;

namespace Kraken.Sequencer.Messages;

/// <summary>
/// Messages from L1 in a proposed block: receiver, selector, nonce, and the calldata with the sender first. The hash is computed, and what
/// was paid on L1 is no part of it: a node offers no message that nothing was paid for.
/// </summary>
public static class MessageCodec
{
    /// <summary>The most messages of a block.</summary>
    public const int MaxPerBlock = 100;

    /// <summary>The places of a block that a proposer keeps for messages: a fifth of them at most.</summary>
    public static int PlacesIn(BlockBounds bounds)
    {
        ArgumentNullException.ThrowIfNull(bounds);
        return Math.Min(MaxPerBlock, bounds.MaxTransactions / 5);
    }

    /// <summary>The bytes of a message without calldata.</summary>
    internal const int LeastBytes = (3 * Felt.ByteCount) + sizeof(int);

    /// <summary>The bytes that a message takes in a block.</summary>
    internal static int SizeOf(L1HandlerTransaction message) => LeastBytes + (message.Calldata.Length * Felt.ByteCount);

    internal static void Write(ByteWriter writer, L1HandlerTransaction message)
    {
        writer.Felt(message.ContractAddress);
        writer.Felt(message.EntryPointSelector);
        writer.Felt(message.Nonce);
        writer.Int32(message.Calldata.Length);
        foreach (Felt felt in message.Calldata)
        {
            writer.Felt(felt);
        }
    }

    /// <summary>Reads foreign bytes; never throws.</summary>
    /// <returns>False where they are no message of at most that many felts.</returns>
    internal static bool TryRead(
        ref ByteReader reader, int maxCalldata, ChainId chain, [NotNullWhen(true)] out L1HandlerTransaction? message)
    {
        Felt receiver = reader.Felt();
        Felt selector = reader.Felt();
        Felt nonce = reader.Felt();
        Felt[] calldata = new Felt[reader.Count(maxCalldata, Felt.ByteCount)];
        for (int i = 0; i < calldata.Length; i++)
        {
            calldata[i] = reader.Felt();
        }

        message = null;
        if (reader.Failed || calldata.Length == 0)
        {
            return false;
        }

        L1HandlerTransaction read = new()
        {
            ContractAddress = receiver,
            EntryPointSelector = selector,
            Nonce = nonce,
            Calldata = ImmutableCollectionsMarshal.AsImmutableArray(calldata),
        };
        message = (L1HandlerTransaction)read.WithHash(chain);
        return true;
    }
}

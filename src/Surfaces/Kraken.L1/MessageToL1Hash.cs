using System;
using System.Collections.Generic;
using Kraken.Fields;
using Kraken.Hashing;
using Kraken.Starknet.Receipts;

namespace Kraken.L1;

/// <summary>
/// The hash by which L1 knows a message from L2: Keccak-256 of sender, receiver, length of the payload and the payload, each as 32
/// big-endian bytes; Starknet documentation, "L1-L2 messaging".
/// </summary>
public static class MessageToL1Hash
{
    /// <summary>The hash in hexadecimal, 0x and 64 digits.</summary>
    public static string Compute(MessageToL1 message)
    {
        ArgumentNullException.ThrowIfNull(message);
        List<byte> encoded = [];
        foreach (Felt word in (Felt[])[message.FromAddress, message.ToAddress, message.Payload.Length, .. message.Payload])
        {
            encoded.AddRange(word.ToBytesBigEndian());
        }

        byte[] hash = new byte[Keccak.DigestSize];
        Keccak.Hash256(encoded.ToArray(), hash);
        return $"0x{Convert.ToHexStringLower(hash)}";
    }
}

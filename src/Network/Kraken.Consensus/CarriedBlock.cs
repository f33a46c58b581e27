using System;
using System.Security.Cryptography;

namespace Kraken.Consensus;

/// <summary>A block that travels with a message.</summary>
/// <param name="Value">The value that it is claimed to hash to. Only executing it shows whether it does.</param>
/// <param name="Digest">The digest of its bytes that the message's author signed.</param>
/// <param name="Builder">Who must have built it; null where votes vouch for that.</param>
/// <param name="Bytes">The block in the application's encoding; empty where a message was logged without it.</param>
public sealed record CarriedBlock(ValueId Value, BlockDigest Digest, ValidatorId? Builder, ReadOnlyMemory<byte> Bytes)
{
    /// <summary>True when the bytes are the ones that were signed.</summary>
    public bool IsIntact => BlockDigest.Of(Bytes.Span) == Digest;
}

/// <summary>SHA-256 of a block's bytes. It binds a signed proposal to the bytes that travel with it, whoever passes them on.</summary>
/// <param name="Low">The first 16 bytes, little-endian.</param>
/// <param name="High">The last 16 bytes, little-endian.</param>
public readonly record struct BlockDigest(UInt128 Low, UInt128 High)
{
    /// <summary>The digest of bytes.</summary>
    public static BlockDigest Of(ReadOnlySpan<byte> bytes)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes, hash);
        return new BlockDigest(
            System.Buffers.Binary.BinaryPrimitives.ReadUInt128LittleEndian(hash),
            System.Buffers.Binary.BinaryPrimitives.ReadUInt128LittleEndian(hash[16..]));
    }
}

using System;
using System.Numerics;
using System.Security.Cryptography;
using Kraken.Curves;
using Kraken.Fields;

namespace Kraken.Feeder;

/// <summary>
/// Signs block hashes for the feeder gateway, as the sequencer of the public network does since 0.13.2: ECDSA on the Stark curve over the
/// block hash. On a chain of validators it says no more than that this node gave the block: that the committee decided it is said by its
/// commit certificate.
/// </summary>
public sealed class BlockSigner
{
    private readonly Felt privateKey;

    private BlockSigner(Felt privateKey)
    {
        this.privateKey = privateKey;
        PublicKey = StarkCurve.PublicKey(privateKey);
    }

    /// <summary>The x coordinate of the public key.</summary>
    public Felt PublicKey { get; }

    /// <summary>The signer whose key follows from a secret.</summary>
    /// <param name="secret">Bytes that only the node knows, or that everybody may know on a developer's chain.</param>
    public static BlockSigner FromSecret(ReadOnlySpan<byte> secret)
    {
        // Twice as many bits as the order has, so that every key is about as likely.
        byte[] domain = [.. "kraken feeder gateway block signature"u8, .. secret];
        byte[] hash = SHA512.HashData(domain);
        BigInteger scalar = new BigInteger(hash, isUnsigned: true, isBigEndian: true) % (StarkCurve.Order - 1);
        CryptographicOperations.ZeroMemory(domain);
        CryptographicOperations.ZeroMemory(hash);
        return new(Felt.FromBigInteger(scalar + 1));
    }

    /// <summary>Whether a signature of a block hash is by the holder of a public key.</summary>
    public static bool Verify(Felt publicKey, Felt blockHash, EcdsaSignature signature) => Ecdsa.Verify(publicKey, blockHash, signature);

    /// <summary>Signs a block hash.</summary>
    public EcdsaSignature Sign(Felt blockHash) => Ecdsa.Sign(privateKey, blockHash);
}

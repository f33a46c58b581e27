using System;
using System.Collections.Generic;
using System.Security.Cryptography;
using Kraken.Consensus.Engine.Keys;
using Kraken.Fields;

namespace Kraken.Consensus.Simulation.Keys;

/// <summary>
/// Signatures that are SHA-256 of a secret and the message: cheap, and equal in every run, which ECDSA's are not. Nobody in a
/// simulation computes one of a validator whose secret it was not given.
/// </summary>
internal sealed class SimulatedKeys : ISignatureVerifier
{
    private readonly Dictionary<ValidatorId, byte[]> secrets = [];

    public SimulatedKeys(IEnumerable<ValidatorId> validators)
    {
        foreach (ValidatorId validator in validators)
        {
            byte[] address = new byte[Felt.ByteCount];
            validator.Address.WriteBigEndian(address);
            secrets.Add(validator, SHA256.HashData(address));
        }
    }

    /// <inheritdoc/>
    public bool Verify(ValidatorId validator, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
    {
        Span<byte> expected = stackalloc byte[SHA256.HashSizeInBytes];
        if (!secrets.TryGetValue(validator, out byte[]? secret))
        {
            return false;
        }

        Sign(secret, message, expected);
        return signature.SequenceEqual(expected);
    }

    /// <summary>A validator's key.</summary>
    public ISigner SignerOf(ValidatorId validator) => new Signer(secrets[validator]);

    private static void Sign(byte[] secret, ReadOnlySpan<byte> message, Span<byte> signature)
    {
        Span<byte> joined = secret.Length + message.Length <= 1024
            ? stackalloc byte[secret.Length + message.Length]
            : new byte[secret.Length + message.Length];
        secret.CopyTo(joined);
        message.CopyTo(joined[secret.Length..]);
        SHA256.HashData(joined, signature);
    }

    private sealed class Signer(byte[] secret) : ISigner
    {
        public byte[] Sign(ReadOnlySpan<byte> message)
        {
            byte[] signature = new byte[SHA256.HashSizeInBytes];
            SimulatedKeys.Sign(secret, message, signature);
            return signature;
        }
    }
}

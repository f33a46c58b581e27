using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Security.Cryptography;

namespace Kraken.Consensus.Engine.Keys;

/// <summary>The committee's public keys: ECDSA over P-256 with SHA-256.</summary>
public sealed class CommitteeKeys : ISignatureVerifier, IDisposable
{
    private readonly Dictionary<ValidatorId, VerifyingKey> keys = [];

    /// <summary>Reads the validators' public keys (SubjectPublicKeyInfo).</summary>
    /// <exception cref="InvalidDataException">Bytes that are no public key.</exception>
    public CommitteeKeys(IReadOnlyDictionary<ValidatorId, byte[]> publicKeys)
    {
        ArgumentNullException.ThrowIfNull(publicKeys);
        foreach ((ValidatorId validator, byte[] bytes) in publicKeys)
        {
            try
            {
                keys.Add(validator, new VerifyingKey(bytes));
            }
            catch (CryptographicException error)
            {
                throw new InvalidDataException(
                    $"validator {validator}: expected a P-256 public key, got {bytes.Length} bytes that are none", error);
            }
        }
    }

    /// <inheritdoc/>
    public bool Verify(ValidatorId validator, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature) =>
        keys.TryGetValue(validator, out VerifyingKey? key) && key.Verify(message, signature);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (VerifyingKey key in keys.Values)
        {
            key.Dispose();
        }
    }

    /// <summary>The platform's keys serve one thread at a time: each thread that verifies takes one of its own.</summary>
    private sealed class VerifyingKey : IDisposable
    {
        private readonly byte[] publicKey;
        private readonly ConcurrentBag<ECDsa> idle = [];

        public VerifyingKey(byte[] publicKey)
        {
            this.publicKey = publicKey;
            idle.Add(Import());
        }

        public bool Verify(ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature)
        {
            if (!idle.TryTake(out ECDsa? key))
            {
                key = Import();
            }

            try
            {
                return key.VerifyData(message, signature, HashAlgorithmName.SHA256);
            }
            finally
            {
                idle.Add(key);
            }
        }

        public void Dispose()
        {
            while (idle.TryTake(out ECDsa? key))
            {
                key.Dispose();
            }
        }

        private ECDsa Import()
        {
            ECDsa key = ECDsa.Create();
            key.ImportSubjectPublicKeyInfo(publicKey, out _);
            return key;
        }
    }
}

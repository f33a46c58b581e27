using System;
using System.IO;
using System.Security.Cryptography;
using Kraken.Storage.Files;

namespace Kraken.Consensus.Engine.Keys;

/// <summary>A validator's signing key: ECDSA over P-256 with SHA-256, signatures of 64 bytes (r, s).</summary>
public sealed class ValidatorKey : ISigner, IDisposable
{
    private readonly ECDsa key;

    private ValidatorKey(ECDsa key) => this.key = key;

    /// <summary>The public key, as SubjectPublicKeyInfo.</summary>
    public byte[] PublicKey => key.ExportSubjectPublicKeyInfo();

    /// <summary>Draws a new key.</summary>
    public static ValidatorKey Generate() => new(KeyFile.Draw());

    /// <summary>Reads a key file (PEM, PKCS#8).</summary>
    /// <exception cref="InvalidDataException">The file is readable by others, or holds no P-256 key.</exception>
    public static ValidatorKey Load(string path) => new(KeyFile.Load(path));

    /// <summary>Writes the key file, readable by its owner only; never over an existing file.</summary>
    public void Save(string path) => KeyFile.Save(path, key);

    /// <summary>Signs bytes.</summary>
    public byte[] Sign(ReadOnlySpan<byte> message) => key.SignData(message, HashAlgorithmName.SHA256);

    /// <inheritdoc/>
    public void Dispose() => key.Dispose();
}

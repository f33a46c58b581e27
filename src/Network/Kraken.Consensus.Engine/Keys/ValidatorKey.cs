using System;
using System.IO;
using System.Security.Cryptography;

namespace Kraken.Consensus.Engine.Keys;

/// <summary>A validator's signing key: ECDSA over P-256 with SHA-256, signatures of 64 bytes (r, s).</summary>
public sealed class ValidatorKey : ISigner, IDisposable
{
    private readonly ECDsa key;

    private ValidatorKey(ECDsa key) => this.key = key;

    /// <summary>The public key, as SubjectPublicKeyInfo.</summary>
    public byte[] PublicKey => key.ExportSubjectPublicKeyInfo();

    /// <summary>Draws a new key.</summary>
    public static ValidatorKey Generate() => new(ECDsa.Create(ECCurve.NamedCurves.nistP256));

    /// <summary>Reads a key file (PEM, PKCS#8).</summary>
    /// <exception cref="InvalidDataException">The file is readable by others, or holds no P-256 key.</exception>
    public static ValidatorKey Load(string path)
    {
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & ~(UnixFileMode.UserRead | UnixFileMode.UserWrite)) != 0)
        {
            throw new InvalidDataException($"{path}: a key file must be readable by its owner only (mode 600)");
        }

        ECDsa key = ECDsa.Create();
        try
        {
            key.ImportFromPem(File.ReadAllText(path));
        }
        catch (Exception error) when (error is ArgumentException or CryptographicException)
        {
            key.Dispose();
            throw new InvalidDataException($"{path}: expected a P-256 private key in PEM", error);
        }

        return new ValidatorKey(key);
    }

    /// <summary>Writes the key file, readable by its owner only; never over an existing file.</summary>
    public void Save(string path)
    {
        FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using StreamWriter writer = new(path, options);
        writer.WriteLine(key.ExportPkcs8PrivateKeyPem());
    }

    /// <summary>Signs bytes.</summary>
    public byte[] Sign(ReadOnlySpan<byte> message) => key.SignData(message, HashAlgorithmName.SHA256);

    /// <inheritdoc/>
    public void Dispose() => key.Dispose();
}

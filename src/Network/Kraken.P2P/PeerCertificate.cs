using System;
using System.IO;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Kraken.P2P;

/// <summary>
/// The self-signed certificate of a node's connections. Names and dates in it say nothing: peers know each other by the public key
/// that the genesis file binds to a validator.
/// </summary>
public static class PeerCertificate
{
    /// <summary>Draws a key and writes it as PEM, readable by its owner only; never over an existing file.</summary>
    /// <returns>The public key (SubjectPublicKeyInfo).</returns>
    public static byte[] Create(string keyPath)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using StreamWriter writer = new(keyPath, options);
        writer.WriteLine(key.ExportPkcs8PrivateKeyPem());
        return key.ExportSubjectPublicKeyInfo();
    }

    /// <summary>Loads the key and makes a certificate of it.</summary>
    /// <exception cref="InvalidDataException">The file is readable by others or holds no P-256 key.</exception>
    public static X509Certificate2 Load(string keyPath)
    {
        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(keyPath) & ~(UnixFileMode.UserRead | UnixFileMode.UserWrite)) != 0)
        {
            throw new InvalidDataException($"{keyPath}: a key file must be readable by its owner only (mode 600)");
        }

        using ECDsa key = ECDsa.Create();
        try
        {
            key.ImportFromPem(File.ReadAllText(keyPath));
        }
        catch (Exception error) when (error is ArgumentException or CryptographicException)
        {
            throw new InvalidDataException($"{keyPath}: expected a P-256 private key in PEM", error);
        }

        CertificateRequest request = new("CN=kraken-peer", key, HashAlgorithmName.SHA256);
        return request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(200));
    }
}

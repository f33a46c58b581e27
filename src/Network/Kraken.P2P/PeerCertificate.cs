using System;
using System.IO;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Kraken.Storage.Files;

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
        using ECDsa key = KeyFile.Draw();
        KeyFile.Save(keyPath, key);
        return key.ExportSubjectPublicKeyInfo();
    }

    /// <summary>Loads the key and makes a certificate of it.</summary>
    /// <exception cref="InvalidDataException">The file is readable by others or holds no P-256 key.</exception>
    public static X509Certificate2 Load(string keyPath)
    {
        using ECDsa key = KeyFile.Load(keyPath);
        CertificateRequest request = new("CN=kraken-peer", key, HashAlgorithmName.SHA256);
        return request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(200));
    }
}

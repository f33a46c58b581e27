using System;
using System.IO;
using System.Security.Cryptography;
using System.Text;

namespace Kraken.Storage.Files;

/// <summary>A private key in a file of its own: P-256, PKCS#8 in PEM, readable by its owner only.</summary>
public static class KeyFile
{
    /// <summary>The largest file; a key in PEM has some two hundred bytes.</summary>
    public const int MaxBytes = 1 << 14;

    private const string CurveId = "1.2.840.10045.3.1.7";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>A new private key on P-256, from the system's source of randomness.</summary>
    public static ECDsa Draw() => ECDsa.Create(ECCurve.NamedCurves.nistP256);

    /// <summary>Writes a key, durably; never over an existing file.</summary>
    /// <exception cref="IOException">There is a file already, or it cannot be written.</exception>
    public static void Save(string path, ECDsa key)
    {
        ArgumentNullException.ThrowIfNull(key);
        FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        using (FileStream file = new(path, options))
        {
            file.Write(Encoding.ASCII.GetBytes(key.ExportPkcs8PrivateKeyPem() + '\n'));
            DurableFile.Flush(file);
        }

        DurableFile.SyncFolder(Path.GetDirectoryName(Path.GetFullPath(path))!);
    }

    /// <summary>Reads a key.</summary>
    /// <exception cref="InvalidDataException">The file is readable by others, or holds no private key of P-256.</exception>
    /// <exception cref="IOException">The file is missing or cannot be read.</exception>
    public static ECDsa Load(string path)
    {
        long length = new FileInfo(path).Length;
        if (length > MaxBytes)
        {
            throw new InvalidDataException($"{path}: a key file has at most {MaxBytes} bytes, got {length}");
        }

        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & ~OwnerOnly) != 0)
        {
            throw new InvalidDataException($"{path}: a key file must be readable by its owner only (mode 600)");
        }

        ECDsa key = ECDsa.Create();
        try
        {
            key.ImportFromPem(File.ReadAllText(path));
            ECCurve curve = key.ExportParameters(includePrivateParameters: true).Curve;
            if (!curve.IsNamed || curve.Oid.Value != CurveId)
            {
                throw new CryptographicException("another curve");
            }

            return key;
        }
        catch (Exception error) when (error is ArgumentException or CryptographicException or PlatformNotSupportedException)
        {
            // The last is what the system's library says to a curve that it does not have.
            key.Dispose();
            throw new InvalidDataException($"{path}: expected a P-256 private key in PEM", error);
        }
    }
}

using System;
using System.IO;
using System.Security.Cryptography;
using Kraken.Storage.Files;
using Xunit;

namespace Kraken.Storage.Tests.Files;

/// <summary>Keys come back as they were saved; what is no key of the right kind, or is open to others, is refused by name.</summary>
public sealed class KeyFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("kraken-keys-").FullName;

    private string Target => Path.Combine(folder, "a.key");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void ASavedKeyIsReadBack()
    {
        using ECDsa drawn = KeyFile.Draw();
        KeyFile.Save(Target, drawn);
        using ECDsa read = KeyFile.Load(Target);
        Assert.Equal(drawn.ExportSubjectPublicKeyInfo(), read.ExportSubjectPublicKeyInfo());
        byte[] message = [1, 2];
        Assert.True(drawn.VerifyData(message, read.SignData(message, HashAlgorithmName.SHA256), HashAlgorithmName.SHA256));
        Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(Target) == (UnixFileMode.UserRead | UnixFileMode.UserWrite));
    }

    [Fact]
    public void AKeyIsNeverOverwritten()
    {
        using ECDsa first = KeyFile.Draw();
        using ECDsa second = KeyFile.Draw();
        KeyFile.Save(Target, first);
        Assert.Throws<IOException>(() => KeyFile.Save(Target, second));
        using ECDsa read = KeyFile.Load(Target);
        Assert.Equal(first.ExportSubjectPublicKeyInfo(), read.ExportSubjectPublicKeyInfo());
    }

    [Fact]
    public void WhatIsNoPrivateKeyOfTheCurveIsRefused()
    {
        using ECDsa key = KeyFile.Draw();
        using ECDsa other = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        foreach (string text in (string[])["", "no key", key.ExportSubjectPublicKeyInfoPem(), other.ExportPkcs8PrivateKeyPem()])
        {
            Write(text);
            InvalidDataException refused = Assert.Throws<InvalidDataException>(() => KeyFile.Load(Target));
            Assert.Equal($"{Target}: expected a P-256 private key in PEM", refused.Message);
        }
    }

    /// <summary>A key whose curve the system's library does not know is no key of P-256 either.</summary>
    [Fact]
    public void AnUnknownCurveIsRefused()
    {
        using ECDsa key = KeyFile.Draw();
        byte[] encoded = key.ExportPkcs8PrivateKey();
        byte[] curve = [0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07];
        int place = encoded.AsSpan().IndexOf(curve);
        Assert.True(place > 0);
        for (int last = 0; last < 128; last++)
        {
            encoded[place + curve.Length - 1] = (byte)last;
            Write(new string(PemEncoding.Write("PRIVATE KEY", encoded)));
            if (last == curve[^1])
            {
                KeyFile.Load(Target).Dispose();
                continue;
            }

            InvalidDataException refused = Assert.Throws<InvalidDataException>(() => KeyFile.Load(Target));
            Assert.Equal($"{Target}: expected a P-256 private key in PEM", refused.Message);
        }
    }

    [Fact]
    public void AFileBeyondTheBoundIsNotRead()
    {
        using ECDsa key = KeyFile.Draw();
        string text = key.ExportPkcs8PrivateKeyPem() + '\n';
        Write(text + new string(' ', KeyFile.MaxBytes - text.Length));
        KeyFile.Load(Target).Dispose();
        Write(text + new string(' ', KeyFile.MaxBytes - text.Length + 1));
        Assert.Contains("at most", Assert.Throws<InvalidDataException>(() => KeyFile.Load(Target)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AKeyThatOthersCanReadIsRefused()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using ECDsa key = KeyFile.Draw();
        KeyFile.Save(Target, key);
        File.SetUnixFileMode(Target, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        Assert.Contains("mode 600", Assert.Throws<InvalidDataException>(() => KeyFile.Load(Target)).Message, StringComparison.Ordinal);
    }

    private void Write(string text)
    {
        File.WriteAllText(Target, text);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(Target, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
    }
}

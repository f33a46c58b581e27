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

using System;
using System.IO;
using System.Linq;
using Kraken.Node.Configuration;
using Xunit;

namespace Kraken.Node.Tests;

/// <summary>
/// The files of a network: complete, private where they hold keys, never overwritten, refused with a reason when damaged.
/// </summary>
public sealed class LocalNetworkTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("kraken-node-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void WhatIsWrittenReadsBack()
    {
        GenesisFile made = LocalNetwork.Create(folder, 4, 5050, 6050);
        GenesisFile read = GenesisFile.Load(Path.Combine(folder, GenesisFile.FileName));
        Assert.Equal(
            made.Validators.Select(validator => (validator.Name, validator.Address, validator.Port)),
            read.Validators.Select(validator => (validator.Name, validator.Address, validator.Port)));
        Assert.Equal(4, read.Committee().Validators.Count);
        NodeFile node = NodeFile.Load(Path.Combine(folder, "node3", NodeFile.FileName));
        Assert.Equal((5052, made.Validators[2].Address), (node.RpcPort, node.Validator));
    }

    [Fact]
    public void KeysAreReadableByTheirOwnerOnly()
    {
        LocalNetwork.Create(folder, 2, 5050, 6050);
        foreach (string key in Directory.EnumerateFiles(folder, "*.key", SearchOption.AllDirectories))
        {
            Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(key) == (UnixFileMode.UserRead | UnixFileMode.UserWrite), key);
        }

        Assert.Equal(4, Directory.EnumerateFiles(folder, "*.key", SearchOption.AllDirectories).Count());
    }

    [Fact]
    public void NothingIsEverOverwritten()
    {
        LocalNetwork.Create(folder, 1, 5050, 6050);
        string key = File.ReadAllText(Path.Combine(folder, "node1", NodeFile.SigningKeyFile));
        Assert.Throws<IOException>(() => LocalNetwork.Create(folder, 1, 5050, 6050));
        Assert.Equal(key, File.ReadAllText(Path.Combine(folder, "node1", NodeFile.SigningKeyFile)));
    }

    [Fact]
    public void ADamagedGenesisFileIsRefusedWithItsName()
    {
        string path = Path.Combine(folder, GenesisFile.FileName);
        foreach (string content in (string[])["", "{", "null", "{\"chain_id\":\"X\"}", "{\"unknown\":1}"])
        {
            File.WriteAllText(path, content);
            Assert.Contains(path, Assert.Throws<InvalidDataException>(() => GenesisFile.Load(path)).Message, StringComparison.Ordinal);
        }
    }
}

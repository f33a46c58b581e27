using System;
using System.IO;
using System.Linq;
using Kraken.Casm.Classes;
using Kraken.Execution.Classes;
using Kraken.Starknet.Classes;
using Kraken.Starknet.Genesis;
using Xunit;

namespace Kraken.Dev.Tests;

/// <summary>Compiled classes on disk: kept, checked, and never needed.</summary>
public sealed class CompiledClassFolderTests : IDisposable
{
    private static readonly SierraClass Sierra = ChainContracts.Account.Class;

    private readonly string folder = Directory.CreateTempSubdirectory("kraken-classes-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void WhatOneProcessCompiledTheNextDoesNot()
    {
        CompiledContract first = Compile(out long compiled);
        Assert.Equal(1, compiled);
        CompiledContract second = Compile(out compiled);
        Assert.Equal(0, compiled);
        Assert.Equal(first.CompiledClassHash, second.CompiledClassHash);
        Assert.Equal(CasmClassJson.ToBytes(first.Casm), CasmClassJson.ToBytes(second.Casm));
    }

    [Theory]
    [InlineData("flip")]
    [InlineData("cut")]
    [InlineData("empty")]
    [InlineData("checksum")]
    [InlineData("folder")]
    public void AFileThatIsDamagedIsPassedOver(string damage)
    {
        CompiledContract first = Compile(out _);
        string file = Assert.Single(Directory.GetFiles(folder));
        byte[] bytes = File.ReadAllBytes(file);
        bytes[^9] ^= (byte)(damage == "flip" ? 1 : 0);
        bytes[0] ^= (byte)(damage == "checksum" ? 1 : 0);
        int kept = damage switch { "cut" => bytes.Length / 2, "empty" => 0, _ => bytes.Length };
        File.WriteAllBytes(file, bytes[..kept]);
        if (damage == "folder")
        {
            File.Delete(file);
            Directory.CreateDirectory(file);
        }

        CompiledContract second = Compile(out long compiled);
        Assert.Equal((1, first.CompiledClassHash), (compiled, second.CompiledClassHash));
    }

    [Fact]
    public void AnotherClassesFileIsNotTaken()
    {
        Compile(out _);
        string file = Assert.Single(Directory.GetFiles(folder));
        ChainContract other = ChainContracts.FeeToken;
        File.Move(file, Path.Combine(folder, $"{other.ClassHash}.casm"));
        Assert.Null(new CompiledClassFolder(folder).Find(other.ClassHash));
    }

    [Fact]
    public void ThereIsABoundAndWhatWasUsedLongestAgoGivesWay()
    {
        Compile(out _);
        string file = Assert.Single(Directory.GetFiles(folder));
        long length = new FileInfo(file).Length;
        File.SetLastWriteTimeUtc(file, DateTime.UnixEpoch);
        string another = Path.Combine(folder, "notes.txt");
        File.WriteAllBytes(another, new byte[length]);
        File.SetLastWriteTimeUtc(another, DateTime.UnixEpoch);
        CompiledClassFolder small = new(folder, length);
        Assert.True(new ClassCompiler(small).TryCompile(ChainContracts.Demo.Class, out _, out _));
        long left = Directory.GetFiles(folder, "*.casm").Sum(path => new FileInfo(path).Length);
        Assert.InRange(left, 1, length);
        Assert.Equal(length, new FileInfo(another).Length);
        CompiledClassFolder none = new(Path.Combine(folder, "none"), 100);
        Assert.True(new ClassCompiler(none).TryCompile(Sierra, out _, out _));
        Assert.False(Directory.Exists(Path.Combine(folder, "none")));
    }

    [Fact]
    public void AFolderThatCannotBeMadeHindersNothing()
    {
        string file = Path.Combine(folder, "file");
        File.WriteAllText(file, string.Empty);
        Assert.True(new ClassCompiler(new CompiledClassFolder(Path.Combine(file, "below"))).TryCompile(Sierra, out _, out _));
    }

    private CompiledContract Compile(out long compiled)
    {
        ClassCompiler compiler = new(new CompiledClassFolder(folder));
        Assert.True(compiler.TryCompile(Sierra, out CompiledContract? contract, out string? error), error);
        compiled = compiler.Compilations;
        return contract;
    }
}

using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Casm.Classes;
using Kraken.Execution.Classes;
using Kraken.Serialization.Json;
using Kraken.Sierra;
using Kraken.Starknet.Classes;
using Kraken.Starknet.Genesis;
using Xunit;

namespace Kraken.Execution.Tests.Classes;

/// <summary>Classes are compiled once, however many are asked for and by whom.</summary>
public sealed class ClassCompilerTests
{
    [Fact]
    public void SeventyClassesAreKept()
    {
        ClassCompiler compiler = new();
        SierraClass[] classes = [.. Enumerable.Range(0, 70).Select(i => ChainContracts.UniversalDeployer.Class with { Abi = $"[{i}]" })];
        for (int pass = 0; pass < 2; pass++)
        {
            Assert.All(classes, sierra => Assert.True(compiler.TryCompile(sierra, out _, out _)));
        }

        Assert.Equal(70, compiler.Compilations);
    }

    [Fact]
    public void WhatIsCompiledReadsBackFromTheStoreAndRuns()
    {
        ClassCompiler compiler = new();
        Assert.All(ChainContracts.All, contract =>
        {
            Assert.True(compiler.TryCompile(contract.Class, out CompiledContract? compiled, out string? error), error);
            Assert.Equal(contract.ClassHash, compiled!.ClassHash);
            byte[] stored = CasmClassJson.ToBytes(compiled.Casm);
            Assert.True(CasmClassJson.TryDecode(stored, out CasmClass? read, out DecodeError? malformed), malformed?.ToString());
            Assert.Equal(stored, CasmClassJson.ToBytes(read!));
            Assert.Equal(compiled.CompiledClassHash, CompiledClassHash.Blake(read!));
            Assert.Equal(compiled.Casm.Hints.SelectMany(site => site.Hints), read!.Hints.SelectMany(site => site.Hints));
            RunnableClass loaded = ClassCompiler.Load(contract.Class, read!);
            Assert.Equal(compiled.Runnable.SierraVersion, loaded.SierraVersion);
            Assert.Equal(compiled.Runnable.HashingCost.Steps, loaded.HashingCost.Steps);
        });
    }

    [Fact]
    public void AChangedClassIsAnotherOne()
    {
        SierraClass demo = ChainContracts.Demo.Class;
        Assert.Equal(ClassHash.Compute(demo), ClassHash.Compute(demo with { }));
        Assert.NotEqual(ClassHash.Compute(demo), ClassHash.Compute(demo with { Abi = demo.Abi + " " }));
        Assert.NotEqual(ClassHash.Compute(demo), ClassHash.Compute(demo with { SierraProgram = demo.SierraProgram.SetItem(9, 1) }));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(3)]
    public void AHintOutsideOfTheBytecodeMakesAClassUnrunnable(int offset)
    {
        CasmClass casm = new()
        {
            CompilerVersion = "2.19.4",
            Bytecode = [1, 2, 3],
            Hints = [new CasmHintSite(offset, [])],
            EntryPoints = new(),
        };
        Assert.False(RunnableClass.TryCreate(casm, SierraVersion.Current, out RunnableClass? runnable, out string? error));
        Assert.Null(runnable);
        Assert.Contains($"hint at {offset}", error, System.StringComparison.Ordinal);
        Assert.True(RunnableClass.TryCreate(casm with { Hints = [new CasmHintSite(2, [])] }, SierraVersion.Current, out _, out _));
    }

    [Fact]
    public async Task AClassThatManyAskForAtTheSameTimeIsCompiledOnce()
    {
        ClassCompiler compiler = new();
        SierraClass sierra = ChainContracts.Demo.Class;
        using Barrier barrier = new(4);
        Task<bool>[] askers = [.. Enumerable.Range(0, 4).Select(asker => Task.Factory.StartNew(
            () =>
            {
                barrier.SignalAndWait();
                return compiler.TryCompile(sierra, out CompiledContract? contract, out string? error) && error is null;
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default))];
        Assert.All(await Task.WhenAll(askers), Assert.True);
        Assert.Equal(1, compiler.Compilations);
    }

    [Fact]
    public void ARefusalIsKeptToo()
    {
        ClassCompiler compiler = new();
        SierraClass broken = ChainContracts.Demo.Class with { SierraProgram = [.. ChainContracts.Demo.Class.SierraProgram.Take(20)] };
        Assert.False(compiler.TryCompile(broken, out _, out string? first));
        Assert.False(compiler.TryCompile(broken, out _, out string? second));
        Assert.StartsWith("MalformedFelts at #0: ", first, StringComparison.Ordinal);
        Assert.Equal(first, second);

        Assert.Equal(1, compiler.Compilations);
    }
}

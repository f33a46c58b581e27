using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using System.Threading;

using Kraken.Execution.Classes;
using Kraken.Execution.Native;
using Kraken.Execution.Tests.Chain;
using Kraken.Execution.Tests.Classes;
using Kraken.Execution.Transactions;
using Kraken.Fields;
using Kraken.Hashing;
using Kraken.Sierra;
using Kraken.Sierra.ToCasm.Classes;
using Kraken.Sierra.ToIL;
using Kraken.Starknet.Classes;
using Kraken.Starknet.Genesis;
using Xunit;

namespace Kraken.Execution.Tests.Native;

/// <summary>
/// Native code of classes: made aside, kept within bounds and over restarts, compared with the virtual machine where asked.
/// </summary>
public sealed class NativeClassesTests : IDisposable
{
    private static readonly ChainContract Token = ChainContracts.FeeToken;
    private static readonly ChainContract Demo = ChainContracts.Demo;

    private readonly string folder = Directory.CreateTempSubdirectory("kraken-native").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void ACallRunsOnTheMachineUntilTheCodeIsReadyAndGivesTheSameThen()
    {
        using ManualResetEventSlim open = new();
        using NativeClasses natives = new(hash =>
        {
            open.Wait(TestContext.Current.CancellationToken);
            return Source(hash);
        });
        ClassRegistry classes = Registry(natives);
        ViewResult before = Call(classes, Token, "symbol");
        Assert.Equal(0, natives.Count);
        open.Set();
        WaitForCode(classes, natives, Token);
        ViewResult after = Call(classes, Token, "symbol");
        Assert.Equal(ViewStatus.Success, after.Status);
        Assert.Equal(before.Retdata, after.Retdata);
        Assert.Equal(1, natives.Compilations);
    }

    [Fact]
    public void WhatIsUsedLeastMakesRoomAndIsUnloaded()
    {
        using NativeClasses natives = new(Source, compares: true, limits: new NativeLimits { MaxClasses = 1 });
        ClassRegistry classes = Registry(natives);
        Call(classes, Token, "symbol");
        NativeContract first = classes.Find(Token.ClassHash)!.Native!;
        Call(classes, Demo, "fib", 10);
        Assert.Equal(1, natives.Count);
        Assert.False(first.TryEnter());
        Assert.Throws<ObjectDisposedException>(first.Program.Prepare);

        // Whoever calls it again has it compiled again.
        Assert.Equal(ViewStatus.Success, Call(classes, Token, "symbol").Status);
        Call(classes, Token, "symbol");
        Assert.Equal(3, natives.Compilations);
        Assert.NotSame(first, classes.Find(Token.ClassHash)!.Native);
    }

    [Fact]
    public void CodeThatRunsStaysLoadedWhenItIsLetGo()
    {
        using NativeClasses natives = new(Source, compares: true, limits: new NativeLimits { MaxClasses = 1 });
        ClassRegistry classes = Registry(natives);
        Call(classes, Token, "symbol");
        NativeContract running = classes.Find(Token.ClassHash)!.Native!;
        Assert.True(running.TryEnter());
        Call(classes, Demo, "fib", 10);
        running.Program.Prepare();
        running.Leave();
        Assert.Throws<ObjectDisposedException>(running.Program.Prepare);
    }

    [Fact]
    public void TheBytesOfAllCodeStayWithinTheirBound()
    {
        long one = MemoryOf(Token);
        using NativeClasses natives = new(Source, compares: true, limits: new NativeLimits { MaxBytes = one + MemoryOf(Demo) - 1 });
        ClassRegistry classes = Registry(natives);
        Call(classes, Token, "symbol");
        Assert.Equal(one, natives.Bytes);
        Call(classes, Demo, "fib", 10);
        Assert.Equal((1, MemoryOf(Demo)), (natives.Count, natives.Bytes));
    }

    [Fact]
    public void ARestartCompilesNothingAgain()
    {
        Assert.Equal(1, CompilationsOfARun());
        Assert.Equal(0, CompilationsOfARun());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(40)]
    [InlineData(100)]
    [InlineData(-1)]
    public void ADamagedFileIsReplaced(int place)
    {
        CompilationsOfARun();
        string file = Assert.Single(Directory.GetFiles(folder));
        byte[] bytes = File.ReadAllBytes(file);
        byte[] damaged = [.. bytes];
        damaged[place < 0 ? damaged.Length + place : place] ^= 1;
        File.WriteAllBytes(file, damaged);
        Assert.Equal(1, CompilationsOfARun());
        Assert.Equal(bytes.Length, new FileInfo(file).Length);
        Assert.Equal(0, CompilationsOfARun());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(17)]
    public void AFileThatWasCutIsReplaced(int length)
    {
        CompilationsOfARun();
        string file = Assert.Single(Directory.GetFiles(folder));
        File.WriteAllBytes(file, File.ReadAllBytes(file)[..length]);
        Assert.Equal(1, CompilationsOfARun());
    }

    // As after a restore that mixed files up: the code of another class does not run under this one's hash.
    [Fact]
    public void AFileOfAnotherClassIsReplaced()
    {
        NativeFolder stored = new(folder);
        stored.Keep(1, ImageOf(Demo));
        Assert.NotNull(stored.Find(1));
        File.Copy(Path.Combine(folder, $"{(Felt)1}.native"), Path.Combine(folder, $"{(Felt)2}.native"));
        Assert.Null(stored.Find(2));
    }

    [Fact]
    public void TheFolderKeepsToItsBound()
    {
        NativeImage image = ImageOf(Demo);
        int bytes = NativeImageCodec.Encode(image, default).Length;
        NativeFolder stored = new(folder, (3 * bytes) + 10);
        for (ulong i = 0; i < 5; i++)
        {
            stored.Keep(i, image);
            File.SetLastWriteTimeUtc(Path.Combine(folder, $"{(Felt)i}.native"), DateTime.UnixEpoch.AddDays(i));
        }

        Assert.Equal(3, Directory.GetFiles(folder).Length);
        Assert.Null(stored.Find(1));
        Assert.NotNull(stored.Find(2));

        // It was used just now, so that the next one takes another's place.
        stored.Keep(9, image);
        Assert.NotNull(stored.Find(2));
        Assert.Null(stored.Find(3));
    }

    [Fact]
    public void AFolderThatCannotBeWrittenChangesNothingButTheNextStart()
    {
        string file = Path.Combine(folder, "file");
        File.WriteAllText(file, "no folder");
        List<Exception> failures = [];
        using NativeClasses natives = new(Source, compares: true, new NativeFolder(file))
        {
            Failed = (_, failure) => failures.Add(failure),
        };
        ClassRegistry classes = Registry(natives);
        Assert.Equal(ViewStatus.Success, Call(classes, Token, "symbol").Status);
        Assert.NotNull(classes.Find(Token.ClassHash)!.Native);
        Assert.IsAssignableFrom<IOException>(Assert.Single(failures));
    }

    [Fact]
    public void AClassThatIsNotStoredYetIsAskedForAgain()
    {
        bool isStored = false;
        using NativeClasses natives = new(hash => isStored ? Source(hash) : null, compares: true);
        ClassRegistry classes = Registry(natives);
        Call(classes, Token, "symbol");
        Assert.Null(classes.Find(Token.ClassHash)!.Native);
        isStored = true;
        Call(classes, Token, "symbol");
        Assert.NotNull(classes.Find(Token.ClassHash)!.Native);
    }

    [Fact]
    public void ASourceThatFailsIsToldAndNotAskedForEver()
    {
        int asked = 0;
        List<Exception> failures = [];
        using NativeClasses natives = new(
            hash =>
            {
                asked++;
                throw new InvalidDataException("damaged");
            },
            compares: true) { Failed = (_, failure) => failures.Add(failure) };
        ClassRegistry classes = Registry(natives);
        Assert.Equal(ViewStatus.Success, Call(classes, Token, "symbol").Status);
        Assert.Equal(ViewStatus.Success, Call(classes, Token, "symbol").Status);
        Assert.Equal(1, asked);
        Assert.IsType<InvalidDataException>(Assert.Single(failures));
    }

    [Fact]
    public void WhatFindsNoPlaceAmongTheWaitingAsksAgain()
    {
        using ManualResetEventSlim open = new();
        using ManualResetEventSlim working = new();
        using NativeClasses natives = new(
            hash =>
            {
                working.Set();
                open.Wait(TestContext.Current.CancellationToken);
                return Source(hash);
            },
            limits: new NativeLimits { MaxWaiting = 1 });
        ClassRegistry classes = Registry(natives);
        Call(classes, Token, "symbol");
        working.Wait(TestContext.Current.CancellationToken);
        ClassRegistry waiting = Registry(natives);
        Call(waiting, Demo, "fib", 10);
        ClassRegistry beyond = Registry(natives);
        Call(beyond, Demo, "fib", 10);
        Assert.True(beyond.Find(Demo.ClassHash)!.TryAskForNative());
        beyond.Find(Demo.ClassHash)!.AnswerNative(null, mayAskAgain: true);
        Assert.False(waiting.Find(Demo.ClassHash)!.TryAskForNative());
        open.Set();
        WaitForCode(beyond, natives, Demo);
    }

    [Fact]
    public void DifferentResultsEndTheRunAndAreTold()
    {
        // Native code of a class whose entry points lead to each other's functions.
        ImmutableArray<SierraEntryPoint> external = Demo.Class.EntryPoints.External;
        SierraClass other = Demo.Class with
        {
            EntryPoints = Demo.Class.EntryPoints with
            {
                External = [.. external.Select((entry, i) => entry with { FunctionIndex = external[^(i + 1)].FunctionIndex })],
            },
        };
        List<EngineDifferenceException> told = [];
        using NativeClasses natives = new(_ => other, compares: true) { Differed = told.Add };
        var thrown = Assert.Throws<EngineDifferenceException>(() =>
        {
            Call(Registry(natives), Demo, "fib", 10);
            Call(Registry(natives), Demo, "fact", 5);
        });
        Assert.Same(thrown, Assert.Single(told));
        Assert.Contains("the virtual machine gave", thrown.Message, StringComparison.Ordinal);
    }

    private int CompilationsOfARun()
    {
        using NativeClasses natives = new(Source, compares: true, new NativeFolder(folder));
        Assert.Equal(ViewStatus.Success, Call(Registry(natives), Token, "symbol").Status);
        Assert.Equal(1, natives.Count);
        return natives.Compilations;
    }

    private static long MemoryOf(ChainContract contract)
    {
        using NativeContract loaded = NativeContract.Load(ImageOf(contract), SierraOf(contract));
        return loaded.MemoryBytes;
    }

    private static NativeImage ImageOf(ChainContract contract)
    {
        Assert.True(NativeContract.TryCompile(SierraOf(contract), out NativeImage? image, out string? reason), reason);
        return image;
    }

    private static SierraContractClass SierraOf(ChainContract contract) => new(contract.Class.SierraProgram, contract.Class.EntryPoints);

    private static void WaitForCode(ClassRegistry classes, NativeClasses natives, ChainContract contract)
    {
        RunnableClass runnable = classes.Find(contract.ClassHash)!;
        Assert.True(
            SpinWait.SpinUntil(
                () =>
                {
                    natives.Want(contract.ClassHash, runnable);
                    return runnable.Native is not null;
                },
                TimeSpan.FromMinutes(2)));
    }

    private static SierraClass? Source(Felt hash) => ChainContracts.All.FirstOrDefault(contract => contract.ClassHash == hash)?.Class;

    private static ClassRegistry Registry(NativeClasses? natives)
    {
        ClassRegistry registry = new(_ => null, natives);
        foreach (ChainContract contract in ChainContracts.All)
        {
            registry.Add(contract.ClassHash, ClassFiles.Load(new(1, 9, 3), native: false, "cairo", "chain-contracts", contract.Name));
        }

        return registry;
    }

    private static ViewResult Call(ClassRegistry classes, ChainContract contract, string name, params Felt[] calldata)
    {
        Felt address = contract == Token ? OwnChain.Genesis.FeeTokenAddress : OwnChain.Genesis.DemoAddress;
        return ViewCall.Execute(OwnChain.Context(1), OwnChain.State(), classes, address, Selector.FromName(name), calldata);
    }
}

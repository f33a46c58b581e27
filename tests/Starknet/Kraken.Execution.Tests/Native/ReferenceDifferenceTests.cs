using System;
using System.Collections.Generic;
using System.Linq;
using Kraken.Execution.Transactions;
using Kraken.Fields;
using Kraken.Starknet.Transactions;
using Xunit;

namespace Kraken.Execution.Tests.Native;

/// <summary>
/// Where another native engine was reported to differ from its virtual machine (starkware-libs/cairo_native), ours does not. Its report
/// 808, a stack over a dictionary, is the test AStackOverADictionaryPopsWhatWasPushed, which runs on both engines too.
/// </summary>
public sealed class ReferenceDifferenceTests
{
    private const ulong MuchGas = 60_000_000;
    private const int Salt = 7;

    // Operations of the scripts.
    private static readonly Felt Read = 0;
    private static readonly Felt Write = 1;
    private static readonly Felt LibraryCall = 4;
    private static readonly Felt Event = 6;
    private static readonly Felt Deploy = 8;
    private static readonly Felt Panic = 16;
    private static readonly Felt Spin = 23;
    private static readonly Felt Expect = 25;

    private static readonly Felt Key = 0x1234;

    // Its constructor writes a cell.
    private static readonly Felt[] DeployNew = [Deploy, PuppetPair.Class, Salt, 1, .. PuppetPair.List(PuppetPair.List(Write, 5, 6))];
    private static readonly Felt[] DeployUnlessSet = PuppetPair.Caught(PuppetPair.First, [Expect, Key, 0, .. DeployNew]);
    private static readonly Felt Deployed =
        ContractAddresses.Compute(Felt.Zero, Salt, PuppetPair.Class, PuppetPair.List(Write, 5, 6));

    private static readonly Dictionary<string, Func<int, (Felt Contract, Felt[] Script)[]>> Reverted = new()
    {
        ["the call itself panics"] = n => [(PuppetPair.First, [Spin, n, Panic, 1, 42])],
        ["a call within it panics"] = n => [(PuppetPair.First, PuppetPair.Call(PuppetPair.Second, Spin, n, Panic, 1, 42))],
        ["three calls deep"] = n =>
            [(PuppetPair.First, PuppetPair.Call(PuppetPair.Second, PuppetPair.Call(PuppetPair.First, Spin, n, Panic, 1, 42)))],
        ["after a call that succeeded"] = n =>
            [(PuppetPair.First, [.. PuppetPair.Call(PuppetPair.Second, Spin, n, Write, 1, 2, Event, 1, 3, 0), Panic, 1, 42])],
        ["after a failure that was caught"] = n =>
            [(PuppetPair.First, [.. PuppetPair.Caught(PuppetPair.Second, Spin, n, Panic, 1, 41), Panic, 1, 42])],
        ["in a library call"] = n => [(PuppetPair.First, Library(Spin, n, Panic, 1, 42))],
        ["in a constructor"] = n =>
            [(PuppetPair.First, [Deploy, PuppetPair.Class, Salt, 1, .. PuppetPair.List(PuppetPair.List(Spin, n, Panic, 1, 42))])],
        ["by the second of two calls"] = n => [(PuppetPair.First, [Spin, n, Write, 1, 2]), (PuppetPair.Second, [Panic, 1, 42])],
        ["by a system call that cannot be caught"] = n =>
            [(PuppetPair.First, PuppetPair.Caught(PuppetPair.Second, [Spin, n, Event, .. PuppetPair.List(new Felt[51]), 0]))],
        ["by a call of nothing"] = n => [(PuppetPair.First, [Spin, n, .. PuppetPair.Call(0x999, Read, 1)])],
    };

    public static TheoryData<string> RevertedCases => [.. Reverted.Keys];

    /// <summary>
    /// Report 806: a read of storage answered that nothing was stored, so that a contract was deployed that should not be.
    /// </summary>
    [Theory]
    [InlineData("never set", false)]
    [InlineData("before the block", true)]
    [InlineData("by an earlier transaction", true)]
    [InlineData("by an earlier transaction that was reverted", false)]
    [InlineData("by an earlier call", true)]
    [InlineData("by a call within the call", true)]
    [InlineData("by a call within the call that failed", false)]
    [InlineData("by a library call", true)]
    [InlineData("in another contract", false)]
    [InlineData("and set to zero", false)]
    public void AContractIsDeployedOnlyWhereStorageReadsZero(string set, bool isSet)
    {
        foreach (Felt value in (Felt[])[1, Felt.FromBigInteger(System.Numerics.BigInteger.One << 128), Felt.MinusOne])
        {
            PuppetPair chain = set == "before the block" ? new((Key, value)) : new();
            if (set.StartsWith("by an earlier transaction", StringComparison.Ordinal))
            {
                Felt[] fails = set.EndsWith("reverted", StringComparison.Ordinal) ? [Panic, 0] : [];
                chain.Invoke(MuchGas, (PuppetPair.First, [Write, Key, value, .. fails]));
            }

            ExecutedOutcome outcome = chain.Invoke(MuchGas, [.. Setting(set, value), (PuppetPair.First, [.. DeployUnlessSet, Read, Key])]);
            Assert.Null(outcome.RevertReason);
            Felt[] answer = outcome.Execute!.InnerCalls[^1].Retdata;
            Assert.Equal(isSet ? Felt.Zero : Felt.One, answer[1]);
            Assert.Equal(isSet ? value : Felt.Zero, answer[^1]);
            Assert.Equal(isSet ? Felt.Zero : PuppetPair.Class, chain.State.ClassHashAt(Deployed));
            Assert.Equal(isSet ? Felt.Zero : 6, chain.State.StorageAt(Deployed, 5));
            Assert.Equal(isSet ? [] : [Deployed], chain.Finish().StateDiff.DeployedContracts.Select(contract => contract.Address));
        }
    }

    /// <summary>
    /// Report 1179: the Sierra gas of a reverted execution differed. Work costs the same whether it is reverted or not.
    /// </summary>
    [Theory]
    [MemberData(nameof(RevertedCases))]
    public void ARevertedExecutionIsChargedForTheWorkThatItDid(string name)
    {
        const int Less = 100;
        const int More = 700;
        ulong work = WorkOf(Less, More);
        Assert.True(work > (More - Less) * 100);
        Assert.Equal(work, GasOf(Reverted[name](More), isReverted: true) - GasOf(Reverted[name](Less), isReverted: true));
    }

    /// <summary>
    /// Report 1179 again, where the gas ends: what was given is charged but for less than another turn of the loop takes.
    /// </summary>
    [Fact]
    public void AnExecutionOutOfGasIsChargedForWhatItWasGiven()
    {
        const int Endless = 1 << 30;
        const ulong MoreGas = 1_000_000;
        ulong turn = WorkOf(1, 2);
        const ulong Gas = 5_000_000;
        (Felt, Felt[])[][] cases =
        [
            [(PuppetPair.First, [Spin, Endless])],
            [(PuppetPair.First, PuppetPair.Call(PuppetPair.Second, Spin, Endless))],
            [(PuppetPair.First, [.. PuppetPair.Caught(PuppetPair.Second, Spin, Endless), Write, 1, 2])],
        ];
        foreach ((Felt, Felt[])[] scripts in cases)
        {
            ulong gas = GasOf(scripts, isReverted: true, Gas);
            Assert.InRange(gas, Gas, Gas + MoreGas);
            Assert.InRange(GasOf(scripts, isReverted: true, Gas + MoreGas) - gas, MoreGas - turn, MoreGas + turn);
        }
    }

    // The gas by which more turns of the loop exceed less where nothing fails.
    private static ulong WorkOf(int less, int more) =>
        GasOf([(PuppetPair.First, [Spin, more])], isReverted: false) - GasOf([(PuppetPair.First, [Spin, less])], isReverted: false);

    private static Felt[] Library(params Felt[] script) =>
        [LibraryCall, PuppetPair.Class, PuppetPair.Run, .. PuppetPair.List(PuppetPair.List(script))];

    private static ulong GasOf((Felt Contract, Felt[] Script)[] scripts, bool isReverted, ulong bound = MuchGas)
    {
        PuppetPair chain = new();
        ExecutedOutcome outcome = chain.Invoke(bound, scripts);
        Assert.Equal(isReverted, outcome.RevertReason is not null);
        chain.Finish();

        // Nothing is left of what was reverted but its fee.
        Assert.Equal(Felt.Zero, isReverted ? chain.State.StorageAt(PuppetPair.First, 1) : Felt.Zero);
        return outcome.Gas.L2Gas;
    }

    private static (Felt Contract, Felt[] Script)[] Setting(string set, Felt value) => set switch
    {
        "by an earlier call" => [(PuppetPair.First, [Write, Key, value])],
        "by a call within the call" => [(PuppetPair.Second, PuppetPair.Call(PuppetPair.First, Write, Key, value))],
        "by a call within the call that failed" =>
            [(PuppetPair.Second, PuppetPair.Caught(PuppetPair.First, Write, Key, value, Panic, 1, 42))],
        "by a library call" => [(PuppetPair.First, Library(Write, Key, value))],
        "in another contract" => [(PuppetPair.Second, [Write, Key, value])],
        "and set to zero" => [(PuppetPair.First, [Write, Key, value]), (PuppetPair.First, [Write, Key, 0])],
        _ => [],
    };
}

using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Kraken.Fields;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Receipts;
using Kraken.Starknet.Transactions;
using Xunit;

namespace Kraken.Starknet.Tests.Blocks;

/// <summary>
/// Block hash, state diff commitment and content commitments change with everything that they are to cover, and with nothing else.
/// </summary>
public sealed class HashCoverageTests
{
    private static readonly GasPrices Prices = new(new(1, 2), new(3, 4), new(5, 6));

    private static readonly BlockHeader Header = new()
    {
        ParentHash = 1, Number = 2, StateRoot = 3, SequencerAddress = 4, Timestamp = 5, GasPrices = Prices, StarknetVersion = "0.14.4",
        Commitments = new(6, 7, 8, 9, 10, 11, 12),
    };

    private static readonly StateDiff Diff = new()
    {
        StorageDiffs = [new(1, [new(2, 3), new(4, 5)]), new(6, [new(7, 8)])],
        DeployedContracts = [new(10, 11), new(12, 13)],
        ReplacedClasses = [new(14, 15)],
        DeclaredClasses = [new(16, 17), new(18, 19)],
        DeprecatedDeclaredClasses = [20, 21],
        Nonces = [new(22, 23), new(24, 25)],
    };

    private static readonly TransactionReceipt Receipt = new()
    {
        TransactionHash = 1, Type = TransactionType.Invoke, ActualFee = new(2), Gas = new(3, 4, 5),
        Events = [new(6, [7], [8, 9]), new(10, [], [])],
        Messages = [new(11, 12, [13, 14])],
    };

    [Fact]
    public void EveryFieldOfAHeaderIsCovered()
    {
        BlockCommitments content = Header.Commitments;
        BlockHeader[] changed =
        [
            Header with { ParentHash = 2 }, Header with { Number = 3 }, Header with { StateRoot = 4 }, Header with { SequencerAddress = 5 },
            Header with { Timestamp = 6 }, Header with { StarknetVersion = "0.14.3" },
                Header with { L1DataAvailability = L1DataAvailability.Calldata },
            Header with { GasPrices = Prices with { L1Gas = new(2, 2) } }, Header with { GasPrices = Prices with { L1Gas = new(1, 1) } },
            Header with { GasPrices = Prices with { L1DataGas = new(4, 4) } },
                Header with { GasPrices = Prices with { L1DataGas = new(3, 3) } },
            Header with { GasPrices = Prices with { L2Gas = new(6, 6) } }, Header with { GasPrices = Prices with { L2Gas = new(5, 5) } },
            Header with { Commitments = content with { Transactions = 1 } }, Header with { Commitments = content with { Events = 1 } },
            Header with { Commitments = content with { Receipts = 1 } }, Header with { Commitments = content with { StateDiff = 1 } },
            Header with { Commitments = content with { TransactionCount = 1 } },
                Header with { Commitments = content with { EventCount = 1 } },
            Header with { Commitments = content with { StateDiffLength = 1 } },
        ];
        AllDiffer([Header, .. changed], BlockHash.Compute);
        Assert.Equal(BlockHash.Compute(Header), BlockHash.Compute(Header with { Hash = 99 }));
    }

    [Fact]
    public void CountsDoNotRunIntoEachOther()
    {
        ulong[] values = [0, 1, ulong.MaxValue >> 8];
        BlockHeader[] headers =
        [
            .. values.SelectMany(t => values.SelectMany(e => values.Select(d =>
                Header with { Commitments = Header.Commitments with { TransactionCount = t, EventCount = e, StateDiffLength = d } }))),
        ];
        AllDiffer(headers, BlockHash.Compute);
    }

    [Fact]
    public void ThePartialHashLeavesOutRootAndParentOnly()
    {
        Felt partial = BlockHash.ComputePartial(Header);
        Assert.Equal(partial, BlockHash.ComputePartial(Header with { StateRoot = 77, ParentHash = 78 }));
        Assert.NotEqual(partial, BlockHash.ComputePartial(Header with { Timestamp = 6 }));
        Assert.NotEqual(partial, BlockHash.Compute(Header));
    }

    [Theory]
    [InlineData("")]
    [InlineData("0.14.4")]
    [InlineData("1234567890123456789012345678901")]
    public void VersionsAreShortStrings(string version) =>
        Assert.False(BlockHash.Compute(Header with { StarknetVersion = version }).IsZero);

    [Theory]
    [InlineData("12345678901234567890123456789012")]
    [InlineData("0.14.é")]
    public void OtherVersionsAreRefused(string version) =>
        Assert.ThrowsAny<ArgumentException>(() => BlockHash.Compute(Header with { StarknetVersion = version }));

    [Fact]
    public void EveryEntryOfADiffIsCovered() => AllDiffer(
        [
            Diff, StateDiff.Empty,
            Diff with { StorageDiffs = [new(2, [new(2, 3), new(4, 5)]), new(6, [new(7, 8)])] },
            Diff with { StorageDiffs = [new(1, [new(2, 3), new(4, 6)]), new(6, [new(7, 8)])] },
            Diff with { StorageDiffs = [new(1, [new(2, 3), new(5, 5)]), new(6, [new(7, 8)])] },
            Diff with { StorageDiffs = [new(1, [new(2, 3), new(4, 5), new(7, 8)])] },
            Diff with { DeployedContracts = [new(10, 11)] }, Diff with { DeployedContracts = [new(10, 13), new(12, 11)] },
            Diff with { ReplacedClasses = [] }, Diff with { ReplacedClasses = [new(14, 16)] },
            Diff with { DeclaredClasses = [new(16, 19), new(18, 17)] }, Diff with { DeclaredClasses = [new(16, 17)] },
            Diff with { MigratedClasses = [new(1, 2)] }, Diff with { DeprecatedDeclaredClasses = [20] },
            Diff with { Nonces = [new(22, 25), new(24, 23)] }, Diff with { Nonces = [] },
        ],
        StateDiffHash.Compute);

    [Fact]
    public void TheOrderOfADiffDoesNotMatter()
    {
        StateDiff reversed = new()
        {
            StorageDiffs = [.. Diff.StorageDiffs.Reverse().Select(contract => contract with { Entries = [.. contract.Entries.Reverse()] })],
            DeployedContracts = [.. Diff.DeployedContracts.Reverse()],
            ReplacedClasses = Diff.ReplacedClasses,
            DeclaredClasses = [.. Diff.DeclaredClasses.Reverse()],
            DeprecatedDeclaredClasses = [.. Diff.DeprecatedDeclaredClasses.Reverse()],
            Nonces = [.. Diff.Nonces.Reverse()],
        };
        Assert.Equal(StateDiffHash.Compute(Diff), StateDiffHash.Compute(reversed));
        Assert.Equal(Diff.Length, reversed.Length);
        Assert.Equal(12, Diff.Length);

        // A contract without changed cells is no part of the diff, and deployed and replaced classes are one list.
        Assert.Equal(StateDiffHash.Compute(Diff), StateDiffHash.Compute(Diff with { StorageDiffs = [.. Diff.StorageDiffs, new(99, [])] }));
        StateDiff moved = Diff with { DeployedContracts = [.. Diff.DeployedContracts, .. Diff.ReplacedClasses], ReplacedClasses = [] };
        Assert.Equal(StateDiffHash.Compute(Diff), StateDiffHash.Compute(moved));
    }

    [Fact]
    public void TheCellsOfADiffAreThoseOfAllItsLists()
    {
        StateDiff diff = Diff with { MigratedClasses = [new(26, 27)] };
        Dictionary<CellKind, int> counts = diff.Cells().CountBy(cell => cell.Kind).ToDictionary();
        Assert.Equal(3, counts[CellKind.Storage]);
        Assert.Equal(2, counts[CellKind.Nonce]);
        Assert.Equal(3, counts[CellKind.ClassHash]);
        Assert.Equal(3, counts[CellKind.CompiledClass]);
        Assert.Contains(new CellValue(CellKind.Storage, 6, 7, 8), diff.Cells());
        Assert.Contains(new CellValue(CellKind.CompiledClass, 26, 0, 27), diff.Cells());
        Assert.Equal(diff.Cells().Order(Comparer), diff.Sorted().Cells().Order(Comparer));
    }

    [Fact]
    public void EverythingThatAReceiptCommitsToIsCovered() => AllDiffer(
        [
            Receipt, Receipt with { TransactionHash = 2 }, Receipt with { ActualFee = new(3) }, Receipt with { RevertReason = "" },
            Receipt with { RevertReason = "out of gas" }, Receipt with { RevertReason = "out of gaS" }, Receipt with { Gas = new(4, 4, 5) },
            Receipt with { Gas = new(3, 5, 5) }, Receipt with { Messages = [] }, Receipt with { Messages = [new(12, 12, [13, 14])] },
            Receipt with { Messages = [new(11, 13, [13, 14])] }, Receipt with { Messages = [new(11, 12, [13])] },
            Receipt with { Messages = [new(11, 12, [13]), new(11, 12, [14])] },
        ],
        receipt => ContentCommitments.OfReceipts([receipt]));

    [Fact]
    public void L2GasIsLeftOutOfTheReceiptCommitment() =>
        Assert.Equal(ContentCommitments.OfReceipts([Receipt]), ContentCommitments.OfReceipts([Receipt with { Gas = new(3, 4, 6) }]));

    [Fact]
    public void EverythingOfAnEventIsCovered()
    {
        ContractEvent item = new(1, [2, 3], [4]);
        ContractEvent[] events =
        [
            item, item with { FromAddress = 2 }, item with { Keys = [3, 2] }, item with { Keys = [2] }, item with { Data = [5] },
                item with { Data = [] },
            item with { Keys = [2], Data = [3, 4] }, item with { Keys = [2, 3, 4], Data = [] },
        ];
        AllDiffer([.. events.Select(e =>
            Receipt with { Events = [e] }), Receipt with { Events = [] }, Receipt with { Events = [item, item] }],
            receipt => ContentCommitments.OfEvents([receipt]));
        Assert.NotEqual(
            ContentCommitments.OfEvents([Receipt with { Events = [item] }]),
                ContentCommitments.OfEvents([Receipt with { Events = [item], TransactionHash = 9 }]));
    }

    [Fact]
    public void OrderAndSignaturesOfTransactionsAreCovered()
    {
        InvokeTransaction[] invokes = [.. Enumerable.Range(1, 3).Select(i => new InvokeTransaction
        {
            Hash = i, Nonce = 0, SenderAddress = 1, Calldata = [], ResourceBounds = default, Signature = [i],
        })];
        AllDiffer<ImmutableArray<Transaction>>(
            [
                [.. invokes], [invokes[1], invokes[0], invokes[2]], [invokes[0], invokes[1]], [],
                [invokes[0], invokes[1], invokes[2] with { Signature = [] }], [invokes[0], invokes[1], invokes[2] with { Hash = 4 }],
            ],
            ContentCommitments.OfTransactions);
    }

    private static readonly Comparer<CellValue> Comparer = Comparer<CellValue>.Create((a, b) =>
        string.CompareOrdinal(a.ToString(), b.ToString()));

    private static void AllDiffer<T>(IReadOnlyList<T> all, Func<T, Felt> hash)
    {
        for (int i = 0; i < all.Count; i++)
        {
            for (int j = 0; j < i; j++)
            {
                Assert.True(hash(all[i]) != hash(all[j]), $"variants {j} and {i} have one hash");
            }
        }
    }
}

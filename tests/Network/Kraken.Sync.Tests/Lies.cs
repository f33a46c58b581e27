using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Kraken.Fields;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Receipts;
using Kraken.Starknet.Transactions;
using Kraken.Sync.Sources;

namespace Kraken.Sync.Tests;

/// <summary>What a source may say instead of a block, by name, with a part of the reason for which it is refused.</summary>
internal static class Lies
{
    /// <summary>Lies about a block with transfers that are found whether blocks are executed or not.</summary>
    internal static IReadOnlyDictionary<string, (Func<SourceBlock, SourceBlock> Tell, string Reason)> OfTransfers { get; } =
        new Dictionary<string, (Func<SourceBlock, SourceBlock>, string)>
        {
            ["header: number"] = (block => InHeader(block, header => header with { Number = header.Number + 1 }), "number: expected"),
            ["header: parent"] = (block => InHeader(block, header => header with { ParentHash = 7 }), "stated hash"),
            ["header: parent, hashed"] = (block => Hashed(block, header => header with { ParentHash = 7 }), "certificate"),
            ["header: time"] = (block => Hashed(block, header => header with { Timestamp = header.Timestamp + 1 }), "certificate"),
            ["header: sequencer"] = (block => InHeader(block, header => header with { SequencerAddress = 7 }), "stated hash"),
            ["header: root"] = (block => InHeader(block, header => header with { StateRoot = 7 }), "stated hash"),
            ["header: root, hashed"] = (block => Hashed(block, header => header with { StateRoot = 7 }), "certificate"),
            ["header: version"] = (block => InHeader(block, header => header with { StarknetVersion = "0.14.3" }), "protocol version"),
            ["header: no version"] =
                (block => InHeader(block, header => header with { StarknetVersion = new string('x', 40) }), "protocol version"),
            ["header: availability"] =
                (block => InHeader(block, header => header with { L1DataAvailability = L1DataAvailability.Calldata }), "stated hash"),
            ["header: prices"] =
                (block => InHeader(block, header => header with { GasPrices = new(new(1, 1), new(1, 1), new(1, 1)) }), "stated hash"),
            ["header: commitments"] =
                (block => InHeader(block, header => header with { Commitments = BlockCommitments.Pending }), "stated hash"),
            ["header: hash"] = (block => InHeader(block, header => header with { Hash = 7 }), "stated hash"),
            ["another block"] = (block => MadeChain.Instance.Block(block.Block.Header.Number + 1), "number: expected"),
            ["transactions: nonce"] = (block => InTransaction(block, sent => sent with { Nonce = 77 }), "hash"),
            ["transactions: nonce, hashed"] = (
                block => InTransaction(
                    block, sent => (InvokeTransaction)(sent with { Nonce = 77 }).WithHash(MadeChain.Instance.Rules.Chain.ChainId)),
                "hash in its receipt"),
            ["transactions: hash"] = (block => InTransaction(block, sent => sent with { Hash = 7 }), "hash: expected"),
            ["transactions: signature"] =
                (block => InTransaction(block, sent => sent with { Signature = [1, 2] }), "commitment to transactions and signatures"),
            ["transactions: query"] = (block => InTransaction(block, sent => sent with { IsQuery = true }), "limits allow"),
            ["transactions: reserved"] = (block => InTransaction(block, sent => sent with { PaymasterData = [1] }), "limits allow"),
            ["transactions: long"] = (
                block => InTransaction(block, sent => sent with { Calldata = [.. Enumerable.Repeat((Felt)1, 10_000)] }), "limits allow"),
            ["transactions: kind"] = (
                block => block with
                {
                    Block = block.Block with
                    {
                        Transactions = block.Block.Transactions.SetItem(
                            0, new L1HandlerTransaction { Nonce = 0, ContractAddress = 1, EntryPointSelector = 2, Calldata = [] }),
                    },
                },
                "one of an account"),
            ["transactions: one less"] = (
                block => block with { Block = block.Block with { Transactions = block.Block.Transactions[1..] } },
                "number of transactions"),
            ["transactions: order"] = (
                block => block with
                {
                    Block = block.Block with
                    {
                        Transactions = [.. block.Block.Transactions.Reverse()], Receipts = [.. block.Block.Receipts.Reverse()],
                    },
                },
                "commitment to transactions and signatures"),
            ["receipts: one less"] =
                (block => block with { Block = block.Block with { Receipts = block.Block.Receipts[1..] } }, "number of receipts"),
            ["receipts: hash"] = (block => InReceipt(block, told => told with { TransactionHash = 7 }), "hash in its receipt"),
            ["receipts: type"] = (block => InReceipt(block, told => told with { Type = TransactionType.Declare }), "type in its receipt"),
            ["receipts: address"] = (block => InReceipt(block, told => told with { ContractAddress = 7 }), "address in its receipt"),
            ["receipts: message"] = (block => InReceipt(block, told => told with { MessageHash = [1] }), "message hash in its receipt"),
            ["receipts: unit"] = (
                block => InReceipt(block, told => told with { ActualFee = told.ActualFee with { Unit = FeeUnit.Wei } }), "fee unit"),
            ["receipts: fee"] = (block => InReceipt(block, told => told with { ActualFee = new(1) }), "receipt"),
            ["receipts: gas"] = (block => InReceipt(block, told => told with { Gas = told.Gas with { L1DataGas = 1 } }), "receipt"),
            ["receipts: reverted"] = (block => InReceipt(block, told => told with { RevertReason = "no" }), "receipt"),
            ["receipts: no events"] = (block => InReceipt(block, told => told with { Events = [] }), "event"),
            ["receipts: other event"] = (
                block => InReceipt(block, told => told with { Events = told.Events.SetItem(0, told.Events[0] with { Data = [7, 0] }) }),
                "event"),
            ["receipts: messages"] = (block => InReceipt(block, told => told with { Messages = [new MessageToL1(1, 2, [3])] }), "receipt"),
            ["diff: a value"] = (block => InDiff(block, diff => diff with { StorageDiffs = OtherValue(diff) }), "state diff"),
            ["diff: a cell less"] = (block => InDiff(block, diff => diff with { StorageDiffs = diff.StorageDiffs[1..] }), "state diff"),
            ["diff: a nonce"] = (
                block => InDiff(block, diff => diff with { Nonces = diff.Nonces.SetItem(0, diff.Nonces[0] with { Nonce = 99 }) }),
                "state diff"),
            ["diff: a contract"] =
                (block => InDiff(block, diff => diff with { DeployedContracts = [new ContractClass(7, 8)] }), "state diff"),
            ["diff: a class"] = (block => InDiff(block, diff => diff with { DeclaredClasses = [new DeclaredClass(7, 8)] }), "state diff"),
            ["diff: a class of Cairo 0"] = (block => InDiff(block, diff => diff with { DeprecatedDeclaredClasses = [7] }), "state diff"),
            ["classes: one too many"] = (block => block with { Classes = MadeChain.Instance.Block(1).Classes }, "classes: expected 0"),
            ["certificate: none"] = (block => block with { Certificate = default }, "there is no certificate"),
            ["certificate: noise"] = (block => block with { Certificate = new byte[100] }, "that are no certificate"),
            ["certificate: of the block before"] = (
                block => block with { Certificate = MadeChain.Instance.Block(block.Block.Header.Number - 1).Certificate },
                "expected a certificate of block"),
            ["certificate: a signature less"] = (block => Certified(block, MadeChain.Instance.Committee, 2), "two thirds"),
            ["certificate: another chain's"] =
                (block => Certified(block, MadeChain.Instance.Committee, 4, MadeChain.Instance.GenesisHash + 1), "two thirds"),
            ["certificate: another committee's"] = (ByStrangers, "two thirds"),
            ["certificate: a bit"] = (block => block with { Certificate = Flipped(block.Certificate) }, "two thirds"),
        };

    /// <summary>Lies about the block with a declaration and a new account.</summary>
    internal static IReadOnlyDictionary<string, (Func<SourceBlock, SourceBlock> Tell, string Reason)> OfFirst { get; } =
        new Dictionary<string, (Func<SourceBlock, SourceBlock>, string)>
        {
            ["classes: none"] = (block => block with { Classes = [] }, "classes: expected 1"),
            ["classes: another"] = (block => block with { Classes = [block.Classes[0] with { Abi = "[7]" }] }, "no class"),
            ["address"] = (
                block => block with
                {
                    Block = block.Block with
                    {
                        Transactions = [.. block.Block.Transactions.Select(sent =>
                            sent is DeployAccountTransaction deploy ? deploy with { ContractAddress = 7 } : sent)],
                    },
                },
                "address"),
            ["diff: a deployed contract as one that was replaced"] = (
                block => InDiff(block, diff => diff with { DeployedContracts = [], ReplacedClasses = diff.DeployedContracts }),
                "state diff"),
            ["diff: a declared class as one that migrated"] = (
                block => InDiff(block, diff => diff with { DeclaredClasses = [], MigratedClasses = diff.DeclaredClasses }), "state diff"),
            ["receipts: other reason"] = (
                block => block with
                {
                    Block = block.Block with
                    {
                        Receipts = block.Block.Receipts.SetItem(3, block.Block.Receipts[3] with { RevertReason = "for nothing" }),
                    },
                },
                "receipt"),
        };

    /// <summary>Headers that the committee itself decided and that do not follow from the block.</summary>
    internal static IReadOnlyDictionary<string, (Func<SourceBlock, SourceBlock> Tell, string Reason)> OfTheCommittee { get; } =
        new Dictionary<string, (Func<SourceBlock, SourceBlock>, string)>
        {
            ["root"] = (block => Decided(block, header => header with { StateRoot = 7 }), "state root: expected"),
            ["parent"] = (block => Decided(block, header => header with { ParentHash = 7 }), "parent: expected"),
            ["time"] = (block => Decided(block, header => header with { Timestamp = 1 }), "time: expected at least"),
            ["events"] = (
                block => Decided(block, header => header with { Commitments = header.Commitments with { Events = 7 } }),
                "commitment to events: expected"),
        };

    /// <summary>The L2 gas of a receipt, which no hash of the protocol binds: execution alone finds it.</summary>
    internal static SourceBlock AboutGas(SourceBlock block) =>
        InReceipt(block, told => told with { Gas = told.Gas with { L2Gas = told.Gas.L2Gas + 1 } });

    private static SourceBlock InHeader(SourceBlock block, Func<BlockHeader, BlockHeader> tell) =>
        block with { Block = block.Block with { Header = tell(block.Block.Header) } };

    private static SourceBlock Hashed(SourceBlock block, Func<BlockHeader, BlockHeader> tell) =>
        InHeader(block, header => tell(header).WithHash());

    private static SourceBlock InTransaction(SourceBlock block, Func<InvokeTransaction, InvokeTransaction> tell) => block with
    {
        Block = block.Block with
        {
            Transactions = block.Block.Transactions.SetItem(0, tell((InvokeTransaction)block.Block.Transactions[0])),
        },
    };

    private static SourceBlock InReceipt(SourceBlock block, Func<TransactionReceipt, TransactionReceipt> tell) =>
        block with { Block = block.Block with { Receipts = block.Block.Receipts.SetItem(0, tell(block.Block.Receipts[0])) } };

    private static SourceBlock InDiff(SourceBlock block, Func<StateDiff, StateDiff> tell) =>
        block with { StateDiff = tell(block.StateDiff) };

    private static ImmutableArray<ContractStorageDiff> OtherValue(StateDiff diff)
    {
        ContractStorageDiff contract = diff.StorageDiffs[0];
        StorageEntry entry = contract.Entries[0] with { Value = 12345 };
        return diff.StorageDiffs.SetItem(0, contract with { Entries = contract.Entries.SetItem(0, entry) });
    }

    private static SourceBlock Certified(SourceBlock block, TestCommittee committee, int signers, Felt? genesis = null)
    {
        BlockHeader header = block.Block.Header;
        return block with
        {
            Certificate = committee.Certificate(header.Number, header.Hash, genesis ?? MadeChain.Instance.GenesisHash, signers),
        };
    }

    private static SourceBlock Decided(SourceBlock block, Func<BlockHeader, BlockHeader> tell) =>
        Certified(Hashed(block, tell), MadeChain.Instance.Committee, 4);

    private static SourceBlock ByStrangers(SourceBlock block)
    {
        using TestCommittee strangers = new();
        return Certified(block, strangers, 4);
    }

    private static byte[] Flipped(ReadOnlyMemory<byte> certificate)
    {
        byte[] bytes = certificate.ToArray();
        bytes[^1] ^= 1;
        return bytes;
    }
}

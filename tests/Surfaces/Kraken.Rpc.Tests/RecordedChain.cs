using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using System.Text.Json;
using Kraken.Casm.Classes;
using Kraken.Fields;
using Kraken.Serialization.Json;
using Kraken.Starknet;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Chain;
using Kraken.Starknet.Classes;
using Kraken.Starknet.Genesis;
using Kraken.Starknet.Json;
using Kraken.Starknet.Receipts;
using Kraken.Starknet.Transactions;

namespace Kraken.Rpc.Tests;

/// <summary>
/// A chain of a genesis and the 27 blocks that a development node made over the chain's own contracts. Roots
/// are invented, all else is real.
/// </summary>
internal sealed class RecordedChain : IChainReader
{
    private readonly List<Block> blocks = [];
    private readonly List<StateDiff> diffs = [];

    public RecordedChain()
    {
        Steps = [.. SharedData.Json("starknet/devnet-run/chain_contracts.json").GetProperty("transactions").EnumerateArray()];
        Append(new([], [], GenesisState.Build(new GenesisDescription())), 1_795_423_000);
        foreach (JsonElement step in Steps)
        {
            Assert(TransactionJson.TryDecode(step.GetProperty("transaction"), out Transaction? transaction, out DecodeError? error), error);
            Assert(ReceiptJson.TryDecode(step.GetProperty("receipt"), out TransactionReceipt? receipt, out error), error);
            Assert(StateDiffJson.TryDecode(step.GetProperty("state_diff"), out StateDiff? diff, out error), error);
            Append(new([transaction!], [receipt!], diff!), step.GetProperty("block").GetProperty("timestamp").GetUInt64());
        }
    }

    public ImmutableArray<JsonElement> Steps { get; }

    public IReadOnlyList<Block> Blocks => blocks;

    public ChainId ChainId => ChainId.Sepolia;

    /// <summary>The head's number; rows of blocks above it can be read all the same, as while a block is being appended.</summary>
    public int Head { get; set; }

    public BlockHeader? Latest
    {
        get
        {
            BlockHeader latest = blocks[Head].Header;
            Read?.Invoke();
            return latest;
        }
    }

    /// <summary>What happens after each look at the head.</summary>
    public Action? Read { get; set; }

    public PreConfirmedBlock? PreConfirmed { get; set; }

    public ImmutableArray<Felt> Candidates { get; set; } = [];

    public BlockHeader HeaderAfter(BlockHeader decided) => decided with { Number = decided.Number + 1, ParentHash = decided.Hash };

    public SyncProgress? Syncing { get; set; }

    public BlockHeader? HeaderAt(ulong number) => BlockAt(number)?.Header;

    public ulong? NumberOf(in Felt blockHash)
    {
        Felt hash = blockHash;
        return blocks.FirstOrDefault(block => block.Header.Hash == hash)?.Header.Number;
    }

    /// <summary>How often a block was asked for, or its header.</summary>
    public int BlocksRead { get; private set; }

    public Block? BlockAt(ulong number)
    {
        BlocksRead++;
        return number < (ulong)blocks.Count ? blocks[(int)number] : null;
    }

    public StateDiff? StateDiffAt(ulong number) => number < (ulong)blocks.Count ? diffs[(int)number] : null;

    /// <summary>How often the next look-ups miss, as if the block came in between.</summary>
    public int Misses { get; set; }

    public TransactionLocation? Locate(in Felt transactionHash)
    {
        if (Misses > 0)
        {
            Misses--;
            return null;
        }

        foreach (Block block in blocks)
        {
            for (int i = 0; i < block.Transactions.Length; i++)
            {
                if (block.Transactions[i].Hash == transactionHash)
                {
                    return new(block.Header.Number, i);
                }
            }
        }

        return null;
    }

    /// <summary>The oldest block whose state is held.</summary>
    public ulong Oldest { get; set; }

    public IChainState? StateAfter(ulong number) => number < Oldest ? throw new StateNotHeldException(number, Oldest, (ulong)Head)
        : number < (ulong)blocks.Count ? new State([.. diffs.Take((int)number + 1)])
        : null;

    public SierraClass? ClassOf(in Felt classHash)
    {
        Felt hash = classHash;
        return ChainContracts.All.FirstOrDefault(contract => contract.ClassHash == hash)?.Class;
    }

    public CasmClass? CompiledClassOf(in Felt classHash)
    {
        Felt hash = classHash;
        return ChainContracts.All.FirstOrDefault(contract => contract.ClassHash == hash) is { } known &&
            CasmClassJson.TryDecode(
                File.ReadAllBytes(SharedData.Path($"cairo/chain-contracts/{known.Name}.casm.json")),
                out CasmClass? casm,
                out _) ? casm : null;
    }

    /// <inheritdoc/>
    public long Rollbacks { get; private set; }

    /// <summary>The blocks from a height on become others, as where a developer's chain takes some back and goes on.</summary>
    public void Replace(int from)
    {
        Rollbacks++;
        for (int number = from; number < blocks.Count; number++)
        {
            BlockHeader header = blocks[number].Header with { ParentHash = blocks[number - 1].Header.Hash, StateRoot = 7000 + number };
            blocks[number] = blocks[number] with { Header = header.WithHash() };
        }
    }

    private void Append(
        (ImmutableArray<Transaction> Transactions, ImmutableArray<TransactionReceipt> Receipts, StateDiff Diff) content,
        ulong timestamp)
    {
        BlockHeader header = new BlockHeader
        {
            ParentHash = blocks.Count == 0 ? Felt.Zero : blocks[^1].Header.Hash,
            Number = (ulong)blocks.Count,
            StateRoot = 1000 + blocks.Count,
            SequencerAddress = 0x1000,
            Timestamp = timestamp,
            GasPrices = new GenesisDescription().GasPrices,
            StarknetVersion = "0.14.3",
            Commitments = ContentCommitments.Compute(content.Transactions, content.Receipts, content.Diff),
        }.WithHash();
        Head = blocks.Count;
        blocks.Add(new(header, content.Transactions, content.Receipts));
        diffs.Add(content.Diff);
    }

    private static void Assert(bool condition, DecodeError? error) => Xunit.Assert.True(condition, error?.ToString());

    private sealed class State(List<StateDiff> history) : IChainState
    {
        public Felt StorageAt(in Felt contract, in Felt key)
        {
            (Felt address, Felt cell) = (contract, key);
            return history.SelectMany(diff => diff.StorageDiffs).Where(item => item.Address == address)
                .SelectMany(item => item.Entries).LastOrDefault(entry => entry.Key == cell).Value;
        }

        public ulong? LastUpdateOf(in Felt contract, in Felt key)
        {
            (Felt address, Felt cell) = (contract, key);
            int last = history.FindLastIndex(
                diff => diff.StorageDiffs.Any(item => item.Address == address && item.Entries.Any(entry => entry.Key == cell)));
            return last < 0 ? null : (ulong)last;
        }

        public Felt NonceAt(in Felt contract)
        {
            Felt address = contract;
            return history.SelectMany(diff => diff.Nonces).LastOrDefault(item => item.Address == address).Nonce;
        }

        public Felt ClassHashAt(in Felt contract)
        {
            Felt address = contract;
            return history.SelectMany(diff => diff.DeployedContracts.Concat(diff.ReplacedClasses))
                .LastOrDefault(item => item.Address == address).ClassHash;
        }

        public bool IsDeclared(in Felt classHash)
        {
            Felt hash = classHash;
            return history.SelectMany(diff => diff.DeclaredClasses).Any(declared => declared.ClassHash == hash);
        }
    }
}

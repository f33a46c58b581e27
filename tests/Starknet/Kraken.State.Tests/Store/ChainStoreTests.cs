using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.Linq;
using Kraken.Casm.Classes;
using Kraken.Fields;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Chain;
using Kraken.Starknet.Genesis;
using Kraken.Starknet.Transactions;
using Kraken.State.Commitment;
using Kraken.State.Journal;
using Kraken.State.Store;
using Kraken.Storage;
using Xunit;

namespace Kraken.State.Tests.Store;

public sealed class ChainStoreTests
{
    [Fact]
    public void AChainIsFoundAgainAsItWasAppended()
    {
        using MemoryStore medium = new();
        BlockRecord[] blocks = Append(new ChainStore(medium), 5);
        ChainStore reopened = new(medium);
        Assert.Equal(4ul, reopened.LatestNumber);
        for (int i = 0; i < blocks.Length; i++)
        {
            ulong number = (ulong)i;
            BlockRecord expected = blocks[i];
            Assert.Equal(expected.Block.Header, reopened.Header(number));
            Assert.Equal(number, reopened.NumberOf(expected.Block.Header.Hash));
            Assert.Equal(expected.Block.Transactions[0].Hash, reopened.Transactions(number).Single().Hash);
            Assert.Equal(expected.Block.Receipts[0].RevertReason, reopened.Receipts(number).Single().RevertReason);
            Assert.Equal(new TransactionLocation(number, 0), reopened.Find(expected.Block.Transactions[0].Hash));
            Assert.Equal(StateDiffHash.Compute(expected.StateDiff), StateDiffHash.Compute(reopened.StateDiff(number)!));
            Assert.Equal([(byte)i, 7], reopened.Certificate(number)!);
        }

        Assert.Null(reopened.Header(5));
        Assert.Null(reopened.StateAt(5));
        Assert.Null(reopened.Find(999));
        Assert.Equal(blocks[^1].Commitment.Roots, reopened.Commitment.Roots);
    }

    [Fact]
    public void OneReceiptIsReadWithoutTheOthers()
    {
        using MemoryStore medium = new();
        ChainStore store = new(medium);
        BlockRecord block = Many(Build(store, 1).Single(), 300);
        store.Append(block);
        foreach (Table table in (Table[])[Table.Receipts, Table.Transactions])
        {
            WriteBatch damage = new();
            damage.Put(StoreKey.Of(table, 0, 256), [1, 2, 3]);
            medium.Write(damage);
        }

        ChainStore reopened = new(medium);
        foreach (int index in (int[])[0, 1, 255, 257, 299])
        {
            TransactionLocation place = reopened.Find(block.Block.Transactions[index].Hash)!.Value;
            Assert.Equal(new TransactionLocation(0, index), place);
            Assert.Equal(block.Block.Transactions[index].Hash, reopened.Transaction(place)!.Hash);
            Assert.Equal(block.Block.Receipts[index].TransactionHash, reopened.Receipt(place)!.TransactionHash);
        }

        Assert.Throws<DamagedStoreException>(() => reopened.Transaction(new TransactionLocation(0, 256)));
        Assert.Throws<DamagedStoreException>(() => reopened.Receipt(new TransactionLocation(0, 256)));
        Assert.Throws<DamagedStoreException>(() => reopened.Block(0));
        Assert.Null(reopened.Receipt(new TransactionLocation(0, 300)));
        Assert.Null(reopened.Transaction(new TransactionLocation(0, -1)));
        Assert.Null(reopened.Transaction(new TransactionLocation(1, 0)));
    }

    [Fact]
    public void AWholeBlockComesBackInOrder()
    {
        using MemoryStore medium = new();
        ChainStore store = new(medium);
        BlockRecord block = Many(Build(store, 1).Single(), 300);
        store.Append(block);
        Block read = store.Block(0)!;
        Assert.Equal(block.Block.Transactions.Select(item => item.Hash), read.Transactions.Select(item => item.Hash));
        Assert.Equal(block.Block.Receipts.Select(item => item.TransactionHash), read.Receipts.Select(item => item.TransactionHash));
    }

    [Theory]
    [InlineData(null, "got format 1")]
    [InlineData(1U, "got format 1")]
    [InlineData(2U, "got format 2")]
    [InlineData(3U, "got format 3")]
    [InlineData(4U, "got format 4")]
    [InlineData(6U, "got format 6")]
    public void AChainOfAnotherFormatIsRefusedByName(uint? format, string got)
    {
        using MemoryStore medium = new();
        Append(new ChainStore(medium), 2);
        WriteBatch other = new();
        byte[] version = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(version, format ?? 0);
        if (format is null)
        {
            other.Delete(StoreKey.Single(Table.Format));
        }
        else
        {
            other.Put(StoreKey.Single(Table.Format), version);
        }

        medium.Write(other);
        StoreFormatException refused = Assert.Throws<StoreFormatException>(() => new ChainStore(medium));
        Assert.Contains($"expected format {StoreFormat.Current}, {got}", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AVersionThatIsNoNumberIsDamage()
    {
        using MemoryStore medium = new();
        Append(new ChainStore(medium), 1);
        WriteBatch damage = new();
        damage.Put(StoreKey.Single(Table.Format), [2]);
        medium.Write(damage);
        Assert.Throws<DamagedStoreException>(() => new ChainStore(medium));
    }

    [Fact]
    public void TheStateAtEveryBlockStaysReadable()
    {
        using MemoryStore medium = new();
        ChainStore store = new(medium);
        HistoricalState? early = null;
        foreach (BlockRecord record in Build(store, 6))
        {
            store.Append(record);
            early ??= store.StateAt(0);
        }

        for (ulong number = 0; number < 6; number++)
        {
            HistoricalState state = store.StateAt(number)!;
            Assert.Equal((Felt)(number + 1), state.StorageAt(1, 2));
            Assert.Equal((Felt)number, state.NonceAt(1));
            Assert.Equal(number >= 3 ? (Felt)77 : Felt.Zero, state.StorageAt(1, 3));
            Assert.Equal(number >= 3 ? 3ul : null, state.LastStorageUpdate(1, 3));
            Assert.Equal(store.Header(number)!.StateRoot, state.Roots.Global);
        }

        Assert.Equal((Felt)1, early!.StorageAt(1, 2));
        Assert.Equal((Felt)6, store.State.StorageAt(1, 2));
    }

    [Fact]
    public void StorageProofsOfOldBlocksVerifyAgainstTheirRoots()
    {
        using MemoryStore medium = new();
        ChainStore store = new(medium);
        Append(store, 4);
        HistoricalState state = store.StateAt(1)!;
        Dictionary<Felt, Trie.TrieNode> proof = [];
        Felt root = state.StorageRootOf(1);
        Trie.PatriciaTrie<Trie.PedersenTrieHash>.Prove(state, root, StateCommitter.Height, [2], proof);
        Trie.TrieProof<Trie.PedersenTrieHash> check = new();
        Assert.True(check.TryAdd([.. proof], out _));
        Assert.True(check.TryGet(root, StateCommitter.Height, 2, out Felt value, out _));
        Assert.Equal((Felt)2, value);
    }

    [Fact]
    public void ABlockThatDoesNotFollowIsRefusedAndChangesNothing()
    {
        using MemoryStore medium = new();
        ChainStore store = new(medium);
        BlockRecord[] blocks = Append(store, 2);
        BlockRecord foreign =
            blocks[1] with { Block = blocks[1].Block with { Header = blocks[1].Block.Header with { Number = 2, ParentHash = 12345 } } };
        Assert.Throws<ArgumentException>(() => store.Append(foreign));
        Assert.Throws<ArgumentException>(() => store.Append(blocks[0]));
        Assert.Equal(1ul, store.LatestNumber);
        Assert.Equal((Felt)2, store.State.StorageAt(1, 2));
    }

    [Fact]
    public void DeclaredClassesAreStoredInBothForms()
    {
        using MemoryStore medium = new();
        ChainStore store = new(medium);
        ChainContract contract = ChainContracts.Demo;
        CasmClass casm = new()
        {
            CompilerVersion = "2.19.4",
            Bytecode = [1, 2, 3],
            Hints = [],
            EntryPoints = new() { External = [new(5, 1, ["range_check"])] },
        };
        BlockRecord block = Build(store, 1).Single() with { Classes = [new(contract.ClassHash, contract.Class, casm)] };
        store.Append(block);
        ChainStore reopened = new(medium);
        Assert.Equal(contract.ClassHash, Starknet.Classes.ClassHash.Compute(reopened.Sierra(contract.ClassHash)!));
        Assert.Equal(
            Starknet.Classes.CompiledClassHash.Blake(casm), Starknet.Classes.CompiledClassHash.Blake(reopened.Casm(contract.ClassHash)!));
        Assert.Null(reopened.Sierra(1));
    }

    private static BlockRecord[] Append(ChainStore store, int count)
    {
        BlockRecord[] blocks = [.. Build(store, count)];
        Array.ForEach(blocks, store.Append);
        return blocks;
    }

    private static List<BlockRecord> Build(ChainStore store, int count)
    {
        List<BlockRecord> blocks = [];
        IStateReader state = store.State;
        ICommitmentReader commitment = store.Commitment;
        Felt parent = default;
        for (ulong number = 0; number < (ulong)count; number++)
        {
            JournaledState journal = new(state);
            journal.SetStorage(1, 2, number + 1);
            journal.SetNonce(1, number);
            if (number == 3)
            {
                journal.SetStorage(1, 3, 77);
            }

            StateDiff diff = StateDiffs.Of(journal.Changes());
            CommittedState committed = StateCommitter.Commit(state, commitment, diff);
            Block block = TestBlocks.Create(number, parent, committed.Roots.Global);
            blocks.Add(new(block, diff, committed, [], [(byte)number, 7]));
            (state, commitment, parent) = (new DiffOverlay(state, diff), new CommitmentOverlay(commitment, committed), block.Header.Hash);
        }

        return blocks;
    }

    private static BlockRecord Many(BlockRecord block, int count)
    {
        InvokeTransaction first = (InvokeTransaction)block.Block.Transactions[0];
        IEnumerable<int> numbers = Enumerable.Range(0, count);
        return block with
        {
            Block = new Block(
                block.Block.Header,
                [.. numbers.Select(i => first with { Hash = 5000 + i, Nonce = i })],
                [.. numbers.Select(i => block.Block.Receipts[0] with { TransactionHash = 5000 + i })]),
        };
    }
}

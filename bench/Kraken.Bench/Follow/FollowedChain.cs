using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Consensus;
using Kraken.Consensus.Engine.Keys;
using Kraken.Consensus.Engine.Messages;
using Kraken.Consensus.Tendermint;
using Kraken.Execution.Blocks;
using Kraken.Execution.Classes;
using Kraken.Execution.Constants;
using Kraken.Execution.Native;
using Kraken.Execution.Transactions;
using Kraken.Sequencer;
using Kraken.Sequencer.Blocks;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Transactions;
using Kraken.State.Store;
using Kraken.Storage.Sqlite;

namespace Kraken.Bench.Follow;

/// <summary>A chain of signed transfers, decided by a committee of four, on disk: what a follower is measured with.</summary>
internal sealed class FollowedChain : IDisposable
{
    private static readonly TendermintAlgorithm Algorithm = new(new TendermintTimeouts(), new RotatingProposer());

    private readonly SqliteStore medium;
    private readonly (ValidatorId Id, ValidatorKey Key)[] members =
        [.. Enumerable.Range(100, 4).Select(number => (new ValidatorId((ulong)number), ValidatorKey.Generate()))];

    internal FollowedChain(string folder)
    {
        medium = SqliteStore.Open(Path.Combine(folder, "chain.db"), SqliteDurability.ProcessEnd);
        Store = new ChainStore(medium);
        Store.Append(Genesis(Compiler));
        Natives = new NativeClasses(hash => Store.Sierra(hash));
    }

    internal static ChainRules Rules { get; } = new()
    {
        Chain = new ChainInfo(SignedTransfers.Genesis.ChainId, SignedTransfers.Genesis.FeeTokenAddress),
        Constants = VersionedConstants.ForVersion(SignedTransfers.Genesis.StarknetVersion)!,
        StarknetVersion = SignedTransfers.Genesis.StarknetVersion,
        GasPrices = SignedTransfers.Genesis.GasPrices,
        BuildTime = TimeSpan.FromMinutes(1),
        TransactionTime = TimeSpan.FromMinutes(1),
    };

    internal ClassCompiler Compiler { get; } = new();

    internal ChainStore Store { get; }

    internal NativeClasses Natives { get; }

    internal static BlockRecord Genesis(ClassCompiler compiler) => GenesisBlock.Create(SignedTransfers.Genesis, compiler);

    /// <summary>The classes of a store, run natively.</summary>
    internal static ClassRegistry Classes(ChainStore store, NativeClasses natives) => new(
        hash => store.Sierra(hash) is { } sierra && store.Casm(hash) is { } casm ? ClassCompiler.Load(sierra, casm) : null, natives);

    internal CertificateCheck Check() => new(
        Algorithm,
        new SigningDomain(SignedTransfers.Genesis.ChainId.Name, Store.Header(0)!.Hash, 0),
        new Committee(members.Select(member => (member.Id, 1UL))),
        members.ToDictionary(member => member.Id, member => member.Key.PublicKey));

    /// <summary>Builds, decides and stores blocks of so many transfers.</summary>
    internal void Make(int blocks, int transfers)
    {
        const int Ahead = 100;

        // As many as the chain's limits let through: nobody proves these blocks.
        ChainRules rules = Rules with { BlockProvingCells = ulong.MaxValue };
        BlockBuilder builder = new(rules, Classes(Store, Natives), Compiler, TimeProvider.System);
        for (int first = 0; first < blocks; first += Ahead)
        {
            ExecutableTransaction[] signed = new ExecutableTransaction[Math.Min(Ahead, blocks - first) * transfers];
            int begin = first * transfers;
            Parallel.For(0, signed.Length, index => signed[index] = SignedTransfers.Number(begin + index));
            foreach (ExecutableTransaction[] block in signed.Chunk(transfers))
            {
                Append(builder, [.. block.Select(item => new SubmittedTransaction((AccountTransaction)item.Transaction))]);
            }
        }
    }

    public void Dispose()
    {
        Natives.Dispose();
        medium.Dispose();
        Array.ForEach(members, member => member.Key.Dispose());
    }

    private void Append(BlockBuilder builder, IReadOnlyList<SubmittedTransaction> transactions)
    {
        BlockHeader tip = Store.Header(Store.LatestNumber!.Value)!;
        BlockParent parent = new(tip, Store.State, Store.Commitment, number => Store.Header(number)!.Hash, () => 0);
        PreparedBlock block = builder.Build(
            parent,
            tip.Timestamp + 1,
            SignedTransfers.Genesis.SequencerAddress,
            new Candidates(
                [.. transactions],
                (_, rejection) => throw new InvalidDataException(rejection.Message),
                (_, reason) => throw new InvalidDataException(reason)),
            CancellationToken.None);
        if (block.Block.Receipts.Length != transactions.Count || block.Block.Receipts.Any(receipt => receipt.RevertReason is not null))
        {
            throw new InvalidDataException($"block {block.Block.Header.Number}: a transfer failed, or has no room");
        }

        Store.Append(block.Record([.. Certificate(block.Block.Header)]));
    }

    private byte[] Certificate(BlockHeader header)
    {
        SigningDomain domain = new(SignedTransfers.Genesis.ChainId.Name, Store.Header(0)!.Hash, 0);
        List<SignedVote> votes = [];
        foreach ((ValidatorId id, ValidatorKey key) in members.Take(3))
        {
            Vote vote = new(VoteType.Precommit, header.Number, 0, new ValueId(header.Hash), id);
            votes.Add(new SignedVote(vote, key.Sign(Algorithm.SigningBytes(domain, vote))));
        }

        return CertificateCodec.Encode(Algorithm, new CommitCertificate(header.Number, 0, new ValueId(header.Hash), votes));
    }
}

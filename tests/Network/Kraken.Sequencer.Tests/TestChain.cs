using System;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Consensus;
using Kraken.Consensus.Engine;
using Kraken.Execution.Blocks;
using Kraken.Execution.Classes;
using Kraken.Execution.Constants;
using Kraken.Fields;
using Kraken.Mempool;
using Kraken.Sequencer.Blocks;
using Kraken.Sequencer.Submission;
using Kraken.Starknet.Genesis;
using Kraken.State.Store;
using Kraken.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Kraken.Sequencer.Tests;

/// <summary>A node's chain without network, on the genuine genesis.</summary>
internal sealed class TestChain : IDisposable
{
    private readonly MemoryStore database = new();

    public TestChain(Felt self)
    {
        GenesisDescription genesis = new() { Timestamp = 1_700_000_000 };
        ChainRules rules = new()
        {
            Chain = new ChainInfo(genesis.ChainId, genesis.FeeTokenAddress),
            Constants = VersionedConstants.ForVersion(genesis.StarknetVersion)!,
            StarknetVersion = genesis.StarknetVersion,
            GasPrices = genesis.GasPrices,

            // A busy machine must not change what these tests build.
            BuildTime = TimeSpan.FromMinutes(5),
        };
        ClassCompiler compiler = new();
        Store = new ChainStore(database);
        Store.Append(GenesisBlock.Create(genesis, compiler));
        ClassRegistry classes = new(hash => Store.Sierra(hash) is { } sierra && Store.Casm(hash) is { } casm ? ClassCompiler.Load(sierra, casm) : null);
        Pool = new TransactionPool(new MempoolOptions(), TimeProvider.System);
        Decoder = new TransactionDecoder(genesis.ChainId, rules.Limits);
        BlockBuilder builder = new(Store, rules, classes, compiler, TimeProvider.System);
        Application = new ChainApplication(Store, rules, builder, Pool, Decoder, self, TimeProvider.System, NullLogger.Instance);
        Admission = new TransactionAdmission(Store, rules, classes, compiler, Pool, TimeProvider.System);
    }

    public ChainStore Store { get; }

    public TransactionPool Pool { get; }

    public TransactionDecoder Decoder { get; }

    public ChainApplication Application { get; }

    public TransactionAdmission Admission { get; }

    /// <summary>Builds the next block from the pool and commits it.</summary>
    public async Task CommitNextAsync()
    {
        ulong height = Store.LatestNumber!.Value + 1;
        BuiltBlock built = await Application.BuildAsync(height, 0, CancellationToken.None);
        await Application.CommitAsync(new CommitCertificate(height, 0, built.Value, []), built.Block, CancellationToken.None);
        Assert.Equal(height, Store.LatestNumber);
    }

    public void Dispose()
    {
        Admission.Dispose();
        database.Dispose();
    }
}

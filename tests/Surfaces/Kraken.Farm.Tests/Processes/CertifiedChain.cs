using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Farm.Jobs;
using Kraken.Fields;
using Kraken.Node.Configuration;
using Kraken.Proofs.Checking;
using Kraken.Proofs.Checking.Blocks;
using Kraken.Proofs.Checking.Tests;
using Kraken.Proofs.Ranges;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Genesis;
using Kraken.Watcher.Ranges;
using Kraken.Watcher.Tests.Chain;

namespace Kraken.Farm.Tests.Processes;

/// <summary>A chain of blocks without transactions that a committee signs, with the genesis file that processes read.</summary>
internal sealed class CertifiedChain : IDisposable
{
    private readonly SigningCommittee committee;
    private readonly Dictionary<ulong, Felt> hashes = [];

    public CertifiedChain(string folder, int blocks)
    {
        GenesisDescription genesis = new();
        committee = new SigningCommittee(genesis.ChainId.Name, Chain.GenesisHash);
        Authority = committee.Authority();
        for (int i = 0; i < blocks; i++)
        {
            Block block = Chain.Decide();
            hashes[block.Header.Number] = block.Header.Hash;
        }

        Chain.Certificate = number => hashes.TryGetValue(number, out Felt hash) ? committee.Certificate(number, hash, 0, 1, 2) : null;
        GenesisPath = Path.Combine(folder, GenesisFile.FileName);
        File(genesis).Save(GenesisPath);
    }

    public LocalChain Chain { get; } = new();

    public BlockAuthority Authority { get; }

    public string GenesisPath { get; }

    /// <summary>What a stored proof of the chain is checked by.</summary>
    public StoredRangeCheck Check => new(new BlockProofCheck(Authority, [ProvenProgram.Current]));

    /// <summary>Puts the witness of a block and publishes its job, as a watcher does.</summary>
    public async Task<RangeJob> PublishAsync(RangeFarm farm, ulong block, CancellationToken cancellation)
    {
        ReadWitness witness = await new NodeWitnessReader(Chain, Authority).ReadAsync(new BlockSpan(block, block), cancellation);
        RangeKey key = new(Authority.GenesisHash, block, block);
        string digest = await farm.Witnesses.PutAsync(key, witness.File, cancellation);
        using Kraken.Farm.Proving.RangeProver prover = new(Authority, 0, TimeProvider.System);
        RangeJob job = new()
        {
            Genesis = key.Genesis,
            FirstBlock = block,
            LastBlock = block,
            WitnessKey = RangeJob.KeyOf(key, digest),
            WitnessSha256 = digest,
            WitnessBytes = witness.File.Length,
            ProgramHash = ProvenProgram.Current.Hash,
            Parameters = prover.Parameters,
            DecidedAt = witness.DecidedAt,
        };
        await farm.Queue.PublishAsync(job, cancellation);
        return job;
    }

    public void Dispose()
    {
        Authority.Dispose();
        committee.Dispose();
        Chain.Dispose();
    }

    private GenesisFile File(GenesisDescription genesis) => new()
    {
        ChainId = genesis.ChainId.Name,
        Timestamp = 1_700_000_000,
        StarknetVersion = genesis.StarknetVersion,
        BlockIntervalMs = 1000,
        EmptyBlockIntervalMs = 10_000,
        Validators =
        [
            .. committee.Members.Select((member, index) => new GenesisValidator
            {
                Name = $"v{index}",
                Address = member.Id.Address.ToString(),
                Weight = 1,
                SigningKey = member.Key,
                ConnectionKey = member.Key,
                Host = "127.0.0.1",
                Port = 20_000 + index,
            }),
        ],
    };
}

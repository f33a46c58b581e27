using System.Collections.Generic;
using System.Linq;
using Kraken.Consensus;
using Kraken.Consensus.Engine;
using Kraken.Execution.Native;
using Kraken.L1;
using Kraken.Mempool;
using Kraken.Node.Configuration;
using Kraken.P2P;
using Kraken.Sequencer.Drafting;
using Kraken.State.Store;

namespace Kraken.Node;

/// <summary>The running parts of a validator, for whoever tells how it stands.</summary>
internal sealed record NodeParts
{
    /// <summary>The validator as the genesis file describes it.</summary>
    public required GenesisValidator Own { get; init; }

    /// <summary>The folder of its files.</summary>
    public required string Folder { get; init; }

    /// <summary>The chain's members.</summary>
    public required GenesisFile Genesis { get; init; }

    /// <summary>Blocks and states.</summary>
    public required ChainStore Store { get; init; }

    /// <summary>Transactions that wait.</summary>
    public required TransactionPool Pool { get; init; }

    /// <summary>What the pool holds at most.</summary>
    public required MempoolOptions PoolLimits { get; init; }

    /// <summary>Connections to the other validators.</summary>
    public required PeerNetwork Peers { get; init; }

    /// <summary>Consensus.</summary>
    public required ConsensusEngine Engine { get; init; }

    /// <summary>The algorithm whose certificates the store holds.</summary>
    public required IConsensusAlgorithm Algorithm { get; init; }

    /// <summary>Blocks that are executed before they are asked for.</summary>
    public required Drafts Drafts { get; init; }

    /// <summary>Native code; null where contracts run on the virtual machine.</summary>
    public NativeClasses? Natives { get; init; }

    /// <summary>What the node reads of L1; null for a chain without one.</summary>
    public L1View? L1 { get; init; }

    /// <summary>The number of the latest block.</summary>
    public ulong Height => Store.LatestNumber ?? 0;

    /// <summary>The share of the committee's weight that this node can talk to, its own included: 0 to 1.</summary>
    public double ConnectedWeight
    {
        get
        {
            IReadOnlyCollection<PeerId> connected = Peers.ConnectedPeers;
            double all = Genesis.Validators.Sum(validator => (double)validator.Weight);
            return Genesis.Validators
                .Where(validator => validator.Id == Own.Id || connected.Contains(new PeerId(validator.Id.Address)))
                .Sum(validator => (double)validator.Weight) / all;
        }
    }
}

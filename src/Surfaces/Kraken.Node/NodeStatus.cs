using Kraken.Consensus.Engine;
using Kraken.Fields;
using Kraken.Mempool;
using Kraken.P2P;
using Kraken.Starknet.Blocks;
using Kraken.State.Store;

namespace Kraken.Node;

/// <summary>What a node says of itself on its status page.</summary>
internal sealed class NodeStatus(string name, Felt address, ChainStore store, TransactionPool pool, PeerNetwork peers, ConsensusEngine engine, int validators)
{
    public string Name => name;

    public Felt Address => address;

    public ulong Height => store.LatestNumber ?? 0;

    public BlockHeader? Latest => store.Header(Height);

    public int Waiting => pool.Count;

    public int ConnectedPeers => peers.ConnectedPeers.Count;

    public int Validators => validators;

    public string Consensus => $"height {engine.Height}, round {engine.Round}, step {engine.Step}";
}

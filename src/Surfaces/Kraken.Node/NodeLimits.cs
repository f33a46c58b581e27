using System;
using Kraken.Consensus.Engine;
using Kraken.Consensus.Engine.Machine;
using Kraken.Mempool;
using Kraken.P2P;
using Kraken.Rpc;
using Kraken.Sequencer.Drafting;
using Kraken.Sequencer.Submission;
using Kraken.Starknet.Limits;

namespace Kraken.Node;

/// <summary>
/// What every part of a node holds at most, derived from the chain's limits by the one size model: what admission takes, a peer can
/// decode, a block holds, a frame carries, the engine keeps.
/// </summary>
/// <param name="limits">The chain's limits, the same on all validators.</param>
internal sealed class NodeLimits(ChainLimits limits)
{
    // A block being received and one being looked at, of each peer.
    private const int BlocksPerPeer = 2;

    private readonly SizeModel sizes = new(limits);

    public EngineLimits Machine => new() { MaxBlockBytes = Int(sizes.MaxBlockBytes), EarlyBytesPerPeer = Int(sizes.MaxBlockBytes) };

    public EngineOptions Engine => new() { BlockBytesPerPeer = BlocksPerPeer * sizes.MaxProposalBytes };

    public LinkLimits Links
    {
        get
        {
            LinkLimits usual = new();
            int blockQueue = Int(BlocksPerPeer * sizes.MaxProposalBytes);
            int transactionQueue = Int(sizes.PeerQueueBytes);
            return usual with
            {
                Blocks = usual.Blocks with
                {
                    MaxContentBytes = Int(sizes.MaxFrameBytes),
                    OutgoingBytes = blockQueue,
                    IncomingBytes = blockQueue,
                },
                Transactions = usual.Transactions with
                {
                    MaxContentBytes = Int(sizes.MaxSubmittedBytes), OutgoingBytes = transactionQueue, IncomingBytes = transactionQueue,
                },
                Drafts = usual.Drafts with { MaxContentBytes = DraftLimits.MaxPartBytes },
            };
        }
    }

    public MempoolOptions Pool => new() { MaxBytes = sizes.PoolBytes };

    public ForeignLimits Foreign => new() { MaxQueuedBytes = sizes.PeerQueueBytes };

    public RpcOptions Rpc
    {
        get
        {
            RpcOptions usual = new();
            int answer = Math.Max(usual.MaxAnswerBytes, Int(sizes.MaxRpcBlockBytes));
            return usual with
            {
                MaxBodyBytes = Int(sizes.MaxRpcBodyBytes),
                MaxAnswerBytes = answer,
                MaxClientAnswerBytes = Math.Max(usual.MaxClientAnswerBytes, answer),
                MaxTotalAnswerBytes = Math.Max(usual.MaxTotalAnswerBytes, 2L * answer),
            };
        }
    }

    // The chain's limits were checked when they were read: every size fits.
    private static int Int(long bytes) => checked((int)bytes);
}

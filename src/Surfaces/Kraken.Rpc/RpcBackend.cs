using System;
using System.Collections.Immutable;
using Kraken.Fields;
using Kraken.Rpc.Protocol;
using Kraken.Starknet.Chain;
using Kraken.Starknet.Genesis;

namespace Kraken.Rpc;

/// <summary>What the interface serves: the node behind it.</summary>
public sealed record RpcBackend
{
    /// <summary>Blocks, receipts and state.</summary>
    public required IChainReader Chain { get; init; }

    /// <summary>The way to the mempool; null on a node that takes no transactions.</summary>
    public ITransactionSubmitter? Submitter { get; init; }

    /// <summary>Runs calls and simulations; null on a node that runs none.</summary>
    public ICallExecutor? Executor { get; init; }

    /// <summary>
    /// The predeployed accounts whose keys everybody may know, shown by devnet_getPredeployedAccounts; empty on a serious chain.
    /// </summary>
    public ImmutableArray<PredeployedAccount> DevelopmentAccounts { get; init; } = [];

    /// <summary>
    /// The commit certificate of a height as the node keeps it, empty or null where there is none; null on a node that keeps none.
    /// </summary>
    public Func<ulong, byte[]?>? Certificate { get; init; }

    /// <summary>The token that fees are paid in, for those who show the chain; null where the node does not say it.</summary>
    public Felt? FeeToken { get; init; }

    /// <summary>Methods beside those of the interface; one that has the name of such a one stands in its place.</summary>
    public ImmutableArray<RpcMethod> Methods { get; init; } = [];

    /// <summary>Why the node can no longer do its part, shown at /health; null while it can. Null for a node that always can.</summary>
    public Func<string?>? Failure { get; init; }

    /// <summary>How the node is, for its status page.</summary>
    public Func<NodeStatus>? Status { get; init; }
}

using System;
using System.Collections.Immutable;
using Kraken.Rpc.Health;
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

    /// <summary>Methods beside those of the interface; one that has the name of such a one stands in its place.</summary>
    public ImmutableArray<RpcMethod> Methods { get; init; } = [];

    /// <summary>
    /// What of the node is not well, shown at /health and /ready; what can be seen of <see cref="Chain"/> is added. Null where nothing else
    /// can fail.
    /// </summary>
    public Func<HealthReport>? Health { get; init; }

    /// <summary>How the node is, for its status page.</summary>
    public Func<NodeStatus>? Status { get; init; }
}

using System;
using System.Collections.Immutable;
using Kraken.Feeder;
using Kraken.Feeder.Serving;
using Kraken.Fields;
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

    /// <summary>
    /// A block by its number as followers are given it at /blocks, null where there is none; null on a node that serves none.
    /// </summary>
    public Func<ulong, ReadOnlyMemory<byte>?>? EncodedBlock { get; init; }

    /// <summary>The chain's genesis file, served at /blocks/genesis; empty where there is none.</summary>
    public ReadOnlyMemory<byte> GenesisFile { get; init; }

    /// <summary>
    /// The newest block that was accepted on L1, with all below it; null where none was. Null on a node that knows no L1.
    /// </summary>
    public Func<ulong?>? AcceptedOnL1 { get; init; }

    /// <summary>Methods beside those of the interface; one that has the name of such a one stands in its place.</summary>
    public ImmutableArray<RpcMethod> Methods { get; init; } = [];

    /// <summary>
    /// What of the node is not well, shown at /health and /ready; what can be seen of <see cref="Chain"/> is added. Null where nothing else
    /// can fail.
    /// </summary>
    public Func<HealthReport>? Health { get; init; }

    /// <summary>What signs block hashes for the feeder gateway; null on a node that signs none.</summary>
    public BlockSigner? Signer { get; init; }

    /// <summary>The token that fees are paid in, as the feeder gateway tells it; null where nobody tells.</summary>
    public Felt? FeeToken { get; init; }

    /// <summary>How the node is, for its status page.</summary>
    public Func<NodeStatus>? Status { get; init; }

    /// <summary>The node as the gateways see it.</summary>
    internal FeederBackend Gateways => new()
    {
        Chain = Chain, Submitter = Submitter, Executor = Executor, Signer = Signer, FeeToken = FeeToken,
    };
}

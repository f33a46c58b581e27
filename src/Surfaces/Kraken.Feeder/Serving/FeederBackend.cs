using Kraken.Fields;
using Kraken.Starknet.Chain;

namespace Kraken.Feeder.Serving;

/// <summary>The node behind the gateways.</summary>
public sealed record FeederBackend
{
    /// <summary>Blocks, receipts and state.</summary>
    public required IChainReader Chain { get; init; }

    /// <summary>The way to the mempool; null on a node that takes no transactions.</summary>
    public ITransactionSubmitter? Submitter { get; init; }

    /// <summary>Runs decided blocks again for their traces; null on a node that runs none.</summary>
    public ICallExecutor? Executor { get; init; }

    /// <summary>What signs block hashes; null on a node that signs none.</summary>
    public BlockSigner? Signer { get; init; }

    /// <summary>The token that fees are paid in; null where nobody tells.</summary>
    public Felt? FeeToken { get; init; }
}

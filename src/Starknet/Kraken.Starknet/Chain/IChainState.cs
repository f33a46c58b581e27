using System.Threading;
using Kraken.Fields;

namespace Kraken.Starknet.Chain;

/// <summary>The state after one block.</summary>
public interface IChainState
{
    /// <summary>The value of a storage cell; zero when it was never written.</summary>
    Felt StorageAt(in Felt contract, in Felt key);

    /// <summary>The number of the block that last set a storage cell; null when none did.</summary>
    ulong? LastUpdateOf(in Felt contract, in Felt key);

    /// <summary>The nonce of a contract; zero when it does not exist.</summary>
    Felt NonceAt(in Felt contract);

    /// <summary>The class hash of a contract; zero when it is not deployed.</summary>
    Felt ClassHashAt(in Felt contract);

    /// <summary>Whether a class is declared.</summary>
    bool IsDeclared(in Felt classHash);

    /// <summary>The nodes on the ways to leaves of the state's tries; null where whoever gives the state has no tries.</summary>
    /// <param name="query">The leaves, each of a key below 2^251.</param>
    /// <param name="blockHash">The hash of the state's block.</param>
    /// <param name="cancellation">Ends the work between leaves.</param>
    StorageProof? Prove(StorageProofQuery query, Felt blockHash, CancellationToken cancellation) => null;
}

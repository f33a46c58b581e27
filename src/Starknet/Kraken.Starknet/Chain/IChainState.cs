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
}

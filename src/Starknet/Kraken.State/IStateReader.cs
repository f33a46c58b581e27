using Kraken.Fields;

namespace Kraken.State;

/// <summary>Reads the state at one point of the chain. Implementations over committed blocks may be read from several threads.</summary>
public interface IStateReader
{
    /// <summary>The value of a storage cell; zero when it was never written.</summary>
    Felt StorageAt(in Felt contract, in Felt key);

    /// <summary>The nonce of a contract; zero when it does not exist.</summary>
    Felt NonceAt(in Felt contract);

    /// <summary>The class hash of a contract; zero when it is not deployed.</summary>
    Felt ClassHashAt(in Felt contract);

    /// <summary>The compiled class hash of a class; zero when it is not declared (or is a class of Cairo 0).</summary>
    Felt CompiledClassHashOf(in Felt classHash);
}

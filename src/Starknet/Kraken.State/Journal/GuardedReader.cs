using System;
using Kraken.Fields;

namespace Kraken.State.Journal;

/// <summary>
/// Reads a state and gives every failure of doing so one type, so that nobody above takes it for a fault of the program that runs.
/// </summary>
internal sealed class GuardedReader(IStateReader reader) : IStateReader
{
    public Felt StorageAt(in Felt contract, in Felt key)
    {
        try
        {
            return reader.StorageAt(contract, key);
        }
        catch (Exception failure) when (failure is not StateUnavailableException)
        {
            throw new StateUnavailableException($"storage of {contract} at {key}: {failure.Message}", failure);
        }
    }

    public Felt NonceAt(in Felt contract)
    {
        try
        {
            return reader.NonceAt(contract);
        }
        catch (Exception failure) when (failure is not StateUnavailableException)
        {
            throw new StateUnavailableException($"nonce of {contract}: {failure.Message}", failure);
        }
    }

    public Felt ClassHashAt(in Felt contract)
    {
        try
        {
            return reader.ClassHashAt(contract);
        }
        catch (Exception failure) when (failure is not StateUnavailableException)
        {
            throw new StateUnavailableException($"class hash of {contract}: {failure.Message}", failure);
        }
    }

    public Felt CompiledClassHashOf(in Felt classHash)
    {
        try
        {
            return reader.CompiledClassHashOf(classHash);
        }
        catch (Exception failure) when (failure is not StateUnavailableException)
        {
            throw new StateUnavailableException($"compiled class hash of {classHash}: {failure.Message}", failure);
        }
    }
}

using System;
using Kraken.Fields;
using Kraken.State;
using Kraken.State.Journal;

namespace Kraken.Execution.Tests.Errors;

/// <summary>A state of which one storage cell cannot be read.</summary>
/// <param name="state">The rest.</param>
/// <param name="broken">The cell; null for none.</param>
/// <param name="failure">What reading it throws.</param>
internal sealed class BrokenStorage(IStateReader state, StorageCell? broken, Exception failure) : IStateReader
{
    public Felt StorageAt(in Felt contract, in Felt key) =>
        broken == new StorageCell(contract, key) ? throw failure : state.StorageAt(contract, key);

    public Felt NonceAt(in Felt contract) => state.NonceAt(contract);

    public Felt ClassHashAt(in Felt contract) => state.ClassHashAt(contract);

    public Felt CompiledClassHashOf(in Felt classHash) => state.CompiledClassHashOf(classHash);
}

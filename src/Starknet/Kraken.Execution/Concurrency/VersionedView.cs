using System.Collections.Generic;
using Kraken.Fields;
using Kraken.Starknet.Blocks;
using Kraken.State;
using Kraken.State.Journal;

namespace Kraken.Execution.Concurrency;

/// <summary>The state as one run ahead is given it, with all that it was given. For one thread.</summary>
internal sealed class VersionedView : IStateReader
{
    private readonly VersionedCells cells;
    private readonly FeeCredit credit;
    private readonly Attempt attempt;
    private readonly IInterleaving? interleaving;
    private readonly List<CellRead> reads = [];

    internal VersionedView(VersionedCells cells, FeeCredit credit, Attempt attempt, IInterleaving? interleaving)
    {
        this.cells = cells;
        this.credit = credit;
        this.attempt = attempt;
        this.interleaving = interleaving;
        State = new JournaledState(this);
    }

    /// <summary>The state to run on. It reads each value once.</summary>
    internal JournaledState State { get; }

    /// <summary>What was given, in order.</summary>
    internal CellRead[] Reads => [.. reads];

    /// <inheritdoc/>
    public Felt StorageAt(in Felt contract, in Felt key) => Read(new(CellKind.Storage, contract, key));

    /// <inheritdoc/>
    public Felt NonceAt(in Felt contract) => Read(new(CellKind.Nonce, contract, default));

    /// <inheritdoc/>
    public Felt ClassHashAt(in Felt contract) => Read(new(CellKind.ClassHash, contract, default));

    /// <inheritdoc/>
    public Felt CompiledClassHashOf(in Felt classHash) => Read(new(CellKind.CompiledClass, classHash, default));

    private Felt Read(in CellName name)
    {
        interleaving?.Step();
        bool isCredit = State.VisitedMark is not null && credit.Changes(name);
        Felt value = cells.Read(name, attempt, registers: !isCredit);
        reads.Add(new(name, value, isCredit));
        return value;
    }
}

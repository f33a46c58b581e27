using System.Collections.Generic;
using Kraken.Execution.Transactions;
using Kraken.State.Journal;

namespace Kraken.Execution.Concurrency;

/// <summary>The place of one transaction in a block that is executed; guarded by the <see cref="AheadQueue"/>.</summary>
internal sealed class Slot
{
    internal SlotState State { get; set; }

    /// <summary>The run ahead that goes on or was the last.</summary>
    internal Attempt? Attempt { get; set; }

    /// <summary>What that run gave.</summary>
    internal Forerun? Result { get; set; }

    /// <summary>How often it ran ahead.</summary>
    internal int Runs { get; set; }

    /// <summary>What others take it to write.</summary>
    internal IReadOnlyList<StateChange> Published { get; set; } = [];

    /// <summary>The transaction, once somebody made it; whoever runs it makes it.</summary>
    internal ExecutableTransaction? Transaction { get; set; }

    /// <summary>The place of the transaction before it of the same account, without which it cannot run; -1 for none.</summary>
    internal int After { get; set; } = -1;
}

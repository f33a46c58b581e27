namespace Kraken.Consensus.Simulation.Chain;

/// <summary>A client's transaction.</summary>
/// <param name="Id">Its number; the ones of a run are counted from 1.</param>
/// <param name="Kind">What executing it does.</param>
/// <param name="Size">Its bytes in a block, beside its number.</param>
internal readonly record struct SimulatedTransaction(ulong Id, TransactionKind Kind, int Size);

/// <summary>What executing a transaction does.</summary>
internal enum TransactionKind : byte
{
    /// <summary>It executes.</summary>
    Usual = 0,

    /// <summary>The executor throws.</summary>
    Poison = 1,

    /// <summary>The executor takes the process with it.</summary>
    Deadly = 2,
}

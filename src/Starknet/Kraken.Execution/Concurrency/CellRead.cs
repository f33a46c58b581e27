using Kraken.Fields;

namespace Kraken.Execution.Concurrency;

/// <summary>A value that a run ahead was given.</summary>
/// <param name="Name">Which value.</param>
/// <param name="Value">What it was taken for.</param>
/// <param name="IsCredit">
/// The sequencer's balance, which nothing but the transfer of the fee looked at: every transaction of the block changes it.
/// </param>
internal readonly record struct CellRead(CellName Name, Felt Value, bool IsCredit);

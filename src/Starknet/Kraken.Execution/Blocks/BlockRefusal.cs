using Kraken.Fields;

namespace Kraken.Execution.Blocks;

/// <summary>Why the transactions of a block are no block.</summary>
/// <param name="Index">The place of the first transaction that may not enter it.</param>
/// <param name="Hash">That transaction's hash.</param>
/// <param name="Reason">The rejection, or the limit of the block with what was expected and what came.</param>
public sealed record BlockRefusal(int Index, Felt Hash, string Reason);

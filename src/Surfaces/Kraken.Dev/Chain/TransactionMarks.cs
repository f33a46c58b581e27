using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Kraken.Execution.Transactions;
using Kraken.Fields;
using Kraken.State.Store;

namespace Kraken.Dev.Chain;

/// <summary>
/// Which transactions of a development chain ran without validation or without fee. It stands where other chains keep the certificate of a
/// block, a byte for each transaction, so that a block can be run again as it was; nothing stands there for a block that all chains could
/// have. Safe for several threads.
/// </summary>
/// <param name="store">The chain.</param>
internal sealed class TransactionMarks(ChainStore store)
{
    private const byte Unvalidated = 1;
    private const byte Free = 2;

    /// <summary>How a transaction of the chain ran; null for the protocol's way, and for one that is in no block.</summary>
    internal ExecutionFlags? Find(in Felt hash) =>
        store.Find(hash) is { } place && store.Certificate(place.BlockNumber) is { } marks && place.Index < marks.Length
            ? Decode(marks[place.Index])
            : null;

    /// <summary>What is kept of a block.</summary>
    internal static ImmutableArray<byte> Encode(IReadOnlyCollection<ExecutionFlags?> transactions) =>
        transactions.All(flags => flags is null) ? [] : [.. transactions.Select(Encode)];

    private static byte Encode(ExecutionFlags? flags) => flags is null
        ? (byte)0
        : (byte)((flags.Validate ? 0 : Unvalidated) | (flags.ChargeFee ? 0 : Free));

    private static ExecutionFlags? Decode(byte mark) => mark == 0
        ? null
        : new ExecutionFlags(ChargeFee: (mark & Free) == 0, Validate: (mark & Unvalidated) == 0);
}

using System;

namespace Kraken.Execution.Transactions;

/// <summary>Leaves the run of a transaction that is rejected.</summary>
internal sealed class RejectionException(RejectionKind kind, string message) : Exception
{
    internal Rejection Rejection { get; } = new(kind, message);
}

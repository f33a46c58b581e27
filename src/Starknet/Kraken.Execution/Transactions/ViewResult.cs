using System.Collections.Generic;
using Kraken.Fields;

namespace Kraken.Execution.Transactions;

/// <summary>What a view call gave.</summary>
/// <param name="Status">How it ended.</param>
/// <param name="Retdata">Return data, or panic data.</param>
/// <param name="Error">What went wrong, in words; null on success.</param>
public sealed record ViewResult(ViewStatus Status, IReadOnlyList<Felt> Retdata, string? Error);

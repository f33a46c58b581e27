using System.Collections.Generic;
using Kraken.Explorer.Abi;

namespace Kraken.Explorer.Views;

/// <summary>A call in a call tree.</summary>
/// <param name="Kind">How it was made: "call", "library call", "constructor" and so on.</param>
/// <param name="Call">Contract, function and arguments.</param>
/// <param name="Result">What it returned, or why it failed.</param>
/// <param name="Gas">L2 gas, as text; empty when not stated.</param>
/// <param name="IsReverted">Whether its effects were undone.</param>
/// <param name="Calls">The calls that it made.</param>
internal sealed record TraceNode(string Kind, DecodedCall Call, string Result, string Gas, bool IsReverted, IReadOnlyList<TraceNode> Calls);

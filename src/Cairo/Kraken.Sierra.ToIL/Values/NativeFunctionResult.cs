using System.Collections.Generic;
using System.Text.Json.Nodes;

namespace Kraken.Sierra.ToIL.Values;

/// <summary>What a function gave.</summary>
/// <param name="Values">The results with content, in order, as <see cref="NativeFunction"/> writes values.</param>
/// <param name="Gas">The gas left.</param>
/// <param name="Usage">The builtins used.</param>
public sealed record NativeFunctionResult(IReadOnlyList<JsonNode?> Values, ulong Gas, NativeUsage Usage);

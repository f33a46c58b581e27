using System;
using System.Text.Json;

namespace Kraken.Rpc.Versions;

/// <summary>Values of a parameter that an older version of the specification does not know.</summary>
/// <param name="IsNew">Whether a value of it, which may be anything from outside, is one of these.</param>
/// <param name="Expected">What the older version expects, for the error.</param>
internal sealed record NewArgument(string Parameter, Func<JsonElement, bool> IsNew, string Expected);

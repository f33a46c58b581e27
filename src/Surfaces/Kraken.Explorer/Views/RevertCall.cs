using Kraken.Fields;

namespace Kraken.Explorer.Views;

/// <summary>A call on the way of a failure.</summary>
/// <param name="Contract">The called contract.</param>
/// <param name="ClassHash">The class whose code ran.</param>
/// <param name="Function">The function by its name, or its selector where no known class names it.</param>
internal sealed record RevertCall(Felt Contract, Felt ClassHash, string Function);

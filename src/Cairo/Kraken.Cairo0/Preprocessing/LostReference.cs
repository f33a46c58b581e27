using Kraken.Cairo0.Diagnostics;
using Kraken.Cairo0.Flow;
using Kraken.Cairo0.Syntax;

namespace Kraken.Cairo0.Preprocessing;

/// <summary>A reference that did not hold where it was used.</summary>
/// <param name="Name">The full name.</param>
/// <param name="Reference">The binding.</param>
/// <param name="Error">What the source's author is told if nothing helps.</param>
internal sealed record LostReference(ScopedName Name, Reference Reference, CairoException Error);

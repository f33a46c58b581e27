namespace Kraken.Cairo.Hints.Cairo0;

/// <summary>A reference taken apart.</summary>
/// <param name="Expression">The address, or the value.</param>
/// <param name="IsAddress">The variable lives at the expression, else it is the expression.</param>
/// <param name="Type">The variable's type.</param>
internal sealed record ReferenceText(ReferenceExpression Expression, bool IsAddress, string Type);

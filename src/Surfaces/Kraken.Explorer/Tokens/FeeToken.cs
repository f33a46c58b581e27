using Kraken.Fields;

namespace Kraken.Explorer.Tokens;

/// <summary>The token that fees are paid in.</summary>
/// <param name="Address">Its contract.</param>
/// <param name="Decimals">The digits after the point of an amount.</param>
/// <param name="Origin">Who says that it is this one.</param>
internal sealed record FeeToken(Felt Address, string Symbol, int Decimals, string Origin);

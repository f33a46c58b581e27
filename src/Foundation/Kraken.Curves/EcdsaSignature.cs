using Kraken.Fields;

namespace Kraken.Curves;

/// <summary>A signature over the Stark curve: (r, s), both integers in 1 .. order - 1 held as field elements.</summary>
/// <param name="R">The x coordinate of k * generator.</param>
/// <param name="S">(message + r * privateKey) / k modulo the order.</param>
public readonly record struct EcdsaSignature(Felt R, Felt S);

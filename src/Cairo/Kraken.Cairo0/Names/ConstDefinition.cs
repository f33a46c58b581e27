using System.Numerics;

namespace Kraken.Cairo0.Names;

/// <summary>A constant.</summary>
internal sealed class ConstDefinition(BigInteger value) : IdentifierDefinition
{
    /// <summary>The value, within ±P/2.</summary>
    public BigInteger Value { get; } = value;

    /// <inheritdoc/>
    public override IdentifierKind Kind => IdentifierKind.Const;
}

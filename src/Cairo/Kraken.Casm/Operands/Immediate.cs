using System.Globalization;
using System.Numerics;
using Kraken.Fields;

namespace Kraken.Casm.Operands;

/// <summary>A constant as the compiler wrote it: it may be negative or not below the field's modulus.</summary>
/// <param name="Value">The integer.</param>
public sealed record Immediate(BigInteger Value) : DerefOrImmediate
{
    /// <summary>The integer modulo the field's modulus.</summary>
    public Felt Felt { get; } = Felt.FromBigInteger(Value);

    /// <inheritdoc/>
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}

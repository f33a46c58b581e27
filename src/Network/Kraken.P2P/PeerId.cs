using Kraken.Fields;

namespace Kraken.P2P;

/// <summary>A peer: the address of the validator whose key its certificate holds.</summary>
/// <param name="Address">The validator's address.</param>
public readonly record struct PeerId(Felt Address)
{
    /// <inheritdoc/>
    public override string ToString() => Address.ToString();
}

using Kraken.Fields;

namespace Kraken.Node.Configuration.Launch;

/// <summary>What the operator of a validator tells the others, as <c>kraken keys</c> prints it.</summary>
/// <param name="Address">The address under which it proposes and receives fees.</param>
/// <param name="SigningKey">The public key of its votes (SubjectPublicKeyInfo, P-256).</param>
/// <param name="ConnectionKey">The public key of its connections (SubjectPublicKeyInfo, P-256).</param>
public sealed record ValidatorKeys(Felt Address, byte[] SigningKey, byte[] ConnectionKey);

using System.Text.Json.Serialization;
using Kraken.Consensus;
using Kraken.Fields;

namespace Kraken.Node.Configuration;

/// <summary>A validator of a network.</summary>
public sealed record GenesisValidator
{
    /// <summary>A name for people.</summary>
    public required string Name { get; init; }

    /// <summary>The address under which it proposes and receives fees, hexadecimal.</summary>
    public required string Address { get; init; }

    /// <summary>The voting weight, at least 1.</summary>
    public required ulong Weight { get; init; }

    /// <summary>The public key of its votes (SubjectPublicKeyInfo, P-256).</summary>
    public required byte[] SigningKey { get; init; }

    /// <summary>The public key of its connections (SubjectPublicKeyInfo, P-256).</summary>
    public required byte[] ConnectionKey { get; init; }

    /// <summary>Where it listens for peers: host name or address.</summary>
    public required string Host { get; init; }

    /// <summary>Where it listens for peers: TCP port.</summary>
    public required int Port { get; init; }

    /// <summary>The validator in consensus.</summary>
    [JsonIgnore]
    public ValidatorId Id => new(Felt.Parse(Address));
}

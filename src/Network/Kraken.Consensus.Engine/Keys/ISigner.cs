using System;

namespace Kraken.Consensus.Engine.Keys;

/// <summary>Makes this validator's signatures: a key file, a device, or a simulated key.</summary>
public interface ISigner
{
    /// <summary>Signs bytes.</summary>
    byte[] Sign(ReadOnlySpan<byte> message);
}

/// <summary>Checks the signatures of a committee.</summary>
public interface ISignatureVerifier
{
    /// <summary>True when the validator signed the message. Safe for several threads.</summary>
    bool Verify(ValidatorId validator, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature);
}

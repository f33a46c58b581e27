using System;
using Kraken.Stark;

namespace Kraken.Cairo.Air.Proofs.Formats;

/// <summary>Ends the decoding of a malformed proof; caught by <see cref="ProofDecoder"/> and never seen outside.</summary>
internal sealed class ProofFormatException(string where, string expected, string got) : Exception
{
    internal VerifyError Error { get; } = new(VerifyErrorKind.Malformed, where, expected, got);
}

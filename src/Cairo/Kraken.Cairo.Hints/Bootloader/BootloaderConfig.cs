using System.Collections.Generic;
using Kraken.Fields;

namespace Kraken.Cairo.Hints.Bootloader;

/// <summary>The programs whose outputs a bootloader may unpack; it puts what it was given into its output.</summary>
/// <param name="SimpleBootloaderHashes">Hashes of simple bootloaders.</param>
/// <param name="CairoVerifierHashes">Hashes of verifiers written in Cairo.</param>
public sealed record BootloaderConfig(
    IReadOnlyList<Felt> SimpleBootloaderHashes, IReadOnlyList<Felt> CairoVerifierHashes, Felt ApplicativeBootloaderHash)
{
    /// <summary>The cells that it takes in the output.</summary>
    public const int Size = 3;
}

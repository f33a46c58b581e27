using Kraken.Casm.Classes;
using Kraken.Starknet.Limits;

namespace Kraken.Starknet.Json;

/// <summary>
/// Bounds of the decoders of Sierra classes, above those of any chain (<see cref="ClassBounds"/>): they also read the store, compiler
/// output and classes of other networks.
/// </summary>
public static class ClassLimits
{
    /// <summary>
    /// The most bytes of a class as JSON: six for every byte of the largest, which is what escaping can add, so
    /// that what was taken reads back.
    /// </summary>
    public const int MaxJsonBytes = 6 * ClassBounds.StarknetJsonBytes;

    /// <summary>The most felts of a Sierra program.</summary>
    public const int MaxSierraFelts = 500_000;

    /// <summary>The most characters of an ABI; a chain's own bound is that of the class.</summary>
    public const int MaxAbiLength = MaxJsonBytes;

    /// <summary>The most entry points of a kind.</summary>
    public const int MaxEntryPoints = CasmLimits.MaxEntryPoints;
}

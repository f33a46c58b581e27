using Kraken.Starknet.Limits;

namespace Kraken.Starknet.Json;

/// <summary>
/// Bounds of the decoders of classes, above those of any chain (<see cref="ClassBounds"/>): they also read the store, compiler output and
/// classes of other networks.
/// </summary>
public static class ClassLimits
{
    /// <summary>The most bytes of a class as JSON: six for every byte of the largest, which is what escaping can add, so that what was taken reads back.</summary>
    public const int MaxJsonBytes = 6 * ClassBounds.StarknetJsonBytes;

    /// <summary>The most felts of a Sierra program.</summary>
    public const int MaxSierraFelts = 500_000;

    /// <summary>The most felts of a bytecode (the protocol's own bound is 81 920).</summary>
    public const int MaxBytecodeFelts = 500_000;

    /// <summary>The most characters of an ABI; a chain's own bound is that of the class.</summary>
    public const int MaxAbiLength = MaxJsonBytes;

    /// <summary>The most entry points of a kind.</summary>
    public const int MaxEntryPoints = 4096;

    /// <summary>The most builtins of an entry point.</summary>
    public const int MaxBuiltins = 32;

    /// <summary>The longest name of a builtin, so that it is a short string.</summary>
    public const int MaxBuiltinName = 31;

    /// <summary>The most segments of a bytecode, and of each inner one.</summary>
    public const int MaxSegments = 100_000;

    /// <summary>The deepest nesting of segments.</summary>
    public const int MaxSegmentDepth = 16;
}

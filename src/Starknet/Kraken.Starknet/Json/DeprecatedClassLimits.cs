namespace Kraken.Starknet.Json;

/// <summary>
/// Bounds of the decoder of Cairo 0 classes. The largest that Starknet took were of about 4 MiB with their ABI; what is above the bounds is
/// refused before it is unpacked whole.
/// </summary>
public static class DeprecatedClassLimits
{
    /// <summary>The most bytes of a class as JSON, whose program may be packed or not.</summary>
    public const int MaxJsonBytes = 24 << 20;

    /// <summary>The most characters of a packed program in base64.</summary>
    public const int MaxPackedLength = 8 << 20;

    /// <summary>The most bytes of an unpacked program.</summary>
    public const int MaxProgramBytes = 16 << 20;

    /// <summary>The most words of code.</summary>
    public const int MaxWords = 1 << 18;

    /// <summary>The most builtins, which is more than there are.</summary>
    public const int MaxBuiltins = 16;

    /// <summary>The most entry points of a kind.</summary>
    public const int MaxEntryPoints = ClassLimits.MaxEntryPoints;

    /// <summary>The most characters of an ABI.</summary>
    public const int MaxAbiLength = 8 << 20;
}

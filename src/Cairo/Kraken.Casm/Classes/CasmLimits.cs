namespace Kraken.Casm.Classes;

/// <summary>
/// Bounds of the decoder of compiled classes, above those of any chain: it also reads the store, compiler output and classes of other
/// networks.
/// </summary>
public static class CasmLimits
{
    /// <summary>The most bytes of a compiled class as JSON.</summary>
    public const int MaxJsonBytes = 24 << 20;

    /// <summary>The most felts of a bytecode (the protocol's own bound is 81 920).</summary>
    public const int MaxBytecodeFelts = 500_000;

    /// <summary>The most entry points of a kind.</summary>
    public const int MaxEntryPoints = 4096;

    /// <summary>The most hints of one instruction.</summary>
    public const int MaxHintsOfInstruction = 4096;

    /// <summary>The most builtins of an entry point.</summary>
    public const int MaxBuiltins = 32;

    /// <summary>The longest name of a builtin, so that it is a short string.</summary>
    public const int MaxBuiltinName = 31;

    /// <summary>The most segments of a bytecode, and of each inner one.</summary>
    public const int MaxSegments = 100_000;

    /// <summary>The deepest nesting of segments.</summary>
    public const int MaxSegmentDepth = 16;
}

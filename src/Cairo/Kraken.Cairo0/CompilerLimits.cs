namespace Kraken.Cairo0;

/// <summary>Bounds on what a source may ask of the compiler; each one ends in an error with a place.</summary>
internal static class CompilerLimits
{
    /// <summary>Depth of the syntax tree: blocks, brackets and chains of operators together. Every walk over the tree recurses so deep.</summary>
    public const int Depth = 256;

    /// <summary>Bytes of one source file.</summary>
    public const int FileBytes = 4 << 20;

    /// <summary>Modules of one program, the main files included.</summary>
    public const int Modules = 4096;

    /// <summary>Decimal or hexadecimal digits of one number.</summary>
    public const int Digits = 4300;
}

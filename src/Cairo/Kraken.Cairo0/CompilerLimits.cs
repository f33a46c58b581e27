namespace Kraken.Cairo0;

/// <summary>Bounds on what a source may ask of the compiler; each one ends in an error with a place.</summary>
internal static class CompilerLimits
{
    /// <summary>Blocks, brackets and signs that may stand within each other: the parser recurses so deep.</summary>
    public const int Depth = 200;

    /// <summary>Depth of the syntax tree, chains of operators included. Every walk over the tree recurses so deep.</summary>
    public const int TreeDepth = 512;

    /// <summary>Bytes of one source file.</summary>
    public const int FileBytes = 4 << 20;

    /// <summary>Modules of one program, the main files included.</summary>
    public const int Modules = 1024;

    /// <summary>Digits of one number, decimal or hexadecimal.</summary>
    public const int Digits = 4300;

    /// <summary>Characters of a short string between its quotes, escapes counted as written.</summary>
    public const int ShortString = 31;
}

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

    /// <summary>Parts of a name as it is written, with dots between them.</summary>
    public const int NameParts = 256;

    /// <summary>Characters of a name with the scopes that it stands in: each name of a deep scope repeats all of them.</summary>
    public const int NameCharacters = 1024;

    /// <summary>Names of one program, temporaries included.</summary>
    public const int Identifiers = 1 << 20;

    /// <summary>Felts that a value of one type takes.</summary>
    public const int TypeFelts = 1 << 20;

    /// <summary>Nodes of one type after aliases have been put in.</summary>
    public const int TypeNodes = 1 << 16;

    /// <summary>Bits of an integer that is not reduced, such as an exponent: 2 ** (2 ** 40) is none.</summary>
    public const int IntegerBits = 1 << 14;

    /// <summary>Nodes of one expression after references have been put in: each reference may hold the one before it twice.</summary>
    public const int ExpressionNodes = 1 << 16;

    /// <summary>Depth of one expression after references have been put in.</summary>
    public const int ExpressionDepth = 256;

    /// <summary>Words of code of one program.</summary>
    public const int CodeWords = 1 << 22;

    /// <summary>References of one program, discarded attempts not counted.</summary>
    public const int References = 1 << 20;

    /// <summary>References looked at where flows meet, in all of one program: many labels behind many references are too much.</summary>
    public const long MeetingReferences = 1L << 22;

    /// <summary>Characters of a program's JSON, which lists all references that hold at each hint.</summary>
    public const int JsonCharacters = 1 << 28;

    /// <summary>How often a function is compiled again to keep references that it lost.</summary>
    public const int Retries = 4;

    /// <summary>Characters of a short string between its quotes, escapes counted as written.</summary>
    public const int ShortString = 31;
}

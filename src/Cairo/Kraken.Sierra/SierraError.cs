using System;

namespace Kraken.Sierra;

/// <summary>What a Sierra program was refused for.</summary>
public enum SierraErrorKind
{
    /// <summary>The felt form is truncated, out of range or not canonical.</summary>
    MalformedFelts,

    /// <summary>The text form does not follow the grammar.</summary>
    MalformedText,

    /// <summary>The program is larger than the decoder's bounds.</summary>
    TooLarge,

    /// <summary>A Sierra version that this compiler does not read.</summary>
    UnsupportedVersion,

    /// <summary>A type declaration that its generic type does not allow.</summary>
    InvalidType,

    /// <summary>A generic type that is not known.</summary>
    UnsupportedType,

    /// <summary>A generic library function that is not known; <see cref="SierraError.What"/> names it.</summary>
    UnsupportedLibfunc,

    /// <summary>A library function whose generic arguments or needed types do not fit.</summary>
    InvalidLibfunc,

    /// <summary>A library function that is not on the allowed list.</summary>
    LibfuncNotAllowed,

    /// <summary>A function whose signature or entry point is invalid.</summary>
    InvalidFunction,

    /// <summary>A statement that does not fit its library function or jumps where it must not.</summary>
    InvalidStatement,

    /// <summary>The gas equations have no solution.</summary>
    GasMetadata,

    /// <summary>The change of ap along the program is inconsistent.</summary>
    ApChangeMetadata,

    /// <summary>References, frame or gas wallet are inconsistent on compilation.</summary>
    Compilation,

    /// <summary>The entry points of a contract class break its rules.</summary>
    InvalidEntryPoint,
}

/// <summary>A closed report of why a program was refused. Names of the program stand in it in part where they are long.</summary>
/// <param name="Kind">The class of the failure.</param>
/// <param name="What">The thing at fault, in words.</param>
/// <param name="Where">The statement, declaration or felt index at fault, or -1.</param>
/// <param name="Expected">What was expected, or empty.</param>
/// <param name="Got">What was found, or empty.</param>
public sealed record SierraError(SierraErrorKind Kind, string What, int Where = -1, string Expected = "", string Got = "")
{
    // A name of a program may be as long as the program.
    private const int MaximumShown = 200;

    /// <summary>The thing at fault, in words.</summary>
    public string What { get; init; } = Shown(What);

    /// <summary>What was expected, or empty.</summary>
    public string Expected { get; init; } = Shown(Expected);

    /// <summary>What was found, or empty.</summary>
    public string Got { get; init; } = Shown(Got);

    /// <inheritdoc/>
    public override string ToString()
    {
        string text = Where >= 0 ? $"{Kind} at #{Where}: {What}" : $"{Kind}: {What}";
        return Expected.Length == 0 ? text : $"{text} (expected {Expected}, got {Got})";
    }

    private static string Shown(string text)
    {
        if (text.Length <= MaximumShown)
        {
            return text;
        }

        int end = char.IsHighSurrogate(text[MaximumShown - 1]) ? MaximumShown - 1 : MaximumShown;
        return $"{text.AsSpan(0, end)}…";
    }
}

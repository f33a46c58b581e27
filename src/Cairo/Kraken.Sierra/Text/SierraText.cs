using System.Diagnostics.CodeAnalysis;

namespace Kraken.Sierra.Text;

/// <summary>The text form of a program: declarations, statements with labels, functions.</summary>
public static class SierraText
{
    // Larger than any real program's text by a factor of ten.
    private const int MaximumLength = 1 << 28;

    /// <summary>Parses the text form.</summary>
    /// <param name="text">The program's text.</param>
    /// <param name="error">Why the text was refused; Where is the offset in the text or the index of the declaration.</param>
    public static bool TryParse(string text, [NotNullWhen(true)] out SierraProgram? program, [NotNullWhen(false)] out SierraError? error)
    {
        program = null;
        error = null;
        try
        {
            if (text.Length > MaximumLength)
            {
                error = new SierraError(SierraErrorKind.TooLarge, "text", -1, $"at most {MaximumLength}", $"{text.Length}");
                return false;
            }

            program = new SierraTextParser(text).Parse();
            return true;
        }
        catch (SierraException refused)
        {
            error = refused.Error;
            return false;
        }
    }

    /// <summary>Prints a program: types, library functions, statements with labels F0, F0_B0.., functions.</summary>
    public static string Print(SierraProgram program) => SierraTextPrinter.Print(program);
}

using System;
using System.Collections.Immutable;
using System.Text;

namespace Kraken.Cairo0.Diagnostics;

/// <summary>Why a source does not compile.</summary>
/// <param name="Message">One sentence, or several lines.</param>
/// <param name="Location">The innermost place; null for errors of no single place, such as circular imports.</param>
public sealed record CairoError(string Message, Location? Location)
{
    /// <summary>Lines that follow the place, such as the definition of the reference that was revoked.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];

    /// <summary>The whole text: the places with their lines, the outermost first, then the notes; no line break at the end.</summary>
    public string Text
    {
        get
        {
            if (Location is null)
            {
                return Append(new StringBuilder(Message).Append('\n'));
            }

            var text = new StringBuilder();
            var message = Message;
            for (var place = Location; ; place = place.Parent.Location)
            {
                text.Insert(0, place.DescribeWithSource(message) + "\n");
                if (place.Parent is null)
                {
                    return Append(text);
                }

                message = place.Parent.Message;
            }
        }
    }

    /// <summary>The same error with a note behind those that it has.</summary>
    public CairoError WithNote(string note) => this with { Notes = Notes.Add(note) };

    private string Append(StringBuilder text)
    {
        foreach (var note in Notes)
        {
            text.Append(note).Append('\n');
        }

        return text.ToString().TrimEnd();
    }
}

/// <summary>Thrown where a source does not compile; the compiler's entry points throw nothing else for foreign sources.</summary>
/// <param name="error">What is wrong, and where.</param>
public sealed class CairoException(CairoError error) : Exception(error?.Text)
{
    /// <summary>An error with a message and a place.</summary>
    public CairoException(string message, Location? location)
        : this(new CairoError(message, location))
    {
    }

    /// <summary>What is wrong, and where.</summary>
    public CairoError Error { get; } = error!;
}

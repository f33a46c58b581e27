using System;
using System.Globalization;
using System.Text;

namespace Kraken.Cairo0.Diagnostics;

/// <summary>A stretch of a source: lines and columns count from 1, columns in code points, the end lies behind the last one.</summary>
/// <param name="File">Where the text stands.</param>
/// <param name="StartLine">Line of the first character.</param>
/// <param name="StartColumn">Column of the first character.</param>
/// <param name="EndColumn">Column just behind the last character.</param>
public sealed record Location(SourceFile File, int StartLine, int StartColumn, int EndLine, int EndColumn)
{
    /// <summary>
    /// Why the compiler came here from elsewhere, such as the use of a reference that is defined here; null where it did not.
    /// </summary>
    public ParentLocation? Parent { get; init; }

    /// <summary>The outermost place of the chain of parents, this one if there is none.</summary>
    public Location Topmost
    {
        get
        {
            var location = this;
            while (location.Parent is { } parent)
            {
                location = parent.Location;
            }

            return location;
        }
    }

    /// <summary>This place with one more parent at the outer end of its chain.</summary>
    public Location WithParent(Location parent, string message) => this with
    {
        Parent = Parent is { } inner
            ? inner with { Location = inner.Location.WithParent(parent, message) }
            : new ParentLocation(parent, message),
    };

    /// <summary>From the start of this place to the end of <paramref name="last"/>, which lies in the same file.</summary>
    public Location To(Location last)
    {
        ArgumentNullException.ThrowIfNull(last);
        return this with { EndLine = last.EndLine, EndColumn = last.EndColumn };
    }

    /// <summary>File, line and column, then the message if there is one.</summary>
    public string Describe(string message = "")
    {
        ArgumentNullException.ThrowIfNull(message);
        var place = string.Create(CultureInfo.InvariantCulture, $"{File.Name}:{StartLine}:{StartColumn}");
        return message.Length == 0 ? place : place + ": " + message;
    }

    /// <summary>The description, then the line of the source and a line that marks the place in it.</summary>
    public string DescribeWithSource(string message = "") => Describe(message) + "\n" + Marks();

    /// <inheritdoc />
    public override string ToString() => Describe();

    private string Marks()
    {
        if (StartLine < 1 || StartLine > File.Lines.Length)
        {
            return "";
        }

        var line = File.Lines[StartLine - 1];
        var end = StartLine == EndLine ? EndColumn : SourceLines.Length(line) + 1;
        var marks = new StringBuilder(line).Append('\n').Append(' ', StartColumn - 1).Append('^');
        if (end > StartColumn + 1)
        {
            marks.Append('*', end - StartColumn - 2).Append('^');
        }

        return marks.ToString();
    }
}

/// <summary>One step outwards from a place: where it was used and in what course.</summary>
/// <param name="Location">Where it was used.</param>
/// <param name="Message">A sentence that ends in a colon, such as "While expanding the reference 'x' in:".</param>
public sealed record ParentLocation(Location Location, string Message);

using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Kraken.Cairo0.Diagnostics;

namespace Kraken.Cairo0.Syntax;

/// <summary>A node of the syntax tree. Equality compares what a node says, never where it stands.</summary>
internal abstract record SyntaxNode
{
    /// <summary>Null for nodes that the compiler makes by itself.</summary>
    public Location? Location { get; init; }

    /// <summary>The nodes directly below, in the order of the text.</summary>
    public abstract IEnumerable<SyntaxNode> Children { get; }

    public virtual bool Equals(SyntaxNode? other) => other is not null && EqualityContract == other.EqualityContract;

    public override int GetHashCode() => EqualityContract.GetHashCode();

    /// <summary>The given nodes without the absent ones.</summary>
    protected static IEnumerable<SyntaxNode> Present(params IEnumerable<SyntaxNode?> nodes)
    {
        foreach (var node in nodes)
        {
            if (node is not null)
            {
                yield return node;
            }
        }
    }
}

/// <summary>Line breaks and comments within an expression. They change how it is printed, never what it is: all notes are equal.</summary>
/// <param name="Comments">With their slashes.</param>
/// <param name="StartsNewLine">Whether a line break comes before the first comment.</param>
internal sealed record Notes(ImmutableArray<string> Comments, bool StartsNewLine)
{
    public static readonly Notes None = new([], false);

    public Location? Location { get; init; }

    public bool IsEmpty => Comments.IsEmpty && !StartsNewLine;

    public static Notes operator +(Notes first, Notes second) =>
        first.IsEmpty ? second : first with { Comments = first.Comments.AddRange(second.Comments) };

    /// <summary>Whether both have the same comments and begin alike.</summary>
    public bool SaysAs(Notes other) => StartsNewLine == other.StartsNewLine && Comments.SequenceEqual(other.Comments);

    public bool Equals(Notes? other) => other is not null;

    public override int GetHashCode() => 0;
}

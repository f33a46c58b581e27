using System;
using System.Collections.Generic;
using Kraken.Cairo0.Diagnostics;

namespace Kraken.Cairo0.Syntax;

/// <summary>
/// The grammar, by recursive descent: one token decides everywhere. A part that may be left out is asked for all the same, since what was
/// asked for is what an error names.
/// </summary>
internal sealed partial class Parser
{
    private readonly TokenCursor cursor;
    private int depth;

    private Parser(SourceFile source) => cursor = new TokenCursor(source);

    /// <summary>The tree of a whole file.</summary>
    /// <exception cref="CairoException">The file does not follow the grammar, or exceeds <see cref="CompilerLimits"/>.</exception>
    public static CodeBlock Parse(SourceFile source)
    {
        if (!source.Text.EndsWith('\n'))
        {
            source = new SourceFile(source.Name, source.Text + "\n");
        }

        var parser = new Parser(source);
        var block = parser.Block();
        parser.cursor.Expect(TokenKind.End);
        parser.cursor.ThrowDeferred();
        TreeDepth.Check(block);
        return block;
    }

    /// <summary>Lines up to one that begins with no element, which must be the end of the file or a brace.</summary>
    private CodeBlock Block() => Lines(Element);

    private CodeBlock BracedBlock() => Braced(Element);

    private CodeBlock Braced(Func<CodeElement?> element)
    {
        cursor.Expect(TokenKind.LeftBrace);
        cursor.Expect(TokenKind.Newline);
        var block = Lines(element);
        cursor.Expect(TokenKind.RightBrace);
        return block;
    }

    private CodeBlock Lines(Func<CodeElement?> readElement)
    {
        Descend();
        var elements = new List<CodeElement>();
        while (true)
        {
            var first = cursor.Current;
            var element = readElement();
            var hasComment = cursor.Take(TokenKind.Comment);
            if (element is not null)
            {
                elements.Add(element.Location is null ? element with { Location = cursor.From(first) } : element);
            }

            if (element is null && !hasComment && !cursor.At(TokenKind.Newline))
            {
                depth--;
                return new CodeBlock(elements.ToNodeList());
            }

            cursor.Expect(TokenKind.Newline);
        }
    }

    private IdentifierExpression Name()
    {
        var token = cursor.Expect(TokenKind.Identifier);
        return new IdentifierExpression(cursor.Text(token)) { Location = cursor.Place(token) };
    }

    /// <summary>A name with dots.</summary>
    private IdentifierExpression Identifier()
    {
        var first = cursor.Expect(TokenKind.Identifier);
        List<string> parts = [cursor.Text(first)];
        while (cursor.Take(TokenKind.Dot))
        {
            parts.Add(cursor.Text(cursor.Expect(TokenKind.Identifier)));
            if (parts.Count > CompilerLimits.NameParts)
            {
                throw new CairoException($"The name has more than {CompilerLimits.NameParts} parts.", cursor.Place(first));
            }
        }

        return new IdentifierExpression(string.Join('.', parts)) { Location = cursor.From(first) };
    }

    /// <summary>Line breaks and comments, as many as there are.</summary>
    private Notes ReadNotes()
    {
        if (!AtNote())
        {
            return Notes.None;
        }

        var first = cursor.Current;
        var comments = new List<string>();
        var startsNewLine = false;
        while (AtNote())
        {
            var token = cursor.Advance();
            if (token.Kind == TokenKind.Comment)
            {
                comments.Add(cursor.Text(token));
            }
            else
            {
                startsNewLine |= comments.Count == 0;
            }
        }

        return new Notes([.. comments], startsNewLine) { Location = cursor.From(first) };
    }

    private bool AtNote() => cursor.AtAny([TokenKind.Newline, TokenKind.Comment]);

    private void SkipNewlines()
    {
        while (cursor.Take(TokenKind.Newline))
        {
        }
    }

    /// <summary>Counts a step down; the caller takes it back with <c>depth--</c>.</summary>
    private void Descend()
    {
        if (++depth > CompilerLimits.Depth)
        {
            throw TreeDepth.Exceeded(cursor.Place(cursor.Current));
        }
    }
}

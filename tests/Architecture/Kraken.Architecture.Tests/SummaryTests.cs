using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Xunit;

namespace Kraken.Architecture.Tests;

/// <summary>
/// A summary says what the name does not: unit, range, order, error, or why it is there. One whose every word stands in the name of the
/// member or of its type is refused, unless another part of the documentation says more. So is the text of a parameter that only says its
/// name: it is left out.
/// </summary>
public sealed partial class SummaryTests
{
    // Words that carry nothing by themselves.
    private static readonly HashSet<string> Fillers =
    [
        .. ("a an the it its it his their this that these those of to in on for with by from as at is are was were be has have had and or "
            + "which what who whose how many if when whether one own all each any no not them they").Split(' '),
    ];

    private static readonly string[] Endings = ["ations", "ation", "ings", "ing", "ies", "es", "ed", "er", "s", "e", "ly"];

    private static readonly string[] FurtherTags = ["param", "typeparam", "returns", "remarks", "exception", "value"];

    [Fact]
    public void NoSummaryOnlyRepeatsTheName()
    {
        string[] repeating = [.. Repository.Sources.SelectMany(path =>
            Repeating(File.ReadAllText(Path.Combine(Repository.Root, path))).Select(found => $"{path}:{found}"))];
        Assert.True(repeating.Length == 0, "summaries that say no more than the name:\n" + string.Join('\n', repeating));
    }

    [Fact]
    public void NoParameterOnlyRepeatsItsName()
    {
        string[] repeating = [.. Repository.Sources.SelectMany(path =>
            RepeatingParameters(File.ReadAllText(Path.Combine(Repository.Root, path))).Select(found => $"{path}: {found}"))];
        Assert.True(repeating.Length == 0, "texts of parameters that say no more than the name:\n" + string.Join('\n', repeating));
    }

    [Theory]
    [InlineData("/// <param name=\"block\">The block.</param>", 1)]
    [InlineData("/// <param name=\"ClassHash\">Its class.</param>", 1)]
    [InlineData("/// <param name=\"block\">The block, decided.</param>", 0)]
    [InlineData("/// <param name=\"block\">As in <see cref=\"Block\"/>.</param>", 0)]
    public void TheSearchFindsParameters(string line, int count) => Assert.Equal(count, RepeatingParameters(line).Count());

    [Theory]
    [InlineData("class Block { /// <summary>Its number.</summary>\n public ulong Number { get; } }")]
    [InlineData("class Block { /// <summary>The block's number.</summary>\n public ulong Number { get; } }")]
    [InlineData("/// <summary>A block store.</summary>\n class BlockStore { }")]
    [InlineData("class Chain { /// <summary>Encodes a block.</summary>\n byte[] EncodeBlock(Block block) => []; }")]
    [InlineData("enum Kind { /// <summary>None.</summary>\n None }")]
    [InlineData("class Block { /// <summary>Encodes.</summary>\n /// <returns>The block.</returns>\n byte[] Encode() => []; }")]
    public void TheSearchFindsWhatItIsFor(string text) => Assert.Single(Repeating(text));

    [Theory]
    [InlineData("class Block { /// <summary>The number of blocks below it.</summary>\n public ulong Number { get; } }")]
    [InlineData("class Block { /// <summary>The number, from 0.</summary>\n public ulong Number { get; } }")]
    [InlineData("class Block { /// <summary>Encodes.</summary>\n /// <returns>Little-endian bytes.</returns>\n byte[] Encode() => []; }")]
    [InlineData("class Block { public ulong Number { get; } }")]
    public void TheSearchLeavesTheRestAlone(string text) => Assert.Empty(Repeating(text));

    private static IEnumerable<string> RepeatingParameters(string text) => Parameter().Matches(text)
        .Where(parameter => Stems(parameter.Groups[2].Value).All(stem => Stems(parameter.Groups[1].Value).Contains(stem)))
        .Select(parameter => parameter.Value);

    /// <summary>Line, name and summary of each member that says nothing.</summary>
    private static IEnumerable<string> Repeating(string text)
    {
        CSharpParseOptions options = new(LanguageVersion.Preview, DocumentationMode.Parse);
        SyntaxNode root = CSharpSyntaxTree.ParseText(text, options).GetRoot();
        foreach (DocumentationCommentTriviaSyntax comment in root.DescendantTrivia().Select(trivia => trivia.GetStructure())
            .OfType<DocumentationCommentTriviaSyntax>())
        {
            XmlElementSyntax[] parts = [.. comment.Content.OfType<XmlElementSyntax>()];
            if (parts.FirstOrDefault(part => part.StartTag.Name.ToString() == "summary") is { } summary
                && comment.ParentTrivia.Token.Parent?.AncestorsAndSelf().OfType<MemberDeclarationSyntax>().FirstOrDefault() is { } member)
            {
                string plain = Plain(summary);
                HashSet<string> known = [.. Names(member).SelectMany(Stems)];
                bool SaysMore(XmlElementSyntax part) => !Stems(Plain(part)).All(known.Contains)
                    || part.DescendantNodes().OfType<XmlEmptyElementSyntax>().Any();
                if (Stems(plain).All(known.Contains)
                    && !parts.Any(part => FurtherTags.Contains(part.StartTag.Name.ToString()) && SaysMore(part)))
                {
                    yield return $"{member.GetLocation().GetLineSpan().StartLinePosition.Line + 1}: {plain}";
                }
            }
        }
    }

    /// <summary>The name of a member and that of the type around it.</summary>
    private static IEnumerable<string> Names(MemberDeclarationSyntax member)
    {
        yield return Name(member);
        if (member.Parent is BaseTypeDeclarationSyntax type)
        {
            yield return type.Identifier.Text;
        }
    }

    private static string Name(MemberDeclarationSyntax member) => member switch
    {
        BaseTypeDeclarationSyntax type => type.Identifier.Text,
        DelegateDeclarationSyntax function => function.Identifier.Text,
        MethodDeclarationSyntax method => Regex.Replace(method.Identifier.Text, "Async$", string.Empty),
        ConstructorDeclarationSyntax constructor => constructor.Identifier.Text,
        PropertyDeclarationSyntax property => property.Identifier.Text,
        EnumMemberDeclarationSyntax value => value.Identifier.Text,
        BaseFieldDeclarationSyntax field => field.Declaration.Variables[0].Identifier.Text,
        _ => string.Empty,
    };

    /// <summary>A summary without its tags; of a reference, the name that it refers to.</summary>
    private static string Plain(XmlElementSyntax summary)
    {
        string inner = string.Concat(summary.Content.Select(part => part.ToFullString())).Replace("///", " ", StringComparison.Ordinal);
        return Spaces().Replace(Tag().Replace(Reference().Replace(inner, "$1"), " "), " ").Trim();
    }

    private static IEnumerable<string> Stems(string text) =>
        Word().Matches(text.Replace("'s", string.Empty, StringComparison.Ordinal)).Select(word => word.Value.ToLowerInvariant())
            .Where(word => !Fillers.Contains(word)).Select(Stem);

    private static string Stem(string word)
    {
        string? ending = Endings.FirstOrDefault(end => word.EndsWith(end, StringComparison.Ordinal) && word.Length - end.Length >= 3);
        return ending is null ? word : word[..^ending.Length];
    }

    [GeneratedRegex(@"<\w+ (?:cref|name|langword)=""([^""]*)""\s*/>")]
    private static partial Regex Reference();

    [GeneratedRegex("""<param name="(\w+)">([^<]*)</param>""")]
    private static partial Regex Parameter();

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tag();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    [GeneratedRegex("[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")]
    private static partial Regex Word();
}

using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Numerics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Xunit;

namespace Kraken.Architecture.Tests;

/// <summary>
/// A constant has one home: no two projects of src/ write the same large number or the same short string of a field element, or give the
/// same value the same name. Round numbers and powers of two say nothing of where they come from and are let pass without a name; other
/// exceptions stand in eng/constants.txt.
/// </summary>
public sealed class SharedConstantTests
{
    private const string ExceptionFile = "eng/constants.txt";
    private const int TellingDigits = 4;
    private static readonly BigInteger Large = 1 << 16;

    // What makes a number or a field element of a text.
    private static readonly string[] Parsers = ["Parse", "FromShortString"];

    private static readonly Lazy<Dictionary<string, string[]>> Found = new(Find);

    [Fact]
    public void NoTwoProjectsWriteTheSameConstant()
    {
        HashSet<string> exceptions = [.. Exceptions().Select(entry => entry[0].Trim())];
        string[] shared = [.. Found.Value.Where(found => !exceptions.Contains(found.Key))
            .Select(found => $"{found.Key}: {string.Join(", ", found.Value)}")];
        Assert.True(shared.Length == 0, $"constants that several projects write, none with an entry in {ExceptionFile}:\n"
            + string.Join('\n', shared));
    }

    [Fact]
    public void EveryExceptionIsStillSharedAndGivesAReason()
    {
        foreach (string[] entry in Exceptions())
        {
            Assert.True(entry.Length == 2 && entry[1].Trim().Length > 10, $"{ExceptionFile}: '{entry[0]}' needs a reason after '|'");
            Assert.True(Found.Value.ContainsKey(entry[0].Trim()), $"{ExceptionFile}: no two projects write {entry[0].Trim()} any more");
        }
    }

    [Theory]
    [InlineData("ulong a = 0x40780017fff7fff;", "0x40780017fff7fff")]
    [InlineData("ulong a = 0x0407_8001_7fff_7fff;", "0x40780017fff7fff")]
    [InlineData("var a = Felt.Parse(\"0x40780017FFF7FFF\");", "0x40780017fff7fff")]
    [InlineData("var a = BigInteger.Parse(\"290341444919459839\", culture);", "0x40780017fff7fff")]
    [InlineData("long a = 253_402_300_799;", "0x3afff4417f")]
    [InlineData("var a = Felt.FromShortString(\"L1_GAS\");", "L1_GAS")]
    public void TheSearchFindsWhatItIsFor(string line, string constant) =>
        Assert.Equal(constant, Assert.Single(Constants(line)));

    [Theory]
    [InlineData("int a = 65_000 + 86_400 + 5_000_000 + 1_120_000;")]
    [InlineData("int a = 0x10000 + 0x7fffffff + 1048576;")]
    [InlineData("string a = \"253402300799\"; // 253402300799")]
    [InlineData("double a = 0.123456789;")]
    public void TheSearchLeavesOthersAlone(string line) => Assert.Empty(Constants(line));

    [Theory]
    [InlineData("class C { private const int MaxSize = 6 + 1; }", "MaxSize = 6+1")]
    [InlineData("class C { public const long MaxSize = 2L << 20, TheOther = 2 * MaxSize, Size = 2; }", "MaxSize = 2L<<20")]
    [InlineData("class C { void M() { const int MaxSize = 4; } }", "MaxSize = 4")]
    [InlineData("class C { private const string FileEnding = \".json\"; }", "FileEnding = \".json\"")]
    public void TheSearchFindsNamedConstants(string code, string constant) =>
        Assert.Equal(constant, Assert.Single(NamedConstants(CSharpSyntaxTree.ParseText(code).GetRoot())));

    private static IEnumerable<string[]> Exceptions() => Repository.Entries(ExceptionFile).Select(line => line.Split('|'));

    /// <summary>The constants that several projects write, with the files.</summary>
    private static Dictionary<string, string[]> Find() => Repository.Sources
        .SelectMany(path => Constants(Read(path)).Distinct().Select(constant => (constant, path)))
        .GroupBy(found => found.constant, found => found.path, StringComparer.Ordinal)
        .Where(group => group.Select(path => string.Join('/', path.Split('/').Take(3))).Distinct().Count() > 1)
        .ToDictionary(group => group.Key, group => group.ToArray(), StringComparer.Ordinal);

    private static string Read(string path) => File.ReadAllText(Path.Combine(Repository.Root, path));

    private static IEnumerable<string> Constants(string code)
    {
        SyntaxNode root = CSharpSyntaxTree.ParseText(code).GetRoot();
        foreach (string named in NamedConstants(root))
        {
            yield return named;
        }

        foreach (LiteralExpressionSyntax literal in root.DescendantNodes().OfType<LiteralExpressionSyntax>())
        {
            if (literal.IsKind(SyntaxKind.NumericLiteralExpression) && Integer(literal.Token.Value) is { } number && IsTelling(number))
            {
                yield return Shown(number);
            }
            else if (literal.IsKind(SyntaxKind.StringLiteralExpression) && IsParsed(literal))
            {
                string text = literal.Token.ValueText;
                if (!TryRead(text, out BigInteger read))
                {
                    yield return text;
                }
                else if (IsTelling(read))
                {
                    yield return Shown(read);
                }
            }
        }
    }

    /// <summary>
    /// Each constant whose value is written out, as its name and that value; one that follows from another has that one's home, and a name
    /// of one word, such as Size, is any concept's.
    /// </summary>
    private static IEnumerable<string> NamedConstants(SyntaxNode root) => root.DescendantNodes().OfType<VariableDeclaratorSyntax>()
        .Where(variable => variable.Identifier.Text.Count(char.IsUpper) > 1
            && variable.Parent?.Parent is BaseFieldDeclarationSyntax or LocalDeclarationStatementSyntax
            && variable.Parent.Parent.ChildTokens().Any(token => token.IsKind(SyntaxKind.ConstKeyword))
            && variable.Initializer?.Value.DescendantNodesAndSelf().Any(node => node is IdentifierNameSyntax) == false)
        .Select(variable => $"{variable.Identifier.Text} = {string.Concat(variable.Initializer!.Value.ToString().Where(c => c != ' '))}");

    private static bool IsParsed(LiteralExpressionSyntax literal) =>
        literal.Parent is ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax called } }
        && Parsers.Contains(called.Name.Identifier.Text);

    private static BigInteger? Integer(object? value) => value switch
    {
        int number => number,
        uint number => number,
        long number => number,
        ulong number => number,
        _ => null,
    };

    private static bool TryRead(string text, out BigInteger value) => text.StartsWith("0x", StringComparison.OrdinalIgnoreCase)
        ? BigInteger.TryParse("0" + text[2..], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out value)
        : BigInteger.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);

    // Not round in either base, and no mask.
    private static bool IsTelling(BigInteger number) =>
        number > Large
        && !number.IsPowerOfTwo
        && !(number + 1).IsPowerOfTwo
        && number.ToString(CultureInfo.InvariantCulture).TrimEnd('0').Length >= TellingDigits;

    private static string Shown(BigInteger number) => "0x" + number.ToString("x", CultureInfo.InvariantCulture).TrimStart('0');
}

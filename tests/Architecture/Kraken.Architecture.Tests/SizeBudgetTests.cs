using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using Xunit;

namespace Kraken.Architecture.Tests;

/// <summary>
/// The size budgets: file p90 400 and hard 800 lines, function median 12, p90 40 and hard 100 lines, line 140 characters; exceptions in
/// eng/budgets.txt.
/// </summary>
public sealed class SizeBudgetTests
{
    private static readonly HashSet<string> Exceptions =
        [.. Repository.Entries("eng/budgets.txt").Select(line => line.Split('|')[0].Trim())];

    private const int LineWidth = 140;
    // The texts that people write here, whatever reads them; JSON, schemas and the lists of eng/ are data.
    private static readonly string[] HandWritten =
    [
        ".cs", ".razor", ".css", ".sh", ".mjs", ".js", ".md", ".props", ".targets", ".csproj", ".yaml", ".yml", ".tf", ".j2", ".service",
    ];

    [Fact]
    public void FilesStayWithinTheirBudget()
    {
        List<(string Path, int Lines)> files =
            [.. Repository.Sources.Select(path => (path, File.ReadLines(Path.Combine(Repository.Root, path)).Count()))
                .OrderBy(file => file.Item2)];
        string[] tooLong =
        [
            .. files.Where(file => file.Lines > 800 && !Exceptions.Contains(file.Path)).Select(file => $"{file.Path}: {file.Lines} lines"),
        ];
        Assert.True(tooLong.Length == 0, "files over 800 lines without an entry in eng/budgets.txt:\n" + string.Join('\n', tooLong));
        Assert.InRange(files[files.Count * 9 / 10].Lines, 0, 400);
    }

    [Fact]
    public void FunctionsStayWithinTheirBudget()
    {
        List<(string Name, int Lines)> functions = [.. Repository.Sources.SelectMany(Functions).OrderBy(function => function.Lines)];
        string[] tooLong = [.. functions.Where(function => function.Lines > 100 && !Exceptions.Contains(function.Name))
            .Select(function => $"{function.Name}: {function.Lines} lines")];
        Assert.True(tooLong.Length == 0, "functions over 100 lines without an entry in eng/budgets.txt:\n" + string.Join('\n', tooLong));
        Assert.InRange(functions[functions.Count / 2].Lines, 0, 12);
        Assert.InRange(functions[functions.Count * 9 / 10].Lines, 0, 40);
    }

    [Fact]
    public void LinesStayWithinTheirBudget()
    {
        string[] tooWide = [.. Wide().Where(line => !Exceptions.Contains(WidthOf(line.Path)) || !IsOfAText(line.Path, line.Number))
            .Select(line => $"{line.Path}:{line.Number}")];
        Assert.True(tooWide.Length == 0, $"lines over {LineWidth} characters:\n{string.Join('\n', tooWide)}");
    }

    [Fact]
    public void EveryExceptionStillExistsAndGivesAReason()
    {
        HashSet<string> known =
        [
            .. Repository.Sources,
            .. Repository.Sources.SelectMany(Functions).Select(function => function.Name),
            .. Wide().Select(line => WidthOf(line.Path)),
        ];
        foreach (string[] entry in Repository.Entries("eng/budgets.txt").Select(line => line.Split('|')))
        {
            Assert.True(entry.Length == 2 && entry[1].Trim().Length > 10, $"eng/budgets.txt: '{entry[0]}' needs a reason after '|'");
            Assert.Contains(entry[0].Trim(), known);
        }
    }

    private static string WidthOf(string path) => $"{path}#width";

    private static IEnumerable<(string Path, int Number)> Wide() =>
        from path in Texts()
        from line in File.ReadLines(Path.Combine(Repository.Root, path)).Index()
        where line.Item.Length > LineWidth && !IsTableRow(path, line.Item)
        select (path, line.Index + 1);

    // An exception is for a text that has to be one line, not for the code around it.
    private static bool IsOfAText(string path, int number)
    {
        SourceText text = SourceText.From(File.ReadAllText(Path.Combine(Repository.Root, path)));
        TextSpan line = text.Lines[number - 1].Span;
        return CSharpSyntaxTree.ParseText(text).GetRoot().DescendantNodes(line)
            .Where(node => node is LiteralExpressionSyntax or InterpolatedStringExpressionSyntax)
            .Any(node => node.Span.Intersection(line) is { Length: > LineWidth / 2 });
    }

    private static IEnumerable<string> Texts() => Directory.EnumerateDirectories(Repository.Root)
        .Select(folder => Path.GetFileName(folder))
        .Where(folder => folder is not (".git" or "artifacts"))
        .SelectMany(folder => Repository.Files(folder, "*"))
        .Concat(Directory.EnumerateFiles(Repository.Root).Select(path => Path.GetFileName(path)))
        .Where(path => path == "kraken" || HandWritten.Contains(Path.GetExtension(path)))
        .Where(path => !path.Contains("/node_modules/", StringComparison.Ordinal));

    // Markdown has no other way to write a row of a table than in one line.
    private static bool IsTableRow(string path, string line) =>
        path.EndsWith(".md", StringComparison.Ordinal) && line.TrimStart().StartsWith('|');

    private static IEnumerable<(string Name, int Lines)> Functions(string path)
    {
        SyntaxNode root = CSharpSyntaxTree.ParseText(File.ReadAllText(Path.Combine(Repository.Root, path))).GetRoot();
        foreach (BaseMethodDeclarationSyntax method in root.DescendantNodes().OfType<BaseMethodDeclarationSyntax>())
        {
            if (method.Body is { } body)
            {
                FileLinePositionSpan span = body.GetLocation().GetLineSpan();
                yield return ($"{path}#{Name(method)}", span.EndLinePosition.Line - span.StartLinePosition.Line + 1);
            }
        }
    }

    private static string Name(BaseMethodDeclarationSyntax method) => method switch
    {
        MethodDeclarationSyntax named => named.Identifier.Text,
        ConstructorDeclarationSyntax constructor => constructor.Identifier.Text,
        OperatorDeclarationSyntax operation => $"operator {operation.OperatorToken.Text}",
        _ => method.Kind().ToString(),
    };
}

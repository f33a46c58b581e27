using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Xunit;

namespace Kraken.Architecture.Tests;

/// <summary>A Try-method tells the compiler when its nullable results are null, so that no caller needs '!'.</summary>
public sealed class TryMethodTests
{
    [Fact]
    public void EveryNullableResultSaysWhenItIsNull()
    {
        string[] silent = [.. Repository.Sources.SelectMany(path =>
            Silent(File.ReadAllText(Path.Combine(Repository.Root, path))).Select(found => $"{path}: {found}"))];
        Assert.True(silent.Length == 0, "out parameters without NotNullWhen or MaybeNullWhen:\n" + string.Join('\n', silent));
    }

    [Theory]
    [InlineData("class A { bool TryGet(out string? text) => throw null; }", 1)]
    [InlineData("class A { bool TryGet([NotNullWhen(true)] out string? text, out B? error) => throw null; }", 1)]
    [InlineData("class A { bool TryGet([NotNullWhen(true)] out string? text) => throw null; }", 0)]
    [InlineData("class A { bool TryGet([MaybeNullWhen(false)] out T text) => throw null; }", 0)]
    [InlineData("class A { string? TryGet(out string? error) => throw null; bool Get(out string? text) => throw null; }", 0)]
    public void TheSearchFindsWhatItIsFor(string text, int count) => Assert.Equal(count, Silent(text).Count());

    private static IEnumerable<string> Silent(string text) =>
        from method in CSharpSyntaxTree.ParseText(text).GetRoot().DescendantNodes().OfType<MethodDeclarationSyntax>()
        where method.Identifier.Text.StartsWith("Try", StringComparison.Ordinal) && method.ReturnType.ToString() == "bool"
        from parameter in method.ParameterList.Parameters
        where parameter.Modifiers.Any(SyntaxKind.OutKeyword) && parameter.Type is NullableTypeSyntax
        where !parameter.AttributeLists.ToString().Contains("NullWhen", StringComparison.Ordinal)
        select $"{method.Identifier.Text}, {parameter.Identifier.Text}";
}

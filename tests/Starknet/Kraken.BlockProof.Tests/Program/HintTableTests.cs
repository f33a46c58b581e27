using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using Kraken.BlockProof.Program;
using Kraken.BlockProof.Tests.Cairo;
using Xunit;

namespace Kraken.BlockProof.Tests.Program;

/// <summary>
/// The table of docs/block-proof.md that says what binds each hint: it has every hint of the program once, and each of them lies in a test
/// unless the table says that it guesses nothing.
/// </summary>
public sealed class HintTableTests
{
    private const string Exempt = "nothing";

    private static readonly Dictionary<string, string> Guesses = Table();

    private static readonly string[] Hints =
        [.. BlockProgram.Current.Cairo.Hints.Select(hint => hint.Code).Distinct().Order(StringComparer.Ordinal)];

    private static readonly HashSet<string> Lying =
    [
        .. typeof(HintTableTests).Assembly.GetTypes().SelectMany(type => type.GetMethods())
            .SelectMany(method => method.GetCustomAttribute<LiesAboutAttribute>()?.Hints ?? []),
    ];

    [Fact]
    public void TheTableHasTheHintsOfTheProgram() => Assert.Equal(Hints, Guesses.Keys.Order(StringComparer.Ordinal));

    [Fact]
    public void EachHintLiesInATestUnlessItGuessesNothing()
    {
        Assert.DoesNotContain(Hints, hint => !Lying.Contains(hint) && !IsExempt(hint));
        Assert.DoesNotContain(Hints, hint => Lying.Contains(hint) && IsExempt(hint));
    }

    [Fact]
    public void WhatLiesInTestsIsOfTheProgram() => Assert.Empty(Lying.Except(Hints));

    private static bool IsExempt(string hint) => Guesses[hint].StartsWith(Exempt, StringComparison.Ordinal);

    // The second cell by each name of the first; what has blanks in its name is no hint.
    private static Dictionary<string, string> Table() => File.ReadLines(RepositoryData.Source("docs/block-proof.md"))
        .SkipWhile(line => line != "| hint | what it guesses | what binds it |")
        .Skip(2)
        .TakeWhile(line => line.StartsWith('|'))
        .Select(line => line.Split('|'))
        .SelectMany(cells => cells[1].Split(',', StringSplitOptions.TrimEntries).Select(name => (Name: name, Guess: cells[2].Trim())))
        .Where(row => !row.Name.Contains(' ', StringComparison.Ordinal))
        .ToDictionary(row => row.Name, row => row.Guess);
}

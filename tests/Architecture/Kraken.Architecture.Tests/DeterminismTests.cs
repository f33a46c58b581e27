using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Xunit;

namespace Kraken.Architecture.Tests;

/// <summary>
/// Consensus is a function of its inputs: the projects that must be deterministic have the analyzer that refuses clocks, tasks and
/// randomness. The engine's machine, a folder of a project whose shell needs them, is searched for the same names, and so is the
/// foundation, of which everything that must be deterministic is made.
/// </summary>
public sealed partial class DeterminismTests
{
    private const string Rules = "eng/Deterministic.props";
    private const string Symbols = "eng/BannedSymbols.txt";
    private static readonly string[] Projects = ["Kraken.Consensus", "Kraken.Consensus.Simulation"];

    private static readonly string[] Folders =
    [
        "src/Network/Kraken.Consensus/", "src/Network/Kraken.Consensus.Engine/Machine/", "src/Network/Kraken.Consensus.Simulation/",
        "src/Foundation/",
    ];

    private static readonly string[] Exact =
    [
        "src/Cairo/Kraken.Casm/", "src/Cairo/Kraken.Sierra/", "src/Cairo/Kraken.Sierra.ToCasm/", "src/Cairo/Kraken.Sierra.ToIL/",
        "src/Cairo/Kraken.Cairo.Vm/", "src/Starknet/Kraken.Execution/",
    ];

    [Fact]
    public void DeterministicProjectsHaveTheAnalyzer()
    {
        foreach (string project in Projects)
        {
            string path = Repository.Files("src", project + ".csproj").Single();
            Assert.True(Read(path).Contains(Rules, StringComparison.Ordinal), $"{path} does not import {Rules}");
        }

        Assert.Contains("Microsoft.CodeAnalysis.BannedApiAnalyzers", Read(Rules), StringComparison.Ordinal);
        Assert.Contains("BannedSymbols.txt", Read(Rules), StringComparison.Ordinal);
    }

    [Fact]
    public void NothingTurnsTheAnalyzerOff() => Assert.DoesNotContain("RS0030", Read(".editorconfig"), StringComparison.Ordinal);

    // The analyzer sees what is called; a signature that only names a task, it lets pass.
    [Fact]
    public void DeterministicCodeNamesNoClockTaskOrRandomness()
    {
        foreach (string folder in Folders)
        {
            string[] files = [.. Repository.Sources.Where(path => path.StartsWith(folder, StringComparison.Ordinal))];
            Assert.NotEmpty(files);
            foreach (string path in files)
            {
                string? name = Banned(Read(path));
                Assert.True(name is null, $"{path} names {name}, which {Symbols} keeps out of deterministic code");
            }
        }
    }

    // What a class compiles to, costs and does is agreed upon. docs/adr/019 says why one folder takes doubles.
    [Fact]
    public void CompilersAndMachinesComputeWithDoublesInOneFolderAlone()
    {
        const string Allowed = "src/Cairo/Kraken.Sierra/Metadata/Equations/Simplex/";
        string[] files = [.. Repository.Sources.Where(path => Exact.Any(folder => path.StartsWith(folder, StringComparison.Ordinal)))];
        Assert.All(Exact, folder => Assert.Contains(files, path => path.StartsWith(folder, StringComparison.Ordinal)));
        Assert.Contains(files, path => path.StartsWith(Allowed, StringComparison.Ordinal) && Inexact().IsMatch(Code(path)));
        Assert.DoesNotContain(files, path => !path.StartsWith(Allowed, StringComparison.Ordinal) && Inexact().IsMatch(Code(path)));

        static string Code(string path) => Text().Replace(Comment().Replace(Read(path), string.Empty), string.Empty);
    }

    [Theory]
    [InlineData("long now = DateTime.UtcNow.Ticks;", "DateTime")]
    [InlineData("await Task.Run(Work);", "Task")]
    [InlineData("Task<int> later = Start();", "Task")]
    [InlineData("double chance = new Random(1).NextDouble();", "Random")]
    [InlineData("long start = Environment.TickCount64;", "TickCount64")]
    [InlineData("Guid id = Guid.NewGuid();", "NewGuid")]
    [InlineData("Stopwatch watch = new();", "Stopwatch")]
    [InlineData("async void Run() { }", "async")]
    public void TheSearchFindsWhatItIsFor(string line, string name) => Assert.Equal(name, Banned(line));

    [Theory]
    [InlineData("// A Task would be wrong here, and so would DateTime.")]
    [InlineData("/// <summary>Not a <see cref=\"Random\"/> thing.</summary>")]
    [InlineData("TimeSpan delay = TaskDelay + RandomRound;")]
    public void TheSearchLeavesOtherWordsAlone(string line) => Assert.Null(Banned(line));

    /// <summary>The first banned name in a text, comments left out; null when there is none.</summary>
    private static string? Banned(string text)
    {
        string code = Comment().Replace(text, string.Empty);
        return Names().Append("async").Append("await").FirstOrDefault(name => Regex.IsMatch(code, $@"\b{name}\b"));
    }

    /// <summary>The last parts of the banned symbols' names: T:System.Threading.Tasks.Task`1 gives Task.</summary>
    private static IEnumerable<string> Names() =>
        Repository.Entries(Symbols).Select(line => line.Split(';')[0].Split('.')[^1].Split('`')[0]).Distinct();

    private static string Read(string path) => File.ReadAllText(Path.Combine(Repository.Root, path));

    [GeneratedRegex("//[^\n]*")]
    private static partial Regex Comment();

    [GeneratedRegex("\"[^\"\n]*\"")]
    private static partial Regex Text();

    [GeneratedRegex(@"\b(?:double|float|decimal)\b")]
    private static partial Regex Inexact();
}

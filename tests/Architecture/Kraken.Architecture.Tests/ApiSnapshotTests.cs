using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using PublicApiGenerator;
using Xunit;

namespace Kraken.Architecture.Tests;

/// <summary>
/// What a library offers to others is a decision: the public surface of each packable project stands in api/PROJECT.txt, so that a change
/// of it shows in the diff that makes it. KRAKEN_REWRITE=1 writes the files anew.
/// </summary>
public sealed partial class ApiSnapshotTests
{
    private const int ShownChanges = 40;
    private const string Folder = "api";

    private static readonly string[] Libraries =
    [
        "Kraken.Air", "Kraken.Caching", "Kraken.Cairo.Air", "Kraken.Cairo.Hints", "Kraken.Cairo.Prover", "Kraken.Cairo.Vm", "Kraken.Cairo0",
        "Kraken.Casm", "Kraken.Circle", "Kraken.Curves", "Kraken.Fields", "Kraken.Hashing", "Kraken.Serialization", "Kraken.Sierra",
        "Kraken.Sierra.ToCasm", "Kraken.Stark", "Kraken.Stark.Prover", "Kraken.Starknet", "Kraken.Trie",
    ];

    public static TheoryData<string> EachLibrary => [.. Libraries];

    [Theory]
    [MemberData(nameof(EachLibrary))]
    public void ThePublicSurfaceIsThatOfTheSnapshot(string library)
    {
        string path = Path.Combine(Repository.Root, Folder, library + ".txt");
        string actual = Surface(library);
        if (Environment.GetEnvironmentVariable("KRAKEN_REWRITE") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, actual);
        }

        string expected = File.Exists(path) ? File.ReadAllText(path) : string.Empty;
        Assert.True(actual == expected, $"{Folder}/{library}.txt is not the public surface of {library}:\n{Changes(expected, actual)}\n"
            + "When the change is meant: KRAKEN_REWRITE=1 ./kraken test Kraken.Architecture, and say why in the commit.");
    }

    [Fact]
    public void EverySnapshotIsOfALibrary() =>
        Assert.Equal(
            Libraries,
            Repository.Files(Folder, "*").Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal));

    [Fact]
    public void ExactlyTheLibrariesArePackable()
    {
        XDocument defaults = XDocument.Load(Path.Combine(Repository.Root, "Directory.Build.props"));
        Assert.Equal("false", defaults.Descendants("IsPackable").Single().Value);
        Assert.Equal(
            Libraries,
            Repository.Files(".", "*.csproj").Where(IsPackable).Select(path => Path.GetFileNameWithoutExtension(path))
                .Order(StringComparer.Ordinal));
    }

    // A package that mentions a type of a project that is no package could not be used.
    [Theory]
    [MemberData(nameof(EachLibrary))]
    public void ALibraryStandsOnLibrariesOnly(string library)
    {
        string[] others =
            [.. References.Of(Assembly.Load(library).Location).Where(name => name.StartsWith("Kraken.", StringComparison.Ordinal))];
        Assert.All(others, other => Assert.True(Libraries.Contains(other), $"{library} is packable and uses {other}, which is not"));
    }

    [Fact]
    public void ChangesAreTheLinesOfEitherSide() =>
        Assert.Equal("- b\n+ c\n+ a", Changes("a\nb\n", "a\nc\na\n"));

    private static bool IsPackable(string project) =>
        XDocument.Load(Path.Combine(Repository.Root, project)).Descendants("IsPackable").Any(element => element.Value == "true");

    private static string Surface(string library)
    {
        ApiGeneratorOptions options = new() { IncludeAssemblyAttributes = false, OrderBy = OrderMode.NamespaceThenFullName };
        string text = Assembly.Load(library).GeneratePublicApi(options);
        return LineEnd().Replace(text, "\n").TrimEnd('\n') + "\n";
    }

    /// <summary>
    /// The lines that only one side has, as often as it has them more: '-' before the snapshot's, '+' before the assembly's.
    /// </summary>
    private static string Changes(string expected, string actual)
    {
        Dictionary<string, int> surplus = [];
        foreach (string line in actual.Split('\n'))
        {
            surplus[line] = surplus.GetValueOrDefault(line) + 1;
        }

        foreach (string line in expected.Split('\n'))
        {
            surplus[line] = surplus.GetValueOrDefault(line) - 1;
        }

        string[] lines =
        [
            .. surplus.Where(line => line.Value != 0).OrderBy(line => line.Value).ThenByDescending(line => line.Key, StringComparer.Ordinal)
                .SelectMany(line => Enumerable.Repeat($"{(line.Value < 0 ? '-' : '+')} {line.Key.Trim()}", Math.Abs(line.Value))),
        ];
        string more = lines.Length > ShownChanges ? $"\n... and {lines.Length - ShownChanges} more" : string.Empty;
        return lines.Length == 0 ? "the same lines in another order" : string.Join('\n', lines.Take(ShownChanges)) + more;
    }

    [GeneratedRegex(@"[ \t]*\r?\n")]
    private static partial Regex LineEnd();
}

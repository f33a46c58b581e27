using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Xml.Linq;
using Xunit;

namespace Kraken.Architecture.Tests;

/// <summary>The project graph is what eng/dependencies.txt says, and points downwards only.</summary>
public sealed class ProjectGraphTests
{
    private static readonly string[] Layers = ["Foundation", "Proving", "Cairo", "Starknet", "Network", "Surfaces"];

    [Fact]
    public void ReferencesEqualTheDeclaredGraph()
    {
        Dictionary<string, string[]> declared = Declared();
        Dictionary<string, string> projects = Projects();
        Assert.Equal(projects.Keys.Order(StringComparer.Ordinal), declared.Keys.Order(StringComparer.Ordinal));
        foreach ((string name, string path) in projects)
        {
            string[] expected = declared[name];
            Assert.True(
                References(path).Order(StringComparer.Ordinal).SequenceEqual(expected.Order(StringComparer.Ordinal)),
                $"{name}: csproj references [{string.Join(' ', References(path))}], "
                + $"eng/dependencies.txt allows [{string.Join(' ', expected)}]");
        }
    }

    [Fact]
    public void NoReferencePointsUpwards()
    {
        Dictionary<string, string> projects = Projects();
        foreach ((string name, string path) in projects)
        {
            foreach (string reference in References(path))
            {
                Assert.True(Layer(projects[reference]) <= Layer(path), $"{name} references {reference}, which stands in a higher layer");
            }
        }
    }

    [Fact]
    public void OnlySurfacesKnowAspNetCore()
    {
        foreach ((string name, string path) in Projects())
        {
            bool web = File.ReadAllText(Path.Combine(Repository.Root, path)).Contains("Microsoft.AspNetCore.App", StringComparison.Ordinal);
            Assert.False(web && Layer(path) < Layers.Length - 1, $"{name} is below L5 and references ASP.NET Core");
        }
    }

    [Fact]
    public void EveryProjectHasATestProjectOfTheSameName()
    {
        HashSet<string> tests = [.. Repository.Files("tests", "*.csproj").Select(path => Path.GetFileNameWithoutExtension(path))];
        Assert.All(Projects().Keys, name => Assert.Contains($"{name}.Tests", tests));
    }

    private static int Layer(string path) => Array.IndexOf(Layers, path.Split('/')[1]);

    private static Dictionary<string, string> Projects() =>
        Repository.Files("src", "*.csproj").ToDictionary(path => Path.GetFileNameWithoutExtension(path), StringComparer.Ordinal);

    private static Dictionary<string, string[]> Declared() =>
        Repository.Entries("eng/dependencies.txt").Select(line => line.Split(':', 2)).ToDictionary(
            parts => parts[0].Trim(),
            parts => parts[1].Split(' ', StringSplitOptions.RemoveEmptyEntries),
            StringComparer.Ordinal);

    private static string[] References(string project) =>
        [.. XDocument.Load(Path.Combine(Repository.Root, project)).Descendants("ProjectReference")
            .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value))];
}

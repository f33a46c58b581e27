using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Xml.Linq;
using Xunit;

namespace Kraken.Architecture.Tests;

/// <summary>Packages that are pinned are used, and no project sees what it does not reference.</summary>
public sealed class PackageTests
{
    [Fact]
    public void EveryPinnedPackageIsUsed()
    {
        HashSet<string> locked = [];
        foreach (string path in Repository.Files(".", "packages.lock.json"))
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Repository.Root, path)));
            IEnumerable<JsonProperty> frameworks = document.RootElement.GetProperty("dependencies").EnumerateObject();
            locked.UnionWith(frameworks.SelectMany(framework => framework.Value.EnumerateObject()).Select(package => package.Name));
        }

        string[] pinned =
        [
            .. XDocument.Load(Path.Combine(Repository.Root, "Directory.Packages.props")).Descendants("PackageVersion")
                .Select(package => package.Attribute("Include")!.Value),
        ];
        Assert.NotEmpty(pinned);
        Assert.All(
            pinned,
            package => Assert.True(locked.Contains(package), $"{package} is pinned in Directory.Packages.props, and nothing uses it"));
    }

    [Fact]
    public void SourcesSeeOnlyWhatTheyReference()
    {
        XElement properties = XDocument.Load(Path.Combine(Repository.Root, "src", "Directory.Build.props")).Root!;
        Assert.Equal("true", properties.Descendants("DisableTransitiveProjectReferences").Single().Value);
        Assert.All(Repository.Files("src", "*.csproj"), path => Assert.DoesNotContain(
            "DisableTransitiveProjectReferences", File.ReadAllText(Path.Combine(Repository.Root, path)), StringComparison.Ordinal));
    }
}

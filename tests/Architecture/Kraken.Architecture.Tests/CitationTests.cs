using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Xunit;

namespace Kraken.Architecture.Tests;

/// <summary>
/// What comments cite, as [KEY] or [KEY place], stands in docs/references.md, and nothing stands there that no comment cites.
/// </summary>
public sealed partial class CitationTests
{
    private const string References = "docs/references.md";

    [Fact]
    public void EveryCitedKeyIsAReference()
    {
        HashSet<string> known = Known();
        foreach (string path in Repository.Sources)
        {
            foreach (string key in Cited(File.ReadAllText(Path.Combine(Repository.Root, path))))
            {
                Assert.True(known.Contains(key), $"{path} cites [{key}], which {References} does not have");
            }
        }
    }

    [Fact]
    public void EveryReferenceIsCited()
    {
        HashSet<string> cited =
            [.. Repository.Sources.SelectMany(path => Cited(File.ReadAllText(Path.Combine(Repository.Root, path))))];
        Assert.All(Known(), key => Assert.True(cited.Contains(key), $"{References} has [{key}], which no comment in src/ cites"));
    }

    [Theory]
    [InlineData("// [TENDERMINT L28] a proposal", "TENDERMINT")]
    [InlineData("/// <remarks>[CIRCLE-STARK]</remarks>", "CIRCLE-STARK")]
    [InlineData("int x; // as in [RFC6979 3.2]", "RFC6979")]
    public void TheSearchFindsWhatItIsFor(string line, string key) => Assert.Equal([key], Cited(line));

    [Theory]
    [InlineData("// [L28] a line of the one key that the file cites, [0, 1], [i], [AP + 1]")]
    [InlineData("int[] x = [LIMIT, 2];")]
    public void TheSearchLeavesTheRestAlone(string line) => Assert.Empty(Cited(line));

    private static HashSet<string> Known() =>
        [.. Key().Matches(File.ReadAllText(Path.Combine(Repository.Root, References))).Select(match => match.Groups[1].Value)];

    private static IEnumerable<string> Cited(string text) =>
        Comment().Matches(text).SelectMany(comment => Citation().Matches(comment.Value)).Select(match => match.Groups[1].Value);

    [GeneratedRegex(@"^- \[([A-Z0-9-]+)\]", RegexOptions.Multiline)]
    private static partial Regex Key();

    [GeneratedRegex("//[^\n]*")]
    private static partial Regex Comment();

    [GeneratedRegex(@"\[([A-Z][A-Z0-9-]{2,})(?: [^\]]*)?\](?<!\[L[0-9-L]+\])")]
    private static partial Regex Citation();
}

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

    /// <summary>A standard or a paper that a comment names by its number or year has a key.</summary>
    [Fact]
    public void NoCommentNamesASourceWithoutItsKey()
    {
        string[] bare = [.. Repository.Sources.SelectMany(path =>
            Bare(File.ReadAllText(Path.Combine(Repository.Root, path))).Select(name => $"{path}: {name}"))];
        Assert.True(bare.Length == 0, $"sources without a key of {References}:\n{string.Join('\n', bare)}");
    }

    [Theory]
    [InlineData("// as in RFC 6979, section 3.2", "RFC 6979")]
    [InlineData("/// (Steele, Lea, Flood 2014)", "2014)")]
    [InlineData("/// By EIP-1559.", "EIP-1559")]
    public void TheSearchFindsSourcesWithoutAKey(string line, string name) => Assert.Equal([name], Bare(line));

    [Theory]
    [InlineData("// [RFC6979 3.2], 2014 of them each")]
    [InlineData("string text = \"RFC 6979\";")]
    public void TheSearchPassesOverTheRest(string line) => Assert.Empty(Bare(line));

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

    private static IEnumerable<string> Bare(string text) =>
        Comment().Matches(text).SelectMany(comment => Source().Matches(comment.Value)).Select(match => match.Value);

    [GeneratedRegex(@"\b(?:RFC|EIP|SNIP|FIPS|SEC)[ -]\d[\d-]*|\b(?:19|20)\d\d\)")]
    private static partial Regex Source();

    [GeneratedRegex(@"^- \[([A-Z0-9-]+)\]", RegexOptions.Multiline)]
    private static partial Regex Key();

    [GeneratedRegex("//[^\n]*")]
    private static partial Regex Comment();

    [GeneratedRegex(@"\[([A-Z][A-Z0-9-]{2,})(?: [^\]]*)?\](?<!\[L[0-9-L]+\])")]
    private static partial Regex Citation();
}

using System;
using System.Net;
using System.Net.Http;
using System.Threading.Tasks;
using FsCheck;
using FsCheck.Fluent;
using Kraken.Explorer.Search;
using Kraken.Fields;
using Kraken.Starknet.Genesis;
using Xunit;

namespace Kraken.Explorer.Tests.Search;

[Collection(nameof(ExplorerCollection))]
public sealed class SearchTests(ExplorerFixture explorer)
{
    [Theory]
    [InlineData("7", 7UL)]
    [InlineData("#7", 7UL)]
    [InlineData(" 007 ", 7UL)]
    public void NumbersAreBlocks(string text, ulong number) => Assert.Equal(number, SearchQuery.Parse(text).Number);

    [Theory]
    [InlineData("0x1f")]
    [InlineData("0X1F")]
    [InlineData(" 0x000000000000000000000000000000000000000000000000000000000000001f ")]
    [InlineData("0x00000000000000000000000000000000000000000000000000000000000000000000001f")]
    [InlineData("000000000000000000000000000000000000000000000000000000000000001f")]
    public void HexadecimalIsReadHoweverItIsWritten(string text) => Assert.Equal((Felt)0x1f, SearchQuery.Parse(text).Felt);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("-1")]
    [InlineData("0x")]
    [InlineData("0xg")]
    [InlineData("1f")]
    [InlineData("0x800000000000011000000000000000000000000000000000000000000000001")]
    public void WhatIsNeitherIsNothing(string? text) => Assert.Equal(new SearchQuery(null, null), SearchQuery.Parse(text));

    [Fact]
    public void AnyTextIsReadOrRefused() => Prop.ForAll<string>(text => SearchQuery.Parse(text) is not null).QuickCheckThrowOnFailure();

    [Fact]
    public async Task EveryKindOfThingIsFound()
    {
        string hash = explorer.Proved.Hash.ToString();
        Assert.Equal("/block/12", await FoundAsync("12"));
        Assert.Equal("/block/12", await FoundAsync(explorer.Chain.Blocks[12].Header.Hash.ToString()));
        Assert.Equal($"/tx/{hash}", await FoundAsync(hash));
        Assert.Equal($"/tx/{hash}", await FoundAsync("0X" + hash[2..].ToUpperInvariant().PadLeft(66, '0')));
        Assert.Equal($"/contract/{WellKnownAddresses.FeeToken}", await FoundAsync(WellKnownAddresses.FeeToken.ToString()));
        Assert.Equal($"/class/{ChainContracts.Demo.ClassHash}", await FoundAsync(ChainContracts.Demo.ClassHash.ToString()));
    }

    [Fact]
    public async Task APartOfAHashFindsWhatBeginsSo()
    {
        string hash = explorer.Proved.Hash.ToString();
        Assert.Equal($"/tx/{hash}", await FoundAsync(hash[..12]));
        Assert.Equal($"/tx/{hash}", await FoundAsync($"0x000{hash[2..12].ToUpperInvariant()}"));
        Assert.Equal($"/tx/{hash}", await FoundAsync($"tx {hash[..12]}"));
        Assert.Equal("/block/12", await FoundAsync(explorer.Chain.Blocks[12].Header.Hash.ToString()[..14]));
    }

    [Theory]
    [InlineData("block 12", "/block/12")]
    [InlineData("block latest", "/block/27")]
    [InlineData("latest", "/block/27")]
    [InlineData("Development account 2", "/contract/0x78662e7352d062084b0010068b99288486c2d8b914f6e2a55ce945f8792c8b1")]
    public async Task KindsAndNamesAreFound(string text, string path) => Assert.Equal(path, await FoundAsync(text));

    [Fact]
    public async Task TheSameNumberIsFoundAsWhatItIsCalled()
    {
        string token = WellKnownAddresses.FeeToken.ToString();
        Assert.Equal($"/contract/{token}", await FoundAsync($"contract {token}"));
        Assert.Equal($"/token/{token}", await FoundAsync($"token {token}"));
        Assert.Equal($"/class/{ChainContracts.Demo.ClassHash}", await FoundAsync($"class {ChainContracts.Demo.ClassHash}"));
    }

    [Fact]
    public async Task SeveralThingsOfANameAreListedWithTheirKinds()
    {
        string page = await explorer.PageAsync("/search?q=universal");
        Assert.Contains("Universal deployer (legacy address)", page, StringComparison.Ordinal);
        Assert.Contains("data-label=\"Kind\">contract<", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0x12", "")]
    [InlineData("0x123", "123")]
    [InlineData("0x000aBc", "abc")]
    [InlineData("beef", "beef")]
    [InlineData("0xbeefg", "")]
    public void APartOfAHashHasThreeDigits(string text, string prefix) => Assert.Equal(prefix, SearchQuery.ParseField(text).Prefix);

    [Theory]
    [InlineData("4000000000")]
    [InlineData("0x123456")]
    [InlineData("")]
    [InlineData("<script>alert(1)</script>")]
    public async Task WhatIsNotThereIsToldWithWhatWasSearched(string text)
    {
        using HttpResponseMessage answer =
            await explorer.Http.GetAsync(new Uri($"/search?q={Uri.EscapeDataString(text)}", UriKind.Relative));
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        string page = await answer.Content.ReadAsStringAsync();
        Assert.Contains(WebUtility.HtmlEncode(text), page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0x98", true)]
    [InlineData("tx 0x0098", true)]
    [InlineData("0x", true)]
    [InlineData("0x987", false)]
    [InlineData("0xzz", false)]
    [InlineData("98", false)]
    public async Task APartThatIsTooShortIsCalledSo(string text, bool isShort)
    {
        using HttpResponseMessage answer =
            await explorer.Http.GetAsync(new Uri($"/search?q={Uri.EscapeDataString(text)}", UriKind.Relative));
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        string page = await answer.Content.ReadAsStringAsync();
        Assert.Equal(isShort, page.Contains("looked for from 3 digits on", StringComparison.Ordinal));
    }

    private async Task<string?> FoundAsync(string text)
    {
        using HttpResponseMessage answer =
            await explorer.Http.GetAsync(new Uri($"/search?q={Uri.EscapeDataString(text)}", UriKind.Relative));
        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        return answer.Headers.Location?.ToString();
    }
}

using System;
using System.Collections.Generic;
using System.Net;
using System.Net.Http;
using System.Threading.Tasks;
using Kraken.Curves;
using Kraken.Fields;
using Kraken.Hashing;
using Kraken.Starknet.Chain;
using Kraken.Starknet.Genesis;
using Kraken.Starknet.Transactions;
using Xunit;

namespace Kraken.Explorer.Tests.Pages;

/// <summary>Contracts read and written by their pages.</summary>
[Collection(nameof(ExplorerCollection))]
public sealed class CallPageTests(ExplorerFixture explorer)
{
    private static readonly PredeployedAccount Account = DevelopmentAccounts.All[0];

    private static string Token => WellKnownAddresses.FeeToken.ToString();

    [Fact]
    public async Task EveryViewFunctionHasAForm()
    {
        string page = await explorer.PageAsync($"/contract/{Token}/read");
        Shows(page, "balance_of(account: ContractAddress)", "allowance(owner: ContractAddress", "name=\"arg1\"", "name=\"block\"");
        Assert.DoesNotContain("<code>transfer(", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AFunctionIsReadAtABlock()
    {
        // The node answers with 7 and 8: 7 + 8·2^128.
        string page = await explorer.PageAsync($"/contract/{Token}/read?function=balance_of&arg0=0x12&block=9");
        Shows(page, "data-testid=\"call-result\">2722258935367507707706996859454145691655<", "after block 9");
        Assert.Equal(Selector.FromName("balance_of"), explorer.Executor.Last!.EntryPointSelector);
        Assert.Equal([(Felt)0x12], explorer.Executor.Last.Calldata);
    }

    [Fact]
    public async Task WhatIsNoArgumentIsSaidAndNotCalled() => Shows(
        await explorer.PageAsync($"/contract/{Token}/read?function=balance_of&arg0=me"),
        "data-testid=\"call-problem\">account: expected ContractAddress, got &#x27;me&#x27;<");

    [Fact]
    public async Task AFailingCallShowsWhatTheNodeSays()
    {
        Felt selector = Selector.FromName("permitted_minter");
        explorer.Executor.Answers[selector] = new CallResult.Failed("no such thing");
        string page = await explorer.PageAsync($"/contract/{Token}/read?function=permitted_minter");
        Shows(page, "The node answers that the call fails", "no such thing");
        explorer.Executor.Answers.Remove(selector);
    }

    [Theory]
    [InlineData("run_count")]
    [InlineData("0x1")]
    public async Task AStorageCellIsReadByNameAndByKey(string key) => Shows(
        await explorer.PageAsync($"/contract/{new GenesisDescription().DemoAddress}/read?key={key}"), "data-testid=\"cell-value\">0x");

    [Theory]
    [InlineData("block=x")]
    [InlineData("key=a-b")]
    public async Task WhatNamesNoBlockOrCellIsSaid(string query) =>
        Shows(await explorer.PageAsync($"/contract/{Token}/read?{query}"), "data-testid=\"call-problem\"");

    [Fact]
    public async Task AWriteIsPreparedForAWallet()
    {
        string page = await explorer.PageAsync($"/contract/{Token}/write?function=transfer&arg0=0x12&arg1=5");
        Shows(
            page, "Nothing is sent yet", $"data-contract=\"{Token}\"", "data-entry=\"transfer\"", "data-chain=\"SN_SEPOLIA\"",
            "data-calldata=\"[&quot;0x12&quot;,&quot;0x5&quot;,&quot;0x0&quot;]\"", "data-testid=\"development-account\"");
        Assert.DoesNotContain(Account.PrivateKey.ToString()!, page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ADevelopmentKeySignsOnThisMachine()
    {
        explorer.Executor.Answers.Remove(Selector.FromName("transfer"));
        using HttpResponseMessage answer = await SendAsync(Form(Account.Address), []);
        Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        InvokeTransaction sent = Assert.IsType<InvokeTransaction>(explorer.Pool.Last);
        Assert.Equal($"/tx/{sent.Hash}", answer.Headers.Location!.ToString());
        Assert.Equal([1, WellKnownAddresses.FeeToken, Selector.FromName("transfer"), 3, 0x12, 5, 0], sent.Calldata);
        Assert.True(Ecdsa.Verify(Account.PublicKey, sent.Hash, new EcdsaSignature(sent.Signature[0], sent.Signature[1])));
        Shows(await explorer.PageAsync("/mempool"), sent.Hash.ToString(), "INVOKE", "data-testid=\"mempool-count\">");
    }

    [Fact]
    public async Task OtherAccountsOtherSitesAndOtherContentAreRefused()
    {
        using HttpResponseMessage other = await SendAsync(Form(DevelopmentAccounts.All[1].Address), []);
        Assert.Equal(HttpStatusCode.BadRequest, other.StatusCode);
        Shows(await other.Content.ReadAsStringAsync(), "expected one whose key this chain gives to everybody");
        using HttpResponseMessage site = await SendAsync(Form(Account.Address), new() { ["Sec-Fetch-Site"] = "cross-site" });
        Assert.Equal(HttpStatusCode.Forbidden, site.StatusCode);
        using HttpResponseMessage text = await explorer.Http.PostAsync(Write, new StringContent("function=transfer"));
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, text.StatusCode);
        using HttpResponseMessage wrong = await explorer.Http.PostAsync(
            Write, new FormUrlEncodedContent([new("function", "transfer"), new("arg0", "x"), new("account", Account.Address.ToString())]));
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
    }

    [Fact]
    public async Task ABodyIsBounded()
    {
        using HttpResponseMessage answer = await explorer.Http.PostAsync(
            Write, new FormUrlEncodedContent([new("function", new string('x', ExplorerLimits.BodyBytes))]));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
    }

    private static Uri Write => new($"/contract/{Token}/write", UriKind.Relative);

    private static FormUrlEncodedContent Form(Felt account) => new(
    [
        new("function", "transfer"), new("arg0", "0x12"), new("arg1", "5"), new("account", account.ToString()),
    ]);

    private async Task<HttpResponseMessage> SendAsync(HttpContent form, Dictionary<string, string> headers)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, Write) { Content = form };
        foreach ((string name, string value) in headers)
        {
            request.Headers.Add(name, value);
        }

        return await explorer.Http.SendAsync(request);
    }

    private static void Shows(string page, params string[] texts) =>
        Assert.All(texts, text => Assert.Contains(text, page, StringComparison.Ordinal));
}

using System;
using System.Threading.Tasks;
using Kraken.BlockProof.Statement;
using Kraken.Cairo.Air.Preprocessed;
using Kraken.Explorer.Abi;
using Kraken.Explorer.Chain;
using Kraken.Explorer.Pages;
using Kraken.Explorer.Tables;
using Kraken.Explorer.Tokens;
using Kraken.Explorer.Verification;
using Kraken.Explorer.Views;
using Kraken.Explorer.Web;
using Kraken.Proofs;
using Kraken.Proofs.Checking;
using Kraken.Proofs.Checking.Blocks;
using Kraken.Proofs.Ranges;
using Kraken.Rpc.Client;
using Kraken.Serialization;
using Kraken.Starknet.Receipts;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Kraken.Explorer.Tests.Pages;

/// <summary>Names and reasons come from whoever declared a class or sent a transaction: pages show them and never obey them.</summary>
[Collection(nameof(ExplorerCollection))]
public sealed class HostileTextTests(ExplorerFixture explorer)
{
    private const string Hostile = "\"><script>alert('1')</script><img src=x onerror=alert(2)>";
    private const string Encoded = "&lt;script&gt;";

    [Fact]
    public async Task TransactionsShowHostileNamesAndReasonsAsText()
    {
        NamedText value = new(Hostile, Hostile, Hostile);
        TransactionView view = new()
        {
            Transaction = explorer.Proved,
            Hash = explorer.Proved.Hash,
            Status = new TransactionStatus(TransactionFinality.AcceptedOnL2, ExecutionStatus.Reverted, Hostile),
            Receipt = explorer.Chain.Blocks[12].Receipts[0] with { RevertReason = Hostile },
            Block = explorer.Chain.Blocks[12].Header with { StarknetVersion = Hostile },
            Calls = [new DecodedCall(1, Hostile, [value], [])],
            CallCount = 1,
            Events = [new DecodedEvent(1, Hostile, [value])],
            Proof = new BlockProofView(null, new UnprovedBlock(1, Hostile, 0, 1, default), null),
            Trace =
                new TraceView(1, [(Hostile, new TraceNode(Hostile, new DecodedCall(1, Hostile, [value], []), Hostile, Hostile, true, []))]),
        };
        await IsHarmless<TransactionPage, TransactionView>(view);
    }

    [Fact]
    public async Task ClassesShowHostileAbisAsText()
    {
        string abi = $$"""[{"type":"function","name":{{System.Text.Json.JsonSerializer.Serialize(Hostile)}},"inputs":[{"name":"<script>","type":"<script>"}],"outputs":[],"state_mutability":"view"}]""";
        KnownClass known = new(1, 2, ContractAbi.Parse(abi), abi, 3, Hostile, [new KnownEntryPoint(default, 1, Hostile, 2)]);
        Assert.Single(known.Abi.Functions);
        await IsHarmless<ClassPage, KnownClass>(known);
    }

    [Fact]
    public async Task ProofsOfBlocksShowHostileManifestsAsText() => await IsHarmless<RangePage, RangeView>(new RangeView(
        explorer.Range(3, 5, []) with
        {
            ProtocolVersion = Hostile,
            PreprocessedTrace = Hostile,
            BundleSha256 = Hostile,
            Cells = [new ComponentCells(Hostile, long.MaxValue), new ComponentCells(Hostile, long.MaxValue)],
        },
        RangeVerificationOutcome.Refused(Hostile),
        true));

    /// <summary>What a manifest says beside a verdict is never what the verdict found.</summary>
    [Fact]
    public async Task WhatACheckEstablishedIsWhatWasVerified()
    {
        RangeManifest manifest = explorer.Range(1, 1, []) with { ProgramHash = 0x666, SecurityBits = 66 };
        BlockStatement statement = BlockStatement.Of(1, explorer.Chain.Blocks[0].Header, [explorer.Chain.Blocks[1]], [default]);
        BlockProofReport report = new([new CheckStep("a", CheckOutcome.Passed, "", default)], statement, [])
        {
            Proof = new(0x777, [], 97, "blake2s", PreprocessedVariant.CanonicalSmall),
        };
        string page = await RenderAsync<RangePage, RangeView>(
            new RangeView(manifest, new RangeVerificationOutcome(report, default, manifest), true));
        int from = page.IndexOf("data-testid=\"established\"", StringComparison.Ordinal);
        string established = page[from..page.IndexOf("</section>", from, StringComparison.Ordinal)];
        Assert.Contains("0x777", established, StringComparison.Ordinal);
        Assert.Contains("97 bits", established, StringComparison.Ordinal);
        Assert.DoesNotContain("0x666", established, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheWatchersReasonsAreShownAsText()
    {
        UnprovedBlock block = new(1, Hostile, 0, 1, default);
        await IsHarmless<WatcherPage, WatcherView>(new WatcherView(new WatcherStatus
        {
            Ranges = new RangeStatus
            {
                DoneBlock = 1,
                Phase = Hostile,
                Problem = Hostile,
                Retrying = [new FailedSpan(1, 2, 3, Hostile, default)],
                UnprovedCount = 1,
                Unproved = [block],
                DifferingCount = 1,
                Differing = [block with { Differs = true }],
            },
            WrittenAt = default,
        }));
    }

    [Fact]
    public async Task TheChainOfProofsShowsHostileManifestsWithinItsDrawing()
    {
        RangeManifest proof = explorer.Range(3, 5, []) with
        {
            FirstBlock = 0,
            LastBlock = ulong.MaxValue,
            Transactions = ulong.MaxValue,
            Steps = long.MaxValue,
            ProveMilliseconds = long.MaxValue,
            MemoryBytes = long.MaxValue,
            Cells = [new ComponentCells("", long.MaxValue), new ComponentCells("", long.MaxValue)],
            StoredAt = DateTimeOffset.MaxValue,
            FirstBlockTime = 0,
        };
        ProofStanding standing = new(ulong.MaxValue, 0, int.MaxValue, 0, TimeSpan.MaxValue);
        string page = await RenderAsync<ProofListPage, ProofListView>(
            new ProofListView([proof, proof with { FirstBlock = ulong.MaxValue }], true, null, standing, [new(1, Hostile, 0, 1, default)]));
        Assert.Contains("<svg", page, StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", page, StringComparison.Ordinal);
        Assert.DoesNotContain("∞", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a\u202eb", "a\\u{202e}b")]
    [InlineData("a\u2066b\u2069", "a\\u{2066}b\\u{2069}")]
    [InlineData("a\u0000b\u001b[31m", "a\\u{0}b\\u{1b}[31m")]
    [InlineData("a\u200bb", "a\\u{200b}b")]
    [InlineData("שלום", "שלום")]
    [InlineData("line\nand\ttab", "line\nand\ttab")]
    [InlineData("", "")]
    [InlineData(null, "")]
    public void CharactersThatOrderOthersAreSpelledOut(string? text, string shown) => Assert.Equal(shown, ForeignText.Of(text));

    [Fact]
    public void HalfASurrogatePairIsShownAsSuch() => Assert.Equal("a\ufffdb", ForeignText.Of("a\ud800b", 3));

    [Theory]
    [InlineData(80, 80)]
    [InlineData(81, 84)]
    [InlineData(200_000, 84)]
    public void NamesAreShownInBounds(int length, int shown) => Assert.Equal(shown, ForeignText.Name(new string('n', length)).Length);

    [Fact]
    public async Task TablesShowHostileCellsAsText()
    {
        TableCell cell = new(Hostile) { IsCode = true };
        DataTable table = DataTable.Of(
            "t", Hostile, "/t", [new("a", Hostile), new("b", "B")], [0], _ => [cell, cell with { Href = "/x", Tone = "" }]);
        await IsHarmless<SearchPage, SearchView>(new SearchView(new(Hostile, [], 0), table));
        await IsHarmless<MempoolPage, MempoolView>(new MempoolView(1, table, table));
        await IsHarmless<MessageListPage, MessageListView>(new MessageListView(0, 1, 2, table, table));
        await IsHarmless<ValidatorListPage, ValidatorListView>(new ValidatorListView(0, 1, true, 2, table, table));
        await IsHarmless<StateDiffPage, StateDiffView>(new StateDiffView(Hostile, "/", Hostile, null, table, table));
        await IsHarmless<FailedProofsPage, FailedProofsView>(new FailedProofsView(1, table, table, null));
        await IsHarmless<EventListPage, EventListView>(
            new EventListView(new(Hostile, Hostile, Hostile, Hostile, ""), 0, 1, new([], 0, null), table));
    }

    [Fact]
    public async Task TokensShowHostileNamesAsText()
    {
        KnownClass known = new(1, 2, ContractAbi.Empty, "", 3, "", []);
        TokenFacts token = new(1, known, Hostile, Hostile, 5, 6, new AbiFunction("f", [], [], true), false);
        DataTable table = DataTable.Of<int>("t", "", "/t", [], [], _ => []);
        await IsHarmless<TokenPage, TokenView>(new TokenView(token, true, 1, new([], 0, null), table, table, 0, true));
    }

    [Fact]
    public async Task ProgramsShowHostileTextAsText() => await IsHarmless<ProgramPage, ProgramView>(
        new ProgramView(1, Hostile, "/", [(Hostile, Hostile)], [new ProgramLine("0", Hostile, Hostile)], 0, 1, null));

    [Fact]
    public async Task FormsShowHostileFunctionsAndAnswersAsText()
    {
        string abi = $$"""[{"type":"function","name":{{System.Text.Json.JsonSerializer.Serialize(Hostile)}},"inputs":[{"name":"<script>","type":"<script>"}],"outputs":[],"state_mutability":"view"}]""";
        KnownClass known = new(1, 2, ContractAbi.Parse(abi), abi, 3, "", []);
        CallView view = new()
        {
            Address = 1,
            Class = known,
            Chain = Hostile,
            Functions = known.Abi.Functions,
            Request = new(Hostile, [Hostile], Hostile, Hostile),
            Call = new(known.Abi.Functions[0], [1], null),
            Answer = new([], Hostile),
            Problem = Hostile,
            Accounts = [1],
        };
        await IsHarmless<ReadPage, CallView>(view);
        await IsHarmless<WritePage, CallView>(view);
    }

    [Fact]
    public async Task MessagesShowHostileQueriesAsText() =>
        await IsHarmless<MessagePage, MessageView>(new MessageView(Hostile, Hostile, Hostile));

    private static async Task IsHarmless<TPage, TView>(TView view)
        where TPage : IComponent
    {
        string page = await RenderAsync<TPage, TView>(view);
        Assert.Contains(Encoded, page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<img src=x", page, StringComparison.Ordinal);
        Assert.DoesNotContain("=\"\">", page, StringComparison.Ordinal);
    }

    private static async Task<string> RenderAsync<TPage, TView>(TView view)
        where TPage : IComponent
    {
        using ServiceProvider services = new ServiceCollection().BuildServiceProvider();
        return await new PageRenderer(services, NullLoggerFactory.Instance).RenderAsync<TPage, TView>(view);
    }
}

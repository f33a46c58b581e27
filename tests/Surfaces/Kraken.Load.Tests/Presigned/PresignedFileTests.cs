using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Fields;
using Kraken.Load.Presigned;
using Kraken.Load.Reports;
using Kraken.Starknet.Chain;
using Kraken.Starknet.Transactions;
using Xunit;

namespace Kraken.Load.Tests.Presigned;

/// <summary>Signed transactions in a file: sent as they are, and refused whole when the file is damaged or of another chain.</summary>
public sealed class PresignedFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("kraken-presigned-").FullName;
    private readonly FakeChain chain = new();

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task WhatWasSignedIsSentAndExecuted()
    {
        string path = await SignAsync(100);
        using (PresignedFile file = PresignedFile.Open(path))
        {
            Assert.Equal(10, file.Header.Accounts.Length);
            Assert.Equal(100, file.Header.Accounts.Sum(account => account.Count));
            foreach (int account in Enumerable.Range(0, 10))
            {
                PresignedLane lane = file.Lane(account);
                for (int i = 0; i < 10; i++)
                {
                    Assert.True(lane.TryNext(out SubmittedTransaction? signed, out _));
                    Felt hash = TransactionHash.Compute(signed.Transaction, chain.ChainId);
                    Assert.Equal(((ulong)i, signed.Transaction.Hash), (signed.Nonce, hash));
                }

                Assert.False(lane.TryNext(out _, out _));
            }
        }

        LoadReport report = await SendAsync(path, 100);
        Assert.True(report.NothingLost, report.ToText());
        Assert.Equal(100, chain.Included);
        Assert.Equal([("transfer", 80L), ("fib", 10L), ("fact", 10L)], report.Kinds.Select(kind => (kind.Name, kind.Included)));
    }

    [Fact]
    public async Task ARefusalLeavesNoGapBehindWhatIsSigned()
    {
        string path = await SignAsync(100);
        int refusals = 0;
        chain.Refuse = submitted => submitted.Transaction.Nonce == (Felt)4 && Interlocked.Increment(ref refusals) <= 3
            ? new SubmissionError(SubmissionErrorKind.ValidationFailure, "expected VALID, got nothing")
            : null;
        LoadReport report = await SendAsync(path, 100);
        Assert.Equal((100L, 97L, 97L, 0L), (report.Sent, report.Accepted, report.Executed, report.Lost));
        Assert.Equal(0, chain.PendingCount);
    }

    [Fact]
    public async Task AFileThatEndsBeforeTheRunIsSaidToHaveEnded()
    {
        LoadReport report = await SendAsync(await SignAsync(50), 80);
        Assert.Equal((80L, 50L, 30L), (report.Sent, report.Executed, report.Refused));
        Assert.Contains("no more of this account", report.Refusals.Single().Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task EveryDamageIsFound()
    {
        byte[] genuine = await File.ReadAllBytesAsync(await SignAsync(20), TestContext.Current.CancellationToken);
        string path = Path.Combine(folder, "damaged");
        Random random = new(7);
        for (int i = 0; i < 400; i++)
        {
            byte[] damaged = [.. genuine];
            switch (i % 4)
            {
                case 0:
                    damaged[random.Next(damaged.Length)] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    damaged = damaged[..random.Next(damaged.Length)];
                    break;
                case 2:
                    damaged = [.. damaged, .. Encoding.UTF8.GetBytes("{}\n")];
                    break;
                default:
                    int at = random.Next(damaged.Length - 1);
                    damaged = [.. damaged[..at], .. damaged[(at + 1)..]];
                    break;
            }

            await File.WriteAllBytesAsync(path, damaged, TestContext.Current.CancellationToken);
            LoadException error = Assert.Throws<LoadException>(() => PresignedFile.Open(path));
            Assert.InRange(error.Message.Length, 10, 1000);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("{}\n")]
    [InlineData("[]\n")]
    [InlineData("null\n")]
    [InlineData("{\"format\":\"kraken-load-presigned\",\"version\":2,\"chain_id\":\"0x1\",\"accounts\":[]}\n")]
    [InlineData("{\"format\":\"kraken-load-presigned\",\"version\":1,\"chain_id\":\"0x1\",\"accounts\":[]}\n")]
    [InlineData("{\"format\":\"kraken-load-presigned\",\"version\":1,\"chain_id\":\"0x1\",\"accounts\":[{\"address\":\"0x1\",\"first_nonce\":0,\"count\":2147483647}]}\n")]
    [InlineData("transaction,nonce\n1,2\n")]
    public void AFileOfSomethingElseIsRefusedWithItsName(string content)
    {
        string path = Path.Combine(folder, "foreign");
        File.WriteAllText(path, content);
        Assert.Contains("foreign", Assert.Throws<LoadException>(() => PresignedFile.Open(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AFileOfNoAccountsIsRefusedThoughItsDigestIsRight()
    {
        string path = Path.Combine(folder, "nobody");
        using (FileStream file = new(path, FileMode.Create))
        using (PresignedWriter writer = new(file, new PresignedHeader(chain.ChainId, [])))
        {
            writer.Complete();
        }

        string message = Assert.Throws<LoadException>(() => PresignedFile.Open(path)).Message;
        Assert.Contains("accounts", message, StringComparison.Ordinal);
        Assert.Contains("at least one account", message, StringComparison.Ordinal);
    }

    [Fact]
    public void AFileWithoutLinesIsNotReadToItsEnd()
    {
        string path = Path.Combine(folder, "zeros");
        using (FileStream zeros = new(path, FileMode.Create))
        {
            zeros.SetLength(4L << 30);
        }

        Assert.Contains("lines of at most", Assert.Throws<LoadException>(() => PresignedFile.Open(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AFileOfAnotherChainOrOfPassedNoncesIsRefused()
    {
        string path = await SignAsync(20);
        chain.ChainId = Kraken.Starknet.ChainId.Main;
        LoadException error = await Assert.ThrowsAsync<LoadException>(() => SendAsync(path, 20));
        Assert.Contains("signed for the chain", error.Message, StringComparison.Ordinal);
        chain.ChainId = Kraken.Starknet.ChainId.Sepolia;
        Assert.True((await SendAsync(path, 20)).NothingLost);
        error = await Assert.ThrowsAsync<LoadException>(() => SendAsync(path, 20));
        Assert.Contains("sign anew", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task KindsWithoutNoncesThatFollowEachOtherAreRefused()
    {
        foreach (string weights in (string[])["declare=1", "transfer=1,deploy=1"])
        {
            Assert.True(KindWeights.TryParse(weights, out KindWeights? parsed));
            using FaultyNode node = new(chain);
            using LoadConnections connections = TestConnections.To(node);
            LoadException error = await Assert.ThrowsAsync<LoadException>(() => PresignRun.WriteAsync(
                Options(10) with { Weights = parsed }, Stream.Null, connections, TimeProvider.System, _ => { }, CancellationToken.None));
            Assert.Contains(weights, error.Message, StringComparison.Ordinal);
        }
    }

    private static LoadOptions Options(int count) => new()
    {
        Nodes = [new Uri("http://node.invalid/")], Rate = 500, Duration = TimeSpan.FromSeconds(count / 500.0),
    };

    private async Task<string> SignAsync(int count)
    {
        string path = Path.Combine(folder, "signed");
        using FaultyNode node = new(chain);
        using LoadConnections connections = TestConnections.To(node);
        List<string> told = [];
        using FileStream file = new(path, FileMode.Create);
        Assert.Equal(
            count, await PresignRun.WriteAsync(Options(count), file, connections, TimeProvider.System, told.Add, CancellationToken.None));
        Assert.NotEmpty(told);
        return path;
    }

    private async Task<LoadReport> SendAsync(string path, int count)
    {
        using FaultyNode node = new(chain);
        using LoadConnections connections = TestConnections.To(node);
        using Timer blocks = new(_ => chain.MakeBlock(), null, 0, 20);
        return await new LoadRun(Options(count) with { PresignedFile = path }, connections, TimeProvider.System)
            .RunAsync(null, TestContext.Current.CancellationToken);
    }
}

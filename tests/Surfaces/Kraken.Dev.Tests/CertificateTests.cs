using System;
using System.Collections.Generic;
using System.Text.Json;
using System.Threading.Tasks;
using Kraken.Consensus;
using Kraken.Consensus.Engine.Keys;
using Kraken.Consensus.Engine.Messages;
using Kraken.Consensus.Tendermint;
using Kraken.Dev.Proving;
using Kraken.Fields;
using Xunit;

namespace Kraken.Dev.Tests;

/// <summary>Chains whose blocks are to be proved: each block is certified, and stays.</summary>
public sealed class CertificateTests
{
    private static readonly DevOptions Proved = new() { IsProved = true };

    [Fact]
    public async Task EachBlockIsCertifiedByTheCommittee()
    {
        await using DevFixture dev = await DevFixture.StartAsync(Proved);
        await dev.TransferAsync(0, 0);
        await dev.TransferAsync(0, 1);
        Felt genesis = Felt.Parse(await dev.HashAsync(0));
        using DevCommittee committee = new("SN_SEPOLIA", genesis);
        ValidatorId validator = new(committee.Address);
        using CommitteeKeys keys = new(new Dictionary<ValidatorId, byte[]> { [validator] = committee.PublicKey });
        TendermintAlgorithm algorithm = new(new TendermintTimeouts(), new RotatingProposer());
        Committee members = new([(validator, 1ul)]);
        for (int number = 1; number <= 2; number++)
        {
            Certificate certificate = CertificateCodec.Decode(await CertificateAsync(dev, number), algorithm)!;
            Assert.Equal(((ulong)number, Felt.Parse(await dev.HashAsync((ulong)number))), (certificate.Height, certificate.Value.Hash));
            Assert.True(Proves(genesis, certificate));
            Assert.False(Proves(Felt.One, certificate));
        }

        Assert.Empty(await CertificateAsync(dev, 0));

        bool Proves(Felt block0, Certificate certificate) =>
            new Authenticity(keys, algorithm, new SigningDomain("SN_SEPOLIA", block0, Epoch: 0)).Proves(certificate, members);
    }

    [Fact]
    public async Task OtherwiseNoneIs()
    {
        await using DevFixture dev = await DevFixture.StartAsync();
        await dev.TransferAsync(0, 0);
        Assert.Empty(await CertificateAsync(dev, 1));
    }

    [Theory]
    [InlineData("devnet_abortBlocks", """{"starting_block_id":"latest"}""")]
    [InlineData("devnet_restart", "{}")]
    [InlineData("kraken_revert", """{"snapshot_id":"0x1"}""")]
    [InlineData("devnet_autoImpersonate", "{}")]
    [InlineData("devnet_impersonateAccount", """{"account_address":"0x1"}""")]
    public async Task WhatCouldNotBeProvedIsRefused(string method, string parameters)
    {
        await using DevFixture dev = await DevFixture.StartAsync(Proved);
        await dev.TransferAsync(0, 0);
        await dev.CallAsync("kraken_snapshot");
        (int code, string message) = await dev.RefusedAsync(method, parameters);
        Assert.Equal(-32600, code);
        Assert.StartsWith("--prove: ", message, StringComparison.Ordinal);
        Assert.Equal(1ul, await dev.HeightAsync());
    }

    [Fact]
    public void WhatRunsUnprovedIsNoOptionBesideIt()
    {
        Assert.Contains("--prove", (Proved with { ChargesFees = false }).Problem(), StringComparison.Ordinal);
        Assert.Contains("--prove", (Proved with { Validates = false }).Problem(), StringComparison.Ordinal);
        Assert.Null(Proved.Problem());
    }

    private static async Task<byte[]> CertificateAsync(DevFixture dev, int number)
    {
        JsonElement answer = await dev.CallAsync("kraken_getCertificate", $$$"""{"block_id":{"block_number":{{{number}}}}}""");
        return Convert.FromHexString(answer.GetProperty("certificate").GetString()![2..]);
    }
}

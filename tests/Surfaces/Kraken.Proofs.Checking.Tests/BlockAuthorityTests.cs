using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Kraken.Consensus;
using Xunit;

namespace Kraken.Proofs.Checking.Tests;

/// <summary>
/// A block is decided when more than two thirds of the genesis file's committee signed it, on this chain, and by nothing else.
/// </summary>
public sealed class BlockAuthorityTests : IDisposable
{
    private readonly SigningCommittee committee = new("SN_TEST", 77);
    private readonly BlockAuthority authority;

    public BlockAuthorityTests() => authority = committee.Authority();

    public void Dispose()
    {
        authority.Dispose();
        committee.Dispose();
    }

    [Theory]
    [InlineData(4, true)]
    [InlineData(3, true)]
    [InlineData(2, false)]
    [InlineData(0, false)]
    public void ThreeOfFourDecide(int signers, bool decides)
    {
        byte[] certificate = committee.Certificate(5, 9, Enumerable.Range(0, signers));
        string? problem = authority.FindProblem(5, 9, certificate, out int count);
        Assert.Equal((decides, signers), (problem is null, count));
    }

    [Fact]
    public void CertificatesOfOtherBlocksChainsAndCommitteesAreRefused()
    {
        int[] all = [0, 1, 2, 3];
        Assert.Contains("block 5 0x9", authority.FindProblem(5, 9, committee.Certificate(6, 9, all), out _), StringComparison.Ordinal);
        Assert.Contains("block 5 0x9", authority.FindProblem(5, 9, committee.Certificate(5, 10, all), out _), StringComparison.Ordinal);
        Assert.NotNull(authority.FindProblem(5, 9, committee.Certificate(5, 9, 78, all), out _));
        using SigningCommittee others = new("SN_TEST", 77);
        Assert.NotNull(authority.FindProblem(5, 9, others.Certificate(5, 9, all), out _));
        using SigningCommittee otherName = new("SN_OTHER", 77);
        Assert.NotNull(authority.FindProblem(5, 9, otherName.Certificate(5, 9, all), out _));
    }

    [Fact]
    public void AlteredAndCutCertificatesAreRefusedWithoutAnException()
    {
        byte[] certificate = committee.Certificate(5, 9, 0, 1, 2);
        Assert.Null(authority.FindProblem(5, 9, certificate, out _));
        Assert.NotNull(authority.FindProblem(5, 9, [], out _));
        Assert.NotNull(authority.FindProblem(5, 9, [.. certificate, 0], out _));
        for (int i = 0; i < certificate.Length; i++)
        {
            byte[] altered = [.. certificate];
            altered[i] ^= 1;
            Assert.True(authority.FindProblem(5, 9, altered, out _) is not null, $"byte {i}");
            Assert.NotNull(authority.FindProblem(5, 9, certificate.AsSpan(0, i), out _));
        }
    }

    [Fact]
    public void AKeyThatIsNoneIsRefusedInWords() => Assert.Throws<InvalidDataException>(() => new BlockAuthority(
        "SN_TEST",
        1,
        new Committee([(new ValidatorId(1), 1UL)]),
        new Dictionary<ValidatorId, byte[]> { [new ValidatorId(1)] = [1, 2, 3] }));
}

using System;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Consensus;
using Kraken.Consensus.Engine;
using Kraken.Fields;
using Kraken.Sequencer.Blocks;
using Kraken.Starknet.Chain;
using Xunit;

namespace Kraken.Sequencer.Tests;

/// <summary>A node's chain without network: admission, building, checking and committing blocks on the genuine genesis.</summary>
public sealed class ChainTests : IDisposable
{
    private readonly TestChain proposer = new(1);
    private readonly TestChain validator = new(2);

    public void Dispose()
    {
        proposer.Dispose();
        validator.Dispose();
    }

    [Fact]
    public void EveryNodeHasTheSameGenesis() => Assert.Equal(proposer.Store.Header(0), validator.Store.Header(0));

    [Fact]
    public async Task AValidatorAcceptsWhatAProposerBuiltAndBothReachTheSameRoot()
    {
        for (ulong nonce = 0; nonce < 3; nonce++)
        {
            Assert.Null(await proposer.Admission.SubmitAsync(Signed.Transfer(0, nonce), CancellationToken.None));
        }

        Assert.Null(await proposer.Admission.SubmitAsync(Signed.Transfer(1, 0), CancellationToken.None));
        BuiltBlock built = proposer.Build(1);
        Assert.Null(validator.Check(1, built, new ValidatorId(1)));
        proposer.Commit(1, built);
        validator.Commit(1, built);
        Assert.Equal(proposer.Store.Header(1), validator.Store.Header(1));
        Assert.Equal(new CommittedTip(1, built.Value), validator.Application.Committed);
        Assert.Equal(4, validator.Store.Block(1)!.Transactions.Length);
        Assert.All(validator.Store.Receipts(1), receipt => Assert.Null(receipt.RevertReason));
        Assert.Equal(0, proposer.Pool.Count);
        CertifiedBlock committed = validator.Application.ReadCommitted(1)!;
        Assert.Equal(built.Bytes.ToArray(), committed.Bytes.ToArray());
        Assert.Equal((1UL, built.Value), (committed.Certificate.Height, committed.Certificate.Value));
        Assert.Null(validator.Application.ReadCommitted(0));
        Assert.Null(validator.Application.ReadCommitted(2));
    }

    [Fact]
    public async Task AProposalThatIsNotWhatItsHashSaysIsRefused()
    {
        ValidatorId builder = new(1);
        await proposer.Admission.SubmitAsync(Signed.Transfer(0, 0), CancellationToken.None);
        BuiltBlock built = proposer.Build(1);
        Assert.NotNull(validator.Check(1, built with { Bytes = built.Bytes[..^1] }, builder));
        Assert.NotNull(validator.Check(1, built with { Bytes = new byte[] { 1, 2, 3 } }, builder));
        Assert.Contains("sequencer", validator.Check(1, built, new ValidatorId(3)), StringComparison.Ordinal);
        ProposedBlock block = new(1, validator.Store.Header(0)!.Timestamp + 1, 1, [Signed.Transfer(0, 0, signer: 1)]);
        Assert.NotNull(validator.Check(1, built with { Bytes = block.Encode() }, builder));
        Assert.Contains(
            "hash", validator.Check(1, built with { Value = new ValueId(built.Value.Hash + Felt.One) }, builder), StringComparison.Ordinal);

        // What came before under the same value does not stand against the honest block.
        Assert.Null(validator.Check(1, built, builder));
        Assert.Contains("sequencer", validator.Check(1, built, new ValidatorId(3)), StringComparison.Ordinal);
        Assert.Contains("bytes", validator.Check(1, built with { Bytes = block.Encode() }, builder), StringComparison.Ordinal);
        Assert.Contains("bytes", validator.Check(1, built with { Bytes = built.Bytes[..^1] }, null), StringComparison.Ordinal);
        Assert.Null(validator.Check(1, built, null));
    }

    [Fact]
    public void ARepeatedCommitDoesNothingAndAnotherDecisionIsADivergence()
    {
        BuiltBlock built = proposer.Build(1);
        proposer.Commit(1, built);
        proposer.Commit(1, built);
        Assert.Equal(1UL, proposer.Store.LatestNumber);
        Assert.Throws<BlockDivergedException>(() => proposer.Commit(1, built with { Value = new ValueId(5) }));
        Assert.Throws<BlockDivergedException>(() => validator.Commit(1, built with { Value = new ValueId(5) }));
        validator.Commit(1, built);
        Assert.Equal(proposer.Store.Header(1), validator.Store.Header(1));
    }

    [Fact]
    public async Task ANodeThatStopsLeavesADecidedBlockToItsNextStart()
    {
        Assert.Null(await proposer.Admission.SubmitAsync(Signed.Transfer(0, 0), CancellationToken.None));
        BuiltBlock built = proposer.Build(1);
        OrderedCommit decision = TestChain.Decision(1, built);
        using CancellationTokenSource stop = new();
        await stop.CancelAsync();
        Assert.ThrowsAny<OperationCanceledException>(() => validator.Application.Commit(decision, [built.Bytes], stop.Token));
        Assert.Equal(0UL, validator.Application.Committed.Height);
        validator.Application.Commit(decision, [built.Bytes], CancellationToken.None);
        Assert.Equal(built.Value, validator.Tip);

        // What was executed already is committed.
        proposer.Application.Commit(decision, [built.Bytes], stop.Token);
        Assert.Equal(built.Value, proposer.Tip);
    }

    [Fact]
    public void ADecidedBlockIsCheckedWithoutTheOwnClockAndAProposalWithIt()
    {
        DateTimeOffset genesis = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000);
        using TestChain fast = new(1, clock: new SettableClock { Now = genesis.AddSeconds(106) });
        using TestChain slow = new(2, clock: new SettableClock { Now = genesis.AddSeconds(100) });
        BuiltBlock built = fast.Build(1);
        Assert.Contains("time of at most", slow.Check(1, built, new ValidatorId(1)), StringComparison.Ordinal);
        Assert.Contains("time of at most", slow.CheckAgain(1, built, hasQuorum: false), StringComparison.Ordinal);
        Assert.Null(slow.CheckAgain(1, built, hasQuorum: true));
        Assert.Null(slow.Check(1, built, new ValidatorId(1), decided: true));
        Assert.Contains("time of at most", slow.Check(1, built, new ValidatorId(1)), StringComparison.Ordinal);
        using TestChain behind = new(3, clock: new SettableClock { Now = genesis.AddSeconds(-1_000) });
        behind.Commit(1, built);
        Assert.Equal(1UL, behind.Store.LatestNumber);
        BuiltBlock old = Empty(fast.Store.Header(0)!.Timestamp - 1);
        Assert.Contains("time of at least", slow.Check(1, old, null, decided: true), StringComparison.Ordinal);
        using TestChain close = new(4, clock: new SettableClock { Now = genesis.AddSeconds(101) });
        Assert.Null(close.Check(1, built, new ValidatorId(1)));
    }

    private static BuiltBlock Empty(ulong timestamp) => new(new ValueId(1), new ProposedBlock(1, timestamp, 1, []).Encode());

    [Fact]
    public async Task AdmissionRefusesWithItsReason()
    {
        Assert.Equal(
            SubmissionErrorKind.ValidationFailure,
            (await proposer.Admission.SubmitAsync(Signed.Transfer(0, 0, signer: 1), CancellationToken.None))!.Kind);
        Assert.Equal(
            SubmissionErrorKind.InvalidNonce,
            (await proposer.Admission.SubmitAsync(Signed.Transfer(0, 500), CancellationToken.None))!.Kind);
        Assert.Null(await proposer.Admission.SubmitAsync(Signed.Transfer(0, 0), CancellationToken.None));
        Assert.Equal(
            SubmissionErrorKind.Duplicate, (await proposer.Admission.SubmitAsync(Signed.Transfer(0, 0), CancellationToken.None))!.Kind);
        Assert.Equal(
            SubmissionErrorKind.InsufficientBalance,
            (await proposer.Admission.SubmitAsync(Signed.Transfer(2, 0, price: UInt128.MaxValue >> 40), CancellationToken.None))!.Kind);
    }
}

using System;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Consensus;
using Kraken.Consensus.Engine;
using Kraken.Fields;
using Kraken.Sequencer.Blocks;
using Kraken.Starknet.Chain;
using Kraken.Starknet.Transactions;
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
        BuiltBlock built = await proposer.Application.BuildAsync(1, 0, CancellationToken.None);
        Assert.True(await validator.Application.CheckAsync(1, built.Value, new ValidatorId(1), built.Block, CancellationToken.None));
        CommitCertificate certificate = new(1, 0, built.Value, []);
        await proposer.Application.CommitAsync(certificate, built.Block, CancellationToken.None);
        await validator.Application.CommitAsync(certificate, built.Block, CancellationToken.None);
        Assert.Equal(proposer.Store.Header(1), validator.Store.Header(1));
        Assert.Equal(4, validator.Store.Block(1)!.Transactions.Length);
        Assert.All(validator.Store.Receipts(1), receipt => Assert.Null(receipt.RevertReason));
        Assert.Equal(0, proposer.Pool.Count);
        Assert.Equal(built.Block.ToArray(), validator.Application.CommittedBlock(1)!.Value.Block.ToArray());
    }

    [Fact]
    public async Task AProposalThatIsNotWhatItsHashSaysIsRefused()
    {
        await proposer.Admission.SubmitAsync(Signed.Transfer(0, 0), CancellationToken.None);
        BuiltBlock built = await proposer.Application.BuildAsync(1, 0, CancellationToken.None);
        Assert.False(await validator.Application.CheckAsync(1, built.Value, new ValidatorId(1), built.Block[..^1], CancellationToken.None));
        Assert.False(await validator.Application.CheckAsync(1, built.Value, new ValidatorId(3), built.Block, CancellationToken.None));
        SubmittedTransaction forged = Signed.Transfer(0, 0, signer: 1);
        ProposedBlock block = new(1, validator.Store.Header(0)!.Timestamp + 1, 1, [forged]);
        Assert.False(await validator.Application.CheckAsync(1, built.Value, new ValidatorId(1), block.Encode(), CancellationToken.None));
        Assert.False(await validator.Application.CheckAsync(1, new ValueId(built.Value.Hash + Felt.One), new ValidatorId(1), built.Block, CancellationToken.None));
        Assert.True(await validator.Application.CheckAsync(1, built.Value, new ValidatorId(1), built.Block, CancellationToken.None));
        Assert.False(await validator.Application.CheckAsync(1, built.Value, new ValidatorId(3), built.Block, CancellationToken.None));
        Assert.True(await validator.Application.CheckAsync(1, built.Value, default, built.Block, CancellationToken.None));
    }

    [Fact]
    public async Task AdmissionRefusesWithItsReason()
    {
        Assert.Equal(SubmissionErrorKind.ValidationFailure, (await proposer.Admission.SubmitAsync(Signed.Transfer(0, 0, signer: 1), CancellationToken.None))!.Kind);
        Assert.Equal(SubmissionErrorKind.InvalidNonce, (await proposer.Admission.SubmitAsync(Signed.Transfer(0, 500), CancellationToken.None))!.Kind);
        Assert.Null(await proposer.Admission.SubmitAsync(Signed.Transfer(0, 0), CancellationToken.None));
        Assert.Equal(SubmissionErrorKind.Duplicate, (await proposer.Admission.SubmitAsync(Signed.Transfer(0, 0), CancellationToken.None))!.Kind);
        Assert.Equal(SubmissionErrorKind.InsufficientBalance, (await proposer.Admission.SubmitAsync(Signed.Transfer(2, 0, price: UInt128.MaxValue >> 40), CancellationToken.None))!.Kind);
    }
}

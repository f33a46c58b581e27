using System;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Consensus;
using Kraken.Consensus.Engine;
using Kraken.Curves;
using Kraken.Execution.Blocks;
using Kraken.Execution.Classes;
using Kraken.Execution.Constants;
using Kraken.Fields;
using Kraken.Hashing;
using Kraken.Mempool;
using Kraken.Sequencer.Blocks;
using Kraken.Sequencer.Submission;
using Kraken.Starknet;
using Kraken.Starknet.Chain;
using Kraken.Starknet.Genesis;
using Kraken.Starknet.Transactions;
using Kraken.State.Store;
using Kraken.Storage;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Kraken.Sequencer.Tests;

/// <summary>A node's chain without network: admission, building, checking and committing blocks on the genuine genesis.</summary>
public sealed class ChainTests : IDisposable
{
    private readonly Chain proposer = new(1);
    private readonly Chain validator = new(2);

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
            Assert.Null(await proposer.Admission.SubmitAsync(Transfer(0, nonce), CancellationToken.None));
        }

        Assert.Null(await proposer.Admission.SubmitAsync(Transfer(1, 0), CancellationToken.None));
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
        await proposer.Admission.SubmitAsync(Transfer(0, 0), CancellationToken.None);
        BuiltBlock built = await proposer.Application.BuildAsync(1, 0, CancellationToken.None);
        Assert.False(await validator.Application.CheckAsync(1, built.Value, new ValidatorId(1), built.Block[..^1], CancellationToken.None));
        Assert.False(await validator.Application.CheckAsync(1, built.Value, new ValidatorId(3), built.Block, CancellationToken.None));
        SubmittedTransaction forged = Transfer(0, 0, signer: 1);
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
        Assert.Equal(SubmissionErrorKind.ValidationFailure, (await proposer.Admission.SubmitAsync(Transfer(0, 0, signer: 1), CancellationToken.None))!.Kind);
        Assert.Equal(SubmissionErrorKind.InvalidNonce, (await proposer.Admission.SubmitAsync(Transfer(0, 500), CancellationToken.None))!.Kind);
        Assert.Null(await proposer.Admission.SubmitAsync(Transfer(0, 0), CancellationToken.None));
        Assert.Equal(SubmissionErrorKind.Duplicate, (await proposer.Admission.SubmitAsync(Transfer(0, 0), CancellationToken.None))!.Kind);
        Assert.Equal(SubmissionErrorKind.InsufficientBalance, (await proposer.Admission.SubmitAsync(Transfer(2, 0, price: UInt128.MaxValue >> 40), CancellationToken.None))!.Kind);
    }

    private static SubmittedTransaction Transfer(int account, ulong nonce, int? signer = null, UInt128? price = null)
    {
        PredeployedAccount from = DevelopmentAccounts.All[account];
        ResourceBounds bounds = new(1_000_000_000, price ?? 100_000_000_000);
        InvokeTransaction unsigned = new()
        {
            SenderAddress = from.Address,
            Nonce = nonce,
            Calldata = [1, WellKnownAddresses.FeeToken, Selector.FromName("transfer"), 3, DevelopmentAccounts.All[9].Address, 5, 0],
            ResourceBounds = new ResourceBoundsMapping(bounds with { MaxAmount = 10_000 }, bounds, bounds with { MaxAmount = 10_000 }),
        };
        Felt hash = TransactionHash.Compute(unsigned, ChainId.Sepolia);
        EcdsaSignature signature = Ecdsa.Sign(DevelopmentAccounts.All[signer ?? account].PrivateKey!.Value, hash);
        return new SubmittedTransaction(unsigned with { Hash = hash, Signature = [signature.R, signature.S] });
    }

    private sealed class Chain : IDisposable
    {
        private readonly MemoryStore database = new();

        public Chain(Felt self)
        {
            GenesisDescription genesis = new() { Timestamp = 1_700_000_000 };
            ChainRules rules = new()
            {
                Chain = new ChainInfo(genesis.ChainId, genesis.FeeTokenAddress),
                Constants = VersionedConstants.ForVersion(genesis.StarknetVersion)!,
                StarknetVersion = genesis.StarknetVersion,
                GasPrices = genesis.GasPrices,
            };
            ClassCompiler compiler = new();
            Store = new ChainStore(database);
            Store.Append(GenesisBlock.Create(genesis, compiler));
            ClassRegistry classes = new(hash => Store.Sierra(hash) is { } sierra && Store.Casm(hash) is { } casm ? ClassCompiler.Load(sierra, casm) : null);
            Pool = new TransactionPool(new MempoolOptions(), TimeProvider.System);
            BlockBuilder builder = new(Store, rules, classes, compiler, TimeProvider.System);
            Application = new ChainApplication(Store, rules, builder, Pool, new TransactionDecoder(genesis.ChainId), self, TimeProvider.System, NullLogger.Instance);
            Admission = new TransactionAdmission(Store, rules, classes, compiler, Pool, TimeProvider.System);
        }

        public ChainStore Store { get; }

        public TransactionPool Pool { get; }

        public ChainApplication Application { get; }

        public TransactionAdmission Admission { get; }

        public void Dispose()
        {
            Admission.Dispose();
            database.Dispose();
        }
    }
}

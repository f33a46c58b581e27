using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Fields;
using Kraken.Serialization.Json;
using Kraken.Starknet.Chain;
using Kraken.Starknet.Classes;
using Kraken.Starknet.Genesis;
using Kraken.Starknet.Json;
using Kraken.Starknet.Limits;
using Kraken.Starknet.Transactions;
using Xunit;

namespace Kraken.Sequencer.Tests;

/// <summary>Refusals name what was expected and what came, by the error of the specification that fits.</summary>
public sealed class AdmissionReportTests : IDisposable
{
    private static readonly PredeployedAccount Account = DevelopmentAccounts.All[6];

    private readonly TestChain chain = new(1);

    public void Dispose() => chain.Dispose();

    [Fact]
    public async Task AClassMayHaveAsManyFeltsAsTheLimitSays()
    {
        int most = new ClassBounds().MaxSierraFelts;
        Assert.Equal(81_920, most);
        SubmissionError refused = await RefuseAsync(Declare(WithFelts(most + 1)));
        Assert.Equal(SubmissionErrorKind.ClassTooLarge, refused.Kind);
        Assert.Equal("sierra_program: expected at most 81920 elements, got 81921", refused.Message);
        Assert.Equal(SubmissionErrorKind.ClassTooLarge, (await RefuseAsync(Declare(WithFelts(90_002)))).Kind);
        Assert.NotEqual(SubmissionErrorKind.ClassTooLarge, (await RefuseAsync(Declare(WithFelts(most)))).Kind);
    }

    [Theory]
    [InlineData("9.9.9")]
    [InlineData("0.1.1")]
    [InlineData("0.1")]
    [InlineData("")]
    public async Task OnlyOneFormatOfClassesIsKnown(string version)
    {
        SierraClass sierra = LargestTransactions.Class(10, 20_000, "a") with { ContractClassVersion = version };
        SubmissionError refused = await RefuseAsync(Declare(sierra));
        Assert.Equal(SubmissionErrorKind.UnsupportedClassVersion, refused.Kind);
        Assert.Contains($"got '{version}'", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReservedFieldsMustBeEmptyInEveryKindOfTransaction()
    {
        InvokeTransaction invoke = (InvokeTransaction)Signed.Transfer(6, 0).Transaction;
        foreach (AccountTransaction wrong in (AccountTransaction[])
        [
            invoke with { AccountDeploymentData = [1] },
            invoke with { PaymasterData = [1] },
            invoke with { NonceDataAvailabilityMode = DataAvailabilityMode.L2 },
            invoke with { FeeDataAvailabilityMode = DataAvailabilityMode.L2 },
            Signed.Deployment(1, 1) with { PaymasterData = [1] },
            Signed.Deployment(1, 1) with { FeeDataAvailabilityMode = DataAvailabilityMode.L2 },
        ])
        {
            SubmissionError refused = await RefuseAsync(new SubmittedTransaction(wrong));
            Assert.Equal((SubmissionErrorKind.ValidationFailure, true), (refused.Kind, refused.IsPermanent));
        }

        DeclareTransaction declare = (DeclareTransaction)Declare(LargestTransactions.Class(10, 20_000, "a")).Transaction;
        SubmissionError declared = await RefuseAsync(
            new SubmittedTransaction(declare with { AccountDeploymentData = [1] }, LargestTransactions.Class(10, 20_000, "a")));
        Assert.Equal("account_deployment_data: expected no element, got 1", declared.Message);
    }

    [Fact]
    public async Task GasAboveWhatABlockHoldsIsRefused()
    {
        ulong most = new TransactionBounds().MaxL2GasAmount;
        Assert.True(most <= new BlockBounds().MaxReceiptL2Gas);
        SubmissionError refused = await RefuseAsync(WithGas(most + 1));
        Assert.Contains($"expected at most {most}, got {most + 1}", refused.Message, StringComparison.Ordinal);
        Assert.Null(await chain.Admission.SubmitAsync(WithGas(most), CancellationToken.None));
    }

    [Fact]
    public async Task ANonceIsReportedAsItCame()
    {
        foreach (Felt nonce in (Felt[])[Felt.FromBigInteger(System.Numerics.BigInteger.One << 88), ulong.MaxValue, -Felt.One])
        {
            InvokeTransaction far = (InvokeTransaction)Signed.Transfer(6, 0).Transaction with { Nonce = nonce };
            SubmissionError refused = await RefuseAsync(Signed.Sign(far, Account.PrivateKey!.Value));
            Assert.Equal(SubmissionErrorKind.InvalidNonce, refused.Kind);
            Assert.EndsWith($"got {nonce.ToBigInteger()}", refused.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task ACompiledClassHashByTheOldRuleIsToldBothHashes()
    {
        // A genuine class that is not declared yet, with the hash that it had before protocol 0.14.1.
        SierraClass sierra = SharedClass("cairo/own-contracts/pairs_2_19_4/erc20_components.sierra.json");
        Assert.True(chain.Compiler.TryCompile(sierra, out Execution.Classes.CompiledContract? compiled, out string? reason), reason);
        Felt old = CompiledClassHash.Poseidon(compiled!.Casm);
        SubmissionError refused = await RefuseAsync(Declare(sierra, old));
        Assert.Equal((SubmissionErrorKind.CompiledClassHashMismatch, true), (refused.Kind, refused.IsPermanent));
        Assert.Contains(old.ToString()[2..], refused.Message, StringComparison.Ordinal);
        Assert.Contains(compiled.CompiledClassHash.ToString()[2..], refused.Message, StringComparison.Ordinal);
        Assert.Null(await chain.Admission.SubmitAsync(Declare(sierra, compiled.CompiledClassHash), CancellationToken.None));
    }

    [Fact]
    public async Task OfTwoDeclarationsOfOneClassTheLoserIsToldWhy()
    {
        SierraClass sierra = SharedClass("cairo/own-contracts/pairs_2_19_4/erc20_components.sierra.json");
        Assert.True(chain.Compiler.TryCompile(sierra, out Execution.Classes.CompiledContract? compiled, out string? reason), reason);
        SubmittedTransaction first = Declare(sierra, compiled!.CompiledClassHash);
        SubmittedTransaction second = Declare(sierra, compiled.CompiledClassHash, account: 5);
        Assert.Null(await chain.Admission.SubmitAsync(first, CancellationToken.None));
        Assert.Null(await chain.Admission.SubmitAsync(second, CancellationToken.None));
        await chain.CommitNextAsync();
        Assert.NotNull(chain.Store.Find(first.Transaction.Hash));
        Assert.Null(chain.Store.Find(second.Transaction.Hash));
        Assert.Contains("already declared", chain.Admission.FindRejection(second.Transaction.Hash), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task TheNextNonceOfAnAccountCountsItsUnbrokenRow()
    {
        foreach (ulong nonce in (ulong[])[0, 1, 2, 4])
        {
            Assert.Null(await chain.Admission.SubmitAsync(Signed.Transfer(6, nonce), CancellationToken.None));
        }

        Assert.Equal(3UL, chain.Admission.NextNonce(Account.Address, 0));
        Assert.Equal(7UL, chain.Admission.NextNonce(Account.Address, 7));
        Assert.Equal(0UL, chain.Admission.NextNonce(DevelopmentAccounts.All[5].Address, 0));
    }

    private static SierraClass WithFelts(int count) =>
        LargestTransactions.Class(10, 20_000, "a") with { SierraProgram = [1, 9, 0, .. Enumerable.Repeat(Felt.One, count - 3)] };

    private static SubmittedTransaction WithGas(ulong amount)
    {
        ResourceBoundsMapping bounds = Signed.Bounds();
        bounds = bounds with { L2Gas = bounds.L2Gas with { MaxAmount = amount } };
        AccountTransaction invoke = Signed.Transfer(6, 0).Transaction with { ResourceBounds = bounds };
        return Signed.Sign(invoke, Account.PrivateKey!.Value);
    }

    private static SubmittedTransaction Declare(SierraClass sierra, Felt? compiledClassHash = null, int account = 6)
    {
        PredeployedAccount sender = DevelopmentAccounts.All[account];
        DeclareTransaction unsigned = new()
        {
            SenderAddress = sender.Address,
            Nonce = 0,
            ClassHash = ClassHash.Compute(sierra),
            CompiledClassHash = compiledClassHash ?? 1,
            ResourceBounds = Signed.Bounds(),
        };
        return Signed.Sign(unsigned, sender.PrivateKey!.Value) with { Class = sierra };
    }

    private static SierraClass SharedClass(string path)
    {
        string? root = AppContext.BaseDirectory;
        while (root is not null && !System.IO.File.Exists(System.IO.Path.Combine(root, "Kraken.slnx")))
        {
            root = System.IO.Path.GetDirectoryName(root);
        }

        byte[] json = System.IO.File.ReadAllBytes(System.IO.Path.Combine(root!, "..", "shared", "data", path));
        Assert.True(SierraClassJson.TryDecode(json, out SierraClass? sierra, out DecodeError? error), error?.ToString());
        return sierra!;
    }

    private async Task<SubmissionError> RefuseAsync(SubmittedTransaction transaction)
    {
        SubmissionError? refused = await chain.Admission.SubmitAsync(transaction, CancellationToken.None);
        Assert.NotNull(refused);
        return refused;
    }
}

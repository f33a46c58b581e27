using System;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Consensus.Engine;
using Kraken.Execution.Classes;
using Kraken.Execution.Transactions;
using Kraken.Fields;
using Kraken.Sequencer.Views;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Chain;
using Kraken.Starknet.Genesis;
using Kraken.Starknet.Transactions;
using Xunit;

namespace Kraken.Sequencer.Tests.Views;

/// <summary>What a node tells of states, proposals and runs, on a chain that makes blocks.</summary>
public sealed class ReadTests : IDisposable
{
    private static readonly PredeployedAccount Sender = DevelopmentAccounts.All[6];

    private readonly TestChain chain = new(1);
    private readonly ClassRegistry classes;
    private readonly CallExecutor executor;
    private readonly ChainReader reader;

    public ReadTests()
    {
        classes = new ClassRegistry(
            hash => chain.Store.Sierra(hash) is { } sierra && chain.Store.Casm(hash) is { } casm ? ClassCompiler.Load(sierra, casm) : null);
        executor = new CallExecutor(chain.Store, chain.Rules, classes, chain.Compiler);
        reader = new ChainReader(chain.Store, chain.Rules, TimeProvider.System) { Proposal = () => chain.Application.Proposal };
    }

    private StateView View => new(chain.Store.LatestNumber!.Value, chain.Store.Header(chain.Store.LatestNumber.Value)!);

    public void Dispose()
    {
        executor.Dispose();
        chain.Dispose();
    }

    [Fact]
    public async Task InitialReadsAreOfTheStateBeforeTheBlockAndOfThatOnly()
    {
        await SendAsync(Signed.Transfer(6, 0), Signed.Transfer(6, 1));
        await chain.CommitNextAsync();
        BlockTraces traced = executor.TraceBlock(1, CancellationToken.None)!;
        Assert.Equal(2, traced.Traces.Length);
        InitialReads reads = traced.Reads!;

        // Two transactions of one account: its nonce was read once, before the first.
        Assert.Equal(Felt.Zero, Assert.Single(reads.Nonces, read => read.Address == Sender.Address).Nonce);
        State.Store.HistoricalState before = chain.Store.StateAt(0)!;
        Assert.All(reads.Storage, read => Assert.Equal(before.StorageAt(read.Address, read.Key), read.Value));
        Assert.All(reads.ClassHashes, read => Assert.Equal(before.ClassHashAt(read.Address), read.ClassHash));
        Assert.Contains(reads.Storage, read => read.Address == WellKnownAddresses.FeeToken && !read.Value.IsZero);
        Assert.Contains(reads.ClassHashes, read => read == new ContractClass(Sender.Address, ChainContracts.Account.ClassHash));
        Assert.Contains(reads.Declarations, read => read == new DeclarationRead(ChainContracts.Account.ClassHash, true));
        Assert.Equal(reads.Storage.OrderBy(read => read.Address).ThenBy(read => read.Key), reads.Storage);
        Assert.Equal(reads.Storage.Length, reads.Storage.DistinctBy(read => (read.Address, read.Key)).Count());

        // What the block changed and did not read before is no initial read; what it read and changed is.
        Assert.All(
            chain.Store.StateDiff(1)!.StorageDiffs
                .Where(diff => diff.Address == WellKnownAddresses.FeeToken).SelectMany(diff => diff.Entries),
            entry => Assert.Contains(
                reads.Storage, read => read.Address == WellKnownAddresses.FeeToken && read.Key == entry.Key && read.Value != entry.Value));
    }

    /// <summary>The trace of a reverted transaction holds no calls, but what they read was read: here the class that one deploys.</summary>
    [Fact]
    public async Task ClassesThatARevertedTransactionReachesAreRead()
    {
        PredeployedAccount account = DevelopmentAccounts.All[6];
        SubmittedTransaction reverted = Signed.Sign(
            new InvokeTransaction
            {
                SenderAddress = account.Address,
                Nonce = 0,
                Calldata =
                [
                    2,
                    WellKnownAddresses.UniversalDeployer, Hashing.Selector.FromName("deploy_contract"), 4,
                    ChainContracts.Demo.ClassHash, 7, 0, 0,
                    WellKnownAddresses.FeeToken, Hashing.Selector.FromName("transfer"), 3, account.Address, UInt128.MaxValue, 0,
                ],
                ResourceBounds = Signed.Bounds(),
            },
            account.PrivateKey!.Value);
        await SendAsync(reverted);
        await chain.CommitNextAsync();
        BlockTraces traced = executor.TraceBlock(1, CancellationToken.None)!;
        Assert.Null(Assert.Single(traced.Traces).Execute);
        Assert.Contains("balance", traced.Traces[0].RevertReason, StringComparison.OrdinalIgnoreCase);
        Assert.Contains(traced.Reads!.Declarations, read => read == new DeclarationRead(ChainContracts.Demo.ClassHash, true));

        // A simulation on the state before reads the same.
        SimulationResult.Completed simulated = Assert.IsType<SimulationResult.Completed>(executor.Simulate(
            [reverted], new StateView(0, chain.Store.Header(0)!), SimulationFlags.None, CancellationToken.None));
        Assert.Equal(simulated.Reads.Declarations, traced.Reads.Declarations);
    }

    [Fact]
    public void ASimulationGivesItsReadsAndASecondOneOnTheSameStateTheSame()
    {
        SimulationResult.Completed first = Simulate(Signed.Transfer(6, 0));
        SimulationResult.Completed again = Simulate(Signed.Transfer(6, 0));
        Assert.Equal(first.Reads.Storage, again.Reads.Storage);
        Assert.NotEmpty(first.Reads.Storage);
        SimulationResult.Completed both = Simulate(Signed.Transfer(6, 0), Signed.Transfer(6, 1));
        Assert.Superset(first.Reads.Storage.ToHashSet(), both.Reads.Storage.ToHashSet());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void EstimatesRefuseWhatAdmissionRefuses(bool paysFee)
    {
        InvokeTransaction invoke = (InvokeTransaction)Signed.Transfer(6, 0).Transaction;
        SimulationFlags flags = paysFee ? SimulationFlags.SkipValidate : SimulationFlags.SkipValidate | SimulationFlags.SkipFeeCharge;
        foreach (InvokeTransaction wrong in (InvokeTransaction[])
        [
            invoke with { NonceDataAvailabilityMode = DataAvailabilityMode.L2 },
            invoke with { FeeDataAvailabilityMode = DataAvailabilityMode.L2, IsQuery = true },
            invoke with { PaymasterData = [1] },
            invoke with { AccountDeploymentData = [1] },
            invoke with { ProofFacts = [1] },
            invoke with { Calldata = [.. new Felt[5_001]] },
        ])
        {
            SimulationResult.Rejected refused = Assert.IsType<SimulationResult.Rejected>(
                executor.Simulate([new(invoke), new(wrong)], View, flags, CancellationToken.None));
            Assert.Equal(1, refused.TransactionIndex);
            Assert.Contains("expected", refused.Error, StringComparison.Ordinal);
        }

        // Wallets estimate without bounds, and under the version of queries; whoever is charged must name some.
        SimulationResult free = executor.Simulate(
            [new(invoke with { ResourceBounds = default, IsQuery = true })], View, flags, CancellationToken.None);
        Assert.Equal(paysFee, free is SimulationResult.Rejected);
    }

    [Fact]
    public void ASimulationLeavesOutWhatTheChainDoesAndWhatItsOwnFlagsSay()
    {
        using CallExecutor unlike = new(chain.Store, chain.Rules, classes, chain.Compiler)
        {
            RunsAs = transaction => transaction.Sender == Sender.Address ? new ExecutionFlags(ChargeFee: false, Validate: false) : null,
        };
        ImmutableArray<SubmittedTransaction> unsigned = [Unsigned(6), Unsigned(5)];
        const SimulationFlags All = SimulationFlags.SkipValidate | SimulationFlags.SkipFeeCharge;
        foreach ((SimulationFlags flags, int taken) in (ReadOnlySpan<(SimulationFlags, int)>)
            [(SimulationFlags.None, 1), (SimulationFlags.SkipFeeCharge, 1), (SimulationFlags.SkipValidate, 1), (All, 2)])
        {
            SimulationResult result = unlike.Simulate(unsigned, View, flags, CancellationToken.None);
            Assert.Equal(taken, result is SimulationResult.Rejected refused ? refused.TransactionIndex : unsigned.Length);
        }

        static SubmittedTransaction Unsigned(int account) =>
            new((InvokeTransaction)Signed.Transfer(account, 0).Transaction with { Signature = [], ResourceBounds = default });
    }

    [Fact]
    public void AMessageToNobodyIsOneToNoContract()
    {
        Assert.IsType<MessageEstimate.ContractNotFound>(executor.EstimateMessage(new(1, 0x77, 3, []), View, CancellationToken.None));
        Assert.IsType<MessageEstimate.Failed>(
            executor.EstimateMessage(new(1, WellKnownAddresses.FeeToken, 3, []), View, CancellationToken.None));
    }

    [Fact]
    public async Task TheLastUpdateIsFoundInTheHistory()
    {
        Felt cell = StorageLayout.Balance(Sender.Address);
        await SendAsync(Signed.Transfer(6, 0));
        await chain.CommitNextAsync();
        await chain.CommitNextAsync();
        await SendAsync(Signed.Transfer(6, 1));
        await chain.CommitNextAsync();
        ulong?[] updates =
        [
            .. Enumerable.Range(0, 4).Select(
                number => reader.StateAfter((ulong)number)!.LastUpdateOf(WellKnownAddresses.FeeToken, cell)),
        ];
        Assert.Equal([0UL, 1UL, 1UL, 3UL], updates);
        Assert.Null(reader.StateAfter(3)!.LastUpdateOf(WellKnownAddresses.FeeToken, 0x63));
    }

    [Fact]
    public async Task AProposalIsShownFromItsExecutionToItsDecision()
    {
        Assert.Null(reader.PreConfirmed);
        await SendAsync(Signed.Transfer(6, 0));
        BuiltBlock built = chain.Build(1);
        PreConfirmedBlock shown = reader.PreConfirmed!;
        Assert.Equal((1UL, chain.Store.Header(0)!.Hash), (shown.Block.Header.Number, shown.Block.Header.ParentHash));
        Assert.Equal(Signed.Transfer(6, 0).Transaction.Hash, Assert.Single(shown.Block.Transactions).Hash);

        // A call on the proposal's state sees what it will be once it is decided.
        FunctionCall balance = new(
            WellKnownAddresses.FeeToken, Hashing.Selector.FromName("balance_of"), [DevelopmentAccounts.All[9].Address]);
        CallResult.Returned above = Assert.IsType<CallResult.Returned>(
            executor.Call(balance, View with { Above = shown.Diff }, CancellationToken.None));
        Assert.NotEqual(above.Data, Assert.IsType<CallResult.Returned>(executor.Call(balance, View, CancellationToken.None)).Data);
        chain.Commit(1, built);
        Assert.Null(reader.PreConfirmed);
        Assert.Equal(above.Data, Assert.IsType<CallResult.Returned>(executor.Call(balance, View, CancellationToken.None)).Data);
    }

    [Fact]
    public async Task AValidatorShowsWhatItFoundValidAndNothingElse()
    {
        using TestChain other = new(2);
        await SendAsync(Signed.Transfer(6, 0));
        BuiltBlock built = chain.Build(1);
        byte[] damaged = built.Bytes.ToArray();
        damaged[^1] ^= 1;
        Assert.NotNull(other.Check(1, new BuiltBlock(built.Value, damaged), new Consensus.ValidatorId(1)));
        Assert.Null(other.Application.Proposal);
        Assert.Null(other.Check(1, built, new Consensus.ValidatorId(1)));
        Assert.Equal(built.Value.Hash, other.Application.Proposal!.Block.Header.Hash);

        // Another proposal of the same height takes its place.
        BuiltBlock empty = other.Application.Build(new BuildRequest(1, 0, other.Tip, Minimal: true), CancellationToken.None);
        Assert.Equal(empty.Value.Hash, other.Application.Proposal.Block.Header.Hash);
    }

    private SimulationResult.Completed Simulate(params ImmutableArray<SubmittedTransaction> transactions) =>
        Assert.IsType<SimulationResult.Completed>(executor.Simulate(transactions, View, SimulationFlags.None, CancellationToken.None));

    private async Task SendAsync(params SubmittedTransaction[] transactions)
    {
        foreach (SubmittedTransaction transaction in transactions)
        {
            Assert.Null(await chain.Admission.SubmitAsync(transaction, CancellationToken.None));
        }
    }
}

using System;
using System.Collections.Immutable;
using System.Linq;
using Kraken.Fields;
using Kraken.Sierra;
using Kraken.Starknet.Chain;
using Kraken.Starknet.Classes;
using Kraken.Starknet.Limits;
using Kraken.Starknet.Transactions;
using Xunit;

namespace Kraken.Starknet.Tests.Limits;

/// <summary>What a transaction must be like on any state: at each bound it is taken, one past it is refused by name.</summary>
public sealed class StatelessRuleTests
{
    private static readonly ChainLimits Limits = new(new TransactionBounds(5, 4, 1000, 10), new ClassBounds(8, 100, 2000, "1.1.0", "1.9"));
    private static readonly StatelessRules Rules = new(Limits);
    private static readonly ResourceBoundsMapping Paid = new(default, new(1000, 10), default);

    private static readonly InvokeTransaction Invoke = new() { Nonce = 0, SenderAddress = 1, Calldata = [], ResourceBounds = Paid };

    private static readonly DeployAccountTransaction Deploy = new()
    {
        Nonce = 0, ClassHash = 1, ContractAddressSalt = 2, ConstructorCalldata = [], ContractAddress = 3, ResourceBounds = Paid,
    };

    private static readonly DeclareTransaction Declare = new()
    {
        Nonce = 0, SenderAddress = 1, ClassHash = 2, CompiledClassHash = 3, ResourceBounds = Paid,
    };

    private static readonly SierraClass Class = new()
    {
        SierraProgram = [1, 9, 3, 2, 20, 0, 0, 0], ContractClassVersion = "0.1.0", Abi = "[]",
        EntryPoints = new() { External = [new(1, 0), new(2, 1)], L1Handler = [], Constructor = [] },
    };

    [Fact]
    public void TransactionsWithinAllBoundsAreTaken()
    {
        Taken(Invoke);
        Taken(Deploy);
        Taken(Declare, Class);
    }

    [Fact]
    public void ListsAreTakenUpToTheirLength()
    {
        Taken(Invoke with { Calldata = Felts(5) });
        Refused(Invoke with { Calldata = Felts(6) }, "calldata and proof_facts", "at most 5");
        Refused(Invoke with { Calldata = Felts(3), ProofFacts = Felts(3) }, "calldata and proof_facts", "at most 5");
        Taken(Deploy with { ConstructorCalldata = Felts(5) });
        Refused(Deploy with { ConstructorCalldata = Felts(6) }, "constructor_calldata", "at most 5");
        Taken(Invoke with { Signature = Felts(4) });
        Refused(Invoke with { Signature = Felts(5) }, "signature", "at most 4");
        Refused(Declare with { Signature = Felts(5) }, "signature", "at most 4", Class);
    }

    [Fact]
    public void ReservedFieldsAreEmpty()
    {
        foreach (AccountTransaction tx in (AccountTransaction[])[Invoke, Deploy, Declare])
        {
            SierraClass? sierra = tx is DeclareTransaction ? Class : null;
            Refused(tx with { PaymasterData = [1] }, "paymaster_data", "no element", sierra);
            Refused(tx with { NonceDataAvailabilityMode = DataAvailabilityMode.L2 }, "nonce_data_availability_mode", "L1", sierra);
            Refused(tx with { FeeDataAvailabilityMode = DataAvailabilityMode.L2 }, "fee_data_availability_mode", "L1", sierra);
        }

        Refused(Invoke with { AccountDeploymentData = [1] }, "account_deployment_data", "no element");
        Refused(Declare with { AccountDeploymentData = [1] }, "account_deployment_data", "no element", Class);
    }

    [Fact]
    public void FeesHaveALeastPriceAndAGreatestAmount()
    {
        Refused(With(default, default, default), "resource_bounds", "above zero");
        Refused(With(new(5, 0), new(0, 50), new(0, 9)), "resource_bounds", "above zero");
        Refused(With(default, new(1000, 9), default), "resource_bounds.l2_gas.max_price_per_unit", "at least 10");
        Refused(With(default, new(1001, 10), default), "resource_bounds.l2_gas.max_amount", "at most 1000");
        Taken(With(new(1, 1), new(0, 10), default));

        // A declare pays for its class and may need more than others.
        Taken(Declare with { ResourceBounds = new(default, new(1001, 10), default) }, Class);
        Assert.Null(Rules.CheckSimulated(new(With(default, default, default)), paysFee: false));
    }

    [Fact]
    public void QueriesAreForSimulationsOnly()
    {
        Refused(Invoke with { IsQuery = true }, "version", "0x3");
        Assert.Null(Rules.CheckSimulated(new(Invoke with { IsQuery = true }), paysFee: true));
    }

    [Fact]
    public void ProofFactsAreRefusedAsWhatTheyAre() =>
        Assert.Equal(SubmissionErrorKind.InvalidProof, Rules.Check(new(Invoke with { ProofFacts = [1] }))?.Kind);

    [Fact]
    public void AClassComesWithADeclareAndWithNothingElse()
    {
        Assert.Equal(SubmissionErrorKind.Unexpected, Rules.Check(new(Declare))?.Kind);
        Assert.Equal(SubmissionErrorKind.Unexpected, Rules.Check(new(Invoke, Class))?.Kind);
        Assert.Equal(SubmissionErrorKind.Unexpected, Rules.Check(new(Deploy, Class))?.Kind);
    }

    [Fact]
    public void ClassesAreNoLargerThanTheirBounds()
    {
        Assert.Equal(SubmissionErrorKind.ClassTooLarge, Check(Class with { SierraProgram = [.. Class.SierraProgram, 0] }));
        int room = 2000 - (int)ClassSize.JsonBytes(Class);
        Assert.Null(Check(Class with { Abi = Class.Abi + new string(' ', room) }));
        Assert.Equal(SubmissionErrorKind.ClassTooLarge, Check(Class with { Abi = Class.Abi + new string(' ', room + 1) }));
    }

    [Theory]
    [InlineData(1, 1, 0, true)]
    [InlineData(1, 0, 9, false)]
    [InlineData(1, 9, 999, true)]
    [InlineData(1, 10, 0, false)]
    [InlineData(0, 9, 0, false)]
    [InlineData(2, 0, 0, false)]
    [InlineData(-1, 9, 0, false)]
    public void SierraVersionsAreTakenFromTheLeastToTheGreatest(int major, int minor, int patch, bool taken)
    {
        SubmissionErrorKind? expected = taken ? null : SubmissionErrorKind.UnsupportedClassVersion;
        Assert.Equal(expected, Check(Class with { SierraProgram = [major, minor, patch] }));
    }

    [Fact]
    public void ProgramsWithoutAVersionAndOtherFormatsAreRefused()
    {
        Assert.Equal(SubmissionErrorKind.UnsupportedClassVersion, Check(Class with { SierraProgram = [1, 9] }));
        Assert.Equal(SubmissionErrorKind.UnsupportedClassVersion, Check(Class with { SierraProgram = [] }));
        Assert.Equal(SubmissionErrorKind.UnsupportedClassVersion, Check(Class with { ContractClassVersion = "0.1.1" }));
    }

    [Fact]
    public void SelectorsAscend()
    {
        Assert.Equal(SubmissionErrorKind.ValidationFailure, Check(Points([new(2, 0), new(1, 1)])));
        Assert.Equal(SubmissionErrorKind.ValidationFailure, Check(Points([new(2, 0), new(2, 1)])));
        Assert.Null(Check(Points([])));

        static SierraClass Points(ImmutableArray<SierraEntryPoint> external) =>
            Class with { EntryPoints = Class.EntryPoints with { External = external } };
    }

    [Theory]
    [InlineData(0, 1, "limits.transaction.max_calldata_felts")]
    [InlineData(1, 0, "limits.transaction.max_signature_felts")]
    public void LimitsThatAllowNothingAreNamed(int calldata, int signature, string place) =>
        Assert.StartsWith(place, new ChainLimits(new TransactionBounds(calldata, signature)).Problem(), StringComparison.Ordinal);

    [Fact]
    public void TheLimitsOfStarknetAreConsistent()
    {
        Assert.Null(new ChainLimits().Problem());
        Assert.StartsWith("limits.class.max_sierra_version",
            new ChainLimits(Class: new(MinSierraVersion: "1.8.0", MaxSierraVersion: "1.7")).Problem(),
            StringComparison.Ordinal);
        Assert.StartsWith("limits.class.min_sierra_version", new ChainLimits(Class: new(MinSierraVersion: "one")).Problem(),
            StringComparison.Ordinal);
    }

    private static InvokeTransaction With(ResourceBounds l1, ResourceBounds l2, ResourceBounds data) =>
        Invoke with { ResourceBounds = new(l1, l2, data) };

    private static ImmutableArray<Felt> Felts(int count) => [.. Enumerable.Repeat(Felt.One, count)];

    private static SubmissionErrorKind? Check(SierraClass sierra) => Rules.Check(new(Declare, sierra))?.Kind;

    private static void Taken(AccountTransaction transaction, SierraClass? sierra = null) =>
        Assert.Null(Rules.Check(new(transaction, sierra)));

    private static void Refused(AccountTransaction transaction, string place, string expected, SierraClass? sierra = null)
    {
        SubmissionError? error = Rules.Check(new(transaction, sierra));
        Assert.NotNull(error);
        Assert.StartsWith($"{place}:", error.Message, StringComparison.Ordinal);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }
}

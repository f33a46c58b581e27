using System;
using Kraken.Execution.Blocks;
using Kraken.Execution.Classes;
using Kraken.Execution.Tests.Chain;
using Kraken.Execution.Transactions;
using Kraken.Fields;
using Kraken.Starknet;
using Kraken.Starknet.Genesis;
using Kraken.Starknet.Transactions;
using Kraken.State.Journal;
using Xunit;

namespace Kraken.Execution.Tests.Messages;

/// <summary>Transactions that bring facts proved of an older block (SNIP-36), by the protocol's rules of 0.14.4.</summary>
public sealed class ProofFactsTests
{
    private const ulong Number = 2_030;

    private static readonly Felt OldHash = 0xb10c;
    private static readonly Felt Config = ChainInfo.ConfigHashOf(
        OwnChain.Genesis.ChainId, OwnChain.Genesis.FeeTokenAddress, OwnChain.Genesis.StarknetVersion);

    // 'PROOF1', 'VIRTUAL_SNOS', a program that 0.14.4 allows, 'VIRTUAL_SNOS0', the newest block whose hash can be read, and no message.
    private static readonly Felt[] Facts =
    [
        Felt.Parse("0x50524f4f4631"), Felt.FromShortString("VIRTUAL_SNOS"),
        Felt.Parse("0x1c7be3225dfb33359b3ba9ffbe1542b7da27879b6d89f47b967e512463fd324"), Felt.FromShortString("VIRTUAL_SNOS0"),
        Number - 10, OldHash, Config, Felt.Zero,
    ];

    [Fact]
    public void FactsOfAnOldBlockAreTakenAndPaidFor()
    {
        ExecutedOutcome with = Assert.IsType<ExecutedOutcome>(Run(Facts));
        ExecutedOutcome without = Assert.IsType<ExecutedOutcome>(Run([]));
        Assert.Null(with.RevertReason);
        Assert.Equal(Facts.Length, with.Resources.CalldataLength - without.Resources.CalldataLength);

        // A proof costs 75 million units of L2 gas by itself, and each fact is stored.
        Assert.InRange(with.Gas.L2Gas - without.Gas.L2Gas, 75_000_000UL + (5_120 * (ulong)Facts.Length), 76_000_000UL);
    }

    [Theory]
    [InlineData(0, "0x50524f4f4630", "proof version 0x50524f4f4630 is not allowed")]
    [InlineData(1, "0x5", "expected facts of kind")]
    [InlineData(2, "0x12345678", "the program of hash 0x12345678 is not allowed")]
    [InlineData(3, "0x5", "expected facts of kind")]
    [InlineData(4, "0x7e5", "block 0x7e5 is not 10 blocks older than block 2030")]
    [InlineData(4, "0x10000000000000000", "block 0x10000000000000000 is not 10 blocks older than block 2030")]
    [InlineData(4, "0x7e3", "the hash of block 2019 is 0x0, not 0xb10c")]
    [InlineData(5, "0xb10d", "the hash of block 2020 is 0xb10c, not 0xb10d")]
    [InlineData(5, "0x0", "the hash of block 2020 is 0xb10c, not 0x0")]
    [InlineData(6, "0x5", "the chain's configuration has hash")]
    public void AFactThatDoesNotHoldIsRefused(int place, string value, string reason)
    {
        Felt[] facts = [.. Facts];
        facts[place] = Felt.Parse(value);
        Refused(Run(facts), reason);
    }

    [Fact]
    public void TooFewFactsAreRefused() => Refused(Run(Facts[..6]), "expected at least 7 facts, got 6");

    [Fact]
    public void AChainWithoutAPolicyTakesNone() =>
        Refused(Run(Facts, hasPolicy: false), "client-side proofs are not accepted by this chain");

    // As published beside the Starknet OS (cairo-lang, os_config_hash.json).
    [Theory]
    [InlineData("SN_MAIN", "0x70c7b342f93155315d1cb2da7a4e13a3c2430f51fb5696c1b224c3da5508dfb")]
    [InlineData("SN_SEPOLIA", "0x1b9900f77ff5923183a7795fcfbb54ed76917bc1ddd4160cc77fa96e36cf8c5")]
    public void TheConfigurationsHashIsThePublishedOneBeforeItIsByBlake(string name, string published)
    {
        ChainId chain = ChainId.FromName(name);
        Assert.Equal(Felt.Parse(published), ChainInfo.ConfigHashOf(chain, WellKnownAddresses.FeeToken, "0.14.2"));
        Assert.Equal(
            ChainInfo.ConfigHashOf(chain, WellKnownAddresses.FeeToken),
            ChainInfo.ConfigHashOf(chain, WellKnownAddresses.FeeToken, "0.14.3"));
        Assert.NotEqual(Felt.Parse(published), ChainInfo.ConfigHashOf(chain, WellKnownAddresses.FeeToken));
    }

    private static void Refused(TransactionOutcome outcome, string reason)
    {
        Rejection rejection = Assert.IsType<RejectedOutcome>(outcome).Rejection;
        Assert.Equal(RejectionKind.InvalidProofFacts, rejection.Kind);
        Assert.Contains(reason, rejection.Message, StringComparison.Ordinal);
    }

    private static TransactionOutcome Run(Felt[] facts, bool hasPolicy = true)
    {
        BlockContext context = OwnChain.Context(Number);
        context = context with { Chain = context.Chain with { ProofConfigHash = hasPolicy ? Config : null } };
        JournaledState state = OwnChain.State();
        ClassRegistry classes = OwnChain.Classes();
        BlockRun run = new(context, state, static _ => OldHash, classes);
        PredeployedAccount account = OwnChain.Genesis.Accounts[0];
        InvokeTransaction transaction = new()
        {
            SenderAddress = account.Address,
            Nonce = 0,
            Calldata = [1, OwnChain.Genesis.FeeTokenAddress, OwnChain.Transfer, 3, 77, 5, 0],
            ProofFacts = [.. facts],
            ResourceBounds = OwnChain.Bounds(200_000_000),
        };
        return run.Execute(new ExecutableTransaction(OwnChain.Sign(transaction, account)));
    }
}

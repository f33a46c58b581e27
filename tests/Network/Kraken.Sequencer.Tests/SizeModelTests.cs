using System;
using System.Linq;
using Kraken.Fields;
using Kraken.Sequencer.Blocks;
using Kraken.Serialization.Json;
using Kraken.Starknet;
using Kraken.Starknet.Chain;
using Kraken.Starknet.Classes;
using Kraken.Starknet.Json;
using Kraken.Starknet.Limits;
using Kraken.Starknet.Transactions;
using Kraken.State.Codecs;
using Xunit;

namespace Kraken.Sequencer.Tests;

/// <summary>
/// What the rules of admission take, every peer decodes to the same hash, and it fits the sizes of the model; one past a limit it does not.
/// </summary>
public sealed class SizeModelTests
{
    private static readonly ChainLimits Limits = LargestTransactions.Limits;
    private static readonly SizeModel Sizes = new(Limits);
    private static readonly StatelessRules Rules = new(Limits);

    private static TransactionDecoder Peer() => new(ChainId.Sepolia, Limits);

    [Fact]
    public void TheLargestOfEveryTypeIsTakenDecodedAndFitsABlock()
    {
        long largest = 0;
        foreach ((string name, SubmittedTransaction transaction) in LargestTransactions.All())
        {
            Assert.True(Rules.Check(transaction) is null, $"{name}: {Rules.Check(transaction)}");
            byte[] encoded = Peer().Encode(transaction);
            Assert.True(encoded.Length <= Sizes.MaxSubmittedBytes, $"{name}: {encoded.Length} bytes");
            Assert.Equal(encoded.Length, SubmissionCodec.BytesOf(transaction));
            Assert.True(Peer().TryDecode(encoded, out SubmittedTransaction? decoded), name);
            Assert.Equal(transaction.Transaction.Hash, decoded!.Transaction.Hash);
            Assert.Equal(transaction.Transaction.Sender, decoded.Transaction.Sender);
            Assert.Equal(transaction.Class?.Abi, decoded.Class?.Abi);
            byte[] block = new ProposedBlock(1, 2, 3, [transaction]).Encode();
            Assert.True(block.Length <= Sizes.MaxBlockBytes, $"{name}: a block of {block.Length} bytes");
            Assert.True(ProposedBlock.TryDecode(block, Peer(), out ProposedBlock? proposed), name);
            Assert.Equal(transaction.Transaction.Hash, proposed!.Transactions[0].Transaction.Hash);
            if (transaction.Class is { } sierra)
            {
                // The store keeps classes as JSON.
                Assert.True(
                    SierraClassJson.TryDecode(SierraClassJson.ToBytes(sierra), out SierraClass? read, out DecodeError? error),
                    $"{name}: {error}");
                Assert.Equal(sierra.Abi, read!.Abi);
            }

            Assert.True(SizeModel.MemoryOf(transaction) <= Sizes.MaxMemoryBytes, name);
            largest = Math.Max(largest, encoded.Length);
        }

        Assert.InRange(largest, 4_000_000, Sizes.MaxSubmittedBytes);
    }

    [Fact]
    public void TheModelsFiguresAreReached()
    {
        (int calldata, int signature) = (Limits.Transaction.MaxCalldataFelts, Limits.Transaction.MaxSignatureFelts);
        Assert.Equal(Sizes.MaxInvokeBytes, SubmissionCodec.EncodeBody(LargestTransactions.Invoke(calldata, signature)).Length);
        Assert.Equal(Sizes.MaxDeployAccountBytes, SubmissionCodec.EncodeBody(LargestTransactions.Deploy(calldata, signature)).Length);
        Assert.Equal(Sizes.MaxDeclareBytes, SubmissionCodec.EncodeBody(LargestTransactions.Declare(signature)).Length);
    }

    public static TheoryData<string, SubmissionErrorKind> OnePast => new()
    {
        { "invoke calldata", SubmissionErrorKind.ValidationFailure },
        { "invoke proof facts", SubmissionErrorKind.ValidationFailure },
        { "invoke signature", SubmissionErrorKind.ValidationFailure },
        { "deploy calldata", SubmissionErrorKind.ValidationFailure },
        { "deploy signature", SubmissionErrorKind.ValidationFailure },
        { "declare signature", SubmissionErrorKind.ValidationFailure },
        { "l2 amount", SubmissionErrorKind.ValidationFailure },
        { "l2 price", SubmissionErrorKind.ValidationFailure },
        { "no fee", SubmissionErrorKind.ValidationFailure },
        { "class bytes", SubmissionErrorKind.ClassTooLarge },
        { "program", SubmissionErrorKind.ClassTooLarge },
        { "old sierra", SubmissionErrorKind.UnsupportedClassVersion },
        { "new sierra", SubmissionErrorKind.UnsupportedClassVersion },
        { "format", SubmissionErrorKind.UnsupportedClassVersion },
        { "entry points", SubmissionErrorKind.ValidationFailure },
        { "proof", SubmissionErrorKind.InvalidProof },
    };

    [Theory]
    [MemberData(nameof(OnePast))]
    public void OnePastALimitIsRefusedByAdmissionAndByEveryPeer(string what, SubmissionErrorKind expected)
    {
        ChainLimits limits = Limits with { Transaction = Limits.Transaction with { MinL2GasPrice = 5 } };
        SubmittedTransaction transaction = Past(what);
        SubmissionError? error = new StatelessRules(limits).Check(transaction);
        Assert.Equal(expected, error?.Kind);
        Assert.Contains("expected", error!.Message, StringComparison.Ordinal);
        Assert.False(new TransactionDecoder(ChainId.Sepolia, limits).TryDecode(Peer().Encode(transaction), out _));
        Assert.False(ProposedBlock.TryDecode(
            new ProposedBlock(1, 2, 3, [transaction]).Encode(), new TransactionDecoder(ChainId.Sepolia, limits), out _));
    }

    public static TheoryData<AccountTransaction> Reserved => new()
    {
        LargestTransactions.Invoke(1, 1) with { PaymasterData = [1] },
        LargestTransactions.Invoke(1, 1) with { AccountDeploymentData = [1] },
        LargestTransactions.Declare(1) with { AccountDeploymentData = [1] },
        LargestTransactions.Deploy(1, 1) with { NonceDataAvailabilityMode = DataAvailabilityMode.L2 },
        LargestTransactions.Deploy(1, 1) with { FeeDataAvailabilityMode = DataAvailabilityMode.L2 },
        LargestTransactions.Deploy(1, 1) with { IsQuery = true },
    };

    [Theory]
    [MemberData(nameof(Reserved), DisableDiscoveryEnumeration = true)]
    public void WhatMustBeEmptyIsRefusedAndCannotTravel(AccountTransaction transaction)
    {
        Assert.Equal(SubmissionErrorKind.ValidationFailure, Rules.Check(new SubmittedTransaction(transaction))?.Kind);
        Assert.Throws<ArgumentException>(() => SubmissionCodec.EncodeBody(transaction));
    }

    [Fact]
    public void InconsistentLimitsAreNamed()
    {
        Assert.Null(Limits.Problem());
        long least = SizeModel.BlockHeaderBytes + Sizes.MaxSubmittedBytes;
        Assert.Null((Limits with { Block = Limits.Block with { MaxBytes = (int)least } }).Problem());
        string? problem = (Limits with { Block = Limits.Block with { MaxBytes = (int)least - 1 } }).Problem();
        Assert.Equal($"limits.block.max_bytes: expected at least {least}, a block with the largest transaction, got {least - 1}", problem);
        Assert.Contains(
            "limits.class.max_sierra_version",
            (Limits with { Class = Limits.Class with { MaxSierraVersion = "1.0" } }).Problem()!,
            StringComparison.Ordinal);
        Assert.Contains(
            "limits.class.min_sierra_version",
            (Limits with { Class = Limits.Class with { MinSierraVersion = "x" } }).Problem()!,
            StringComparison.Ordinal);
        Assert.Contains(
            "max_signature_felts",
            (Limits with { Transaction = Limits.Transaction with { MaxSignatureFelts = 0 } }).Problem()!,
            StringComparison.Ordinal);
        Assert.Contains(
            "max_receipt_l2_gas", (Limits with { Block = Limits.Block with { MaxReceiptL2Gas = 1 } }).Problem()!, StringComparison.Ordinal);
        Assert.Contains(
            "bytes", (Limits with { Class = Limits.Class with { MaxJsonBytes = int.MaxValue } }).Problem()!, StringComparison.Ordinal);
    }

    private static SubmittedTransaction Past(string what)
    {
        int calldata = Limits.Transaction.MaxCalldataFelts;
        int signature = Limits.Transaction.MaxSignatureFelts;
        SierraClass plain = LargestTransactions.Class(10, 20_000, "\"");
        ResourceBoundsMapping bounds = LargestTransactions.Invoke(0, 0).ResourceBounds;
        return what switch
        {
            "invoke calldata" => LargestTransactions.Complete(LargestTransactions.Invoke(calldata + 1, 0)),
            "invoke proof facts" => LargestTransactions.Complete(LargestTransactions.Invoke(calldata, 0) with { ProofFacts = [1] }),
            "invoke signature" => LargestTransactions.Complete(LargestTransactions.Invoke(0, signature + 1)),
            "deploy calldata" => LargestTransactions.Complete(LargestTransactions.Deploy(calldata + 1, 0)),
            "deploy signature" => LargestTransactions.Complete(LargestTransactions.Deploy(0, signature + 1)),
            "declare signature" => LargestTransactions.Complete(LargestTransactions.Declare(signature + 1), plain),
            "l2 amount" => LargestTransactions.Complete(LargestTransactions.Invoke(0, 0) with
            {
                ResourceBounds = bounds with { L2Gas = bounds.L2Gas with { MaxAmount = bounds.L2Gas.MaxAmount + 1 } },
            }),
            "l2 price" => LargestTransactions.Complete(LargestTransactions.Invoke(0, 0) with
            {
                ResourceBounds = bounds with { L2Gas = bounds.L2Gas with { MaxPricePerUnit = 4 } },
            }),
            "no fee" => LargestTransactions.Complete(LargestTransactions.Invoke(0, 0) with
            {
                ResourceBounds = new(new(0, 5), new(0, 5), new(5, 0)),
            }),
            "class bytes" => LargestTransactions.Complete(
                LargestTransactions.Declare(0), LargestTransactions.Class(1_000, Limits.Class.MaxJsonBytes + 1L, "\u0001")),
            "program" => LargestTransactions.Complete(LargestTransactions.Declare(0), plain with
            {
                SierraProgram = [1, 9, 0, .. Enumerable.Repeat(Felt.Zero, Limits.Class.MaxSierraFelts - 2)],
            }),
            "old sierra" => Declared(plain with { SierraProgram = plain.SierraProgram.SetItem(1, 0).SetItem(2, 999) }),
            "new sierra" => Declared(plain with { SierraProgram = plain.SierraProgram.SetItem(1, 10) }),
            "format" => Declared(plain with { ContractClassVersion = "0.2.0" }),
            "entry points" => Declared(plain with { EntryPoints = plain.EntryPoints with { L1Handler = [new(2, 0), new(2, 1)] } }),
            _ => LargestTransactions.Complete(LargestTransactions.Invoke(calldata - 1, 0) with { ProofFacts = [1] }),
        };
    }

    private static SubmittedTransaction Declared(SierraClass sierra) =>
        LargestTransactions.Complete(LargestTransactions.Declare(0), sierra);
}

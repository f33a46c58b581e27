using System;
using System.Linq;
using Kraken.Fields;
using Kraken.Sequencer.Blocks;
using Kraken.Starknet;
using Kraken.Starknet.Genesis;
using Kraken.Starknet.Transactions;
using Xunit;

namespace Kraken.Sequencer.Tests;

/// <summary>What validators pass on decodes to the same transaction and hash; anything else is refused.</summary>
public sealed class TransactionDecoderTests
{
    private static readonly InvokeTransaction Unhashed = new()
    {
        SenderAddress = 1,
        Nonce = 2,
        Calldata = [3, 4],
        Signature = [5, 6],
        Tip = 7,
        ResourceBounds = new ResourceBoundsMapping(new ResourceBounds(1, 2), new ResourceBounds(3, 4), new ResourceBounds(5, 6)),
    };

    private static readonly DeployAccountTransaction Deploy = new()
    {
        ClassHash = 1,
        ContractAddressSalt = 2,
        ConstructorCalldata = [3],
        ContractAddress = 0,
        Nonce = 0,
        Signature = [5, 6],
        ResourceBounds = Unhashed.ResourceBounds,
    };

    private static readonly SubmittedTransaction Transaction =
        new(Unhashed with { Hash = TransactionHash.Compute(Unhashed, ChainId.Sepolia) });

    [Fact]
    public void ATransactionComesBackWithItsHashKnownOrNot()
    {
        byte[] encoded = new TransactionDecoder(ChainId.Sepolia).Encode(Transaction);
        TransactionDecoder decoder = new(ChainId.Sepolia);
        for (int time = 0; time < 2; time++)
        {
            Assert.True(decoder.TryDecode(encoded, out SubmittedTransaction? decoded));
            Assert.Equal(Transaction.Transaction.Hash, decoded!.Transaction.Hash);
            Assert.Equal(encoded, decoder.Encode(decoded));
        }
    }

    [Fact]
    public void SeveralAreDecodedInTheirOrderWithTheHashesThatEachHasAlone()
    {
        SubmittedTransaction[] transactions =
        [
            .. Enumerable.Range(0, 11).Select(i => DerivedFields.Compute(new(Unhashed with { Nonce = (Felt)i }), ChainId.Sepolia)),
            DerivedFields.Compute(new(Deploy), ChainId.Sepolia),
        ];
        TransactionDecoder sender = new(ChainId.Sepolia);
        ReadOnlyMemory<byte>[] encodings = [.. transactions.Select(transaction => (ReadOnlyMemory<byte>)sender.Encode(transaction))];
        TransactionDecoder decoder = new(ChainId.Sepolia);
        Assert.True(decoder.TryDecode(encodings[3].Span, out SubmittedTransaction? third));
        encodings[5] = encodings[5][..^1];
        encodings[6] = new byte[] { 1, 2, 3 };
        encodings[7] = (byte[])[.. encodings[7].Span, 0];
        SubmittedTransaction?[] decoded = decoder.DecodeMany([.. encodings, encodings[0]]);
        Assert.Same(third, decoded[3]);
        Felt?[] expected = [.. transactions.Append(transactions[0]).Select(transaction => (Felt?)transaction.Transaction.Hash)];
        expected.AsSpan(5, 3).Clear();
        Assert.Equal(expected, decoded.Select(transaction => transaction?.Transaction.Hash));
        Assert.Equal(
            ((DeployAccountTransaction)transactions[^1].Transaction).ContractAddress,
            ((DeployAccountTransaction)decoded[11]!.Transaction).ContractAddress);
        Assert.Empty(decoder.DecodeMany([]));
    }

    [Fact]
    public void AProposedBlockComesBack()
    {
        TransactionDecoder decoder = new(ChainId.Sepolia);
        ProposedBlock block = new(9, 10, 11, [Transaction, Transaction]);
        byte[] encoded = block.Encode();
        Assert.True(ProposedBlock.TryDecode(encoded, decoder, out ProposedBlock? decoded));
        Assert.Equal((9UL, 10UL, (Felt)11, 2), (decoded!.Number, decoded.Timestamp, decoded.Sequencer, decoded.Transactions.Length));
        for (int length = 0; length < encoded.Length; length++)
        {
            Assert.False(ProposedBlock.TryDecode(encoded.AsSpan(0, length), decoder, out _));
        }
    }

    [Fact]
    public void ADeclareWithoutItsClassIsRefused()
    {
        DeclareTransaction declare = new()
        {
            SenderAddress = 1,
            Nonce = 2,
            ClassHash = 3,
            CompiledClassHash = 4,
            ResourceBounds = Unhashed.ResourceBounds,
        };
        TransactionDecoder decoder = new(ChainId.Sepolia);
        Assert.False(decoder.TryDecode(new TransactionDecoder(ChainId.Sepolia).Encode(new SubmittedTransaction(declare)), out _));
        Assert.True(decoder.TryDecode(
            new TransactionDecoder(ChainId.Sepolia).Encode(new SubmittedTransaction(declare, ChainContracts.Demo.Class)),
            out SubmittedTransaction? decoded));
        Assert.NotNull(decoded!.Class);
    }

    [Fact]
    public void ForeignBytesNeverThrow()
    {
        Random random = new(1);
        TransactionDecoder decoder = new(ChainId.Sepolia);
        byte[][] good =
        [
            decoder.Encode(Transaction),
            decoder.Encode(LargestTransactions.Complete(LargestTransactions.Deploy(2, 2))),
            decoder.Encode(LargestTransactions.Complete(LargestTransactions.Declare(2), LargestTransactions.Class(5, 15_000, "a"))),
        ];
        for (int i = 0; i < 3_000; i++)
        {
            byte[] bytes = [.. good[i % good.Length]];
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            decoder.TryDecode(bytes, out _);
            ProposedBlock.TryDecode(bytes, decoder, out _);
        }
    }
}

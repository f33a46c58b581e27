using System;
using System.Collections.Generic;
using System.Linq;
using Kraken.Fields;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Transactions;
using Kraken.State.Codecs;
using Xunit;

namespace Kraken.State.Tests.Codecs;

public sealed class CodecTests
{
    private static readonly ResourceBoundsMapping Bounds = new(new(1, 2), new(3, UInt128.MaxValue), new(5, 6));

    [Fact]
    public void EveryTransactionSurvivesTheRoundTripAndNoPrefixDecodes()
    {
        foreach (Transaction transaction in Samples())
        {
            byte[] bytes = TransactionCodec.Encode(transaction);
            Assert.True(TransactionCodec.TryDecode(bytes, out Transaction? decoded));
            Assert.Equal(bytes, TransactionCodec.Encode(decoded!));
            Assert.Equal(transaction.GetType(), decoded!.GetType());
            Assert.Equal(transaction.Hash, decoded.Hash);
            Assert.Equal(transaction.Sender, decoded.Sender);
            for (int length = 0; length < bytes.Length; length++)
            {
                Assert.False(TransactionCodec.TryDecode(bytes.AsSpan(0, length), out _));
            }

            Assert.False(TransactionCodec.TryDecode([.. bytes, 0], out _));
        }
    }

    [Fact]
    public void AStateDiffSurvivesTheRoundTripAndNoPrefixDecodes()
    {
        StateDiff diff = new()
        {
            StorageDiffs = [new(1, [new(2, 3), new(4, 5)]), new(6, [])],
            DeployedContracts = [new(7, 8)],
            ReplacedClasses = [new(9, 10)],
            DeclaredClasses = [new(11, 12)],
            MigratedClasses = [new(13, 14)],
            DeprecatedDeclaredClasses = [15],
            Nonces = [new(16, 17)],
        };
        byte[] bytes = StateDiffCodec.Encode(diff);
        Assert.True(StateDiffCodec.TryDecode(bytes, out StateDiff? decoded));
        Assert.Equal(diff.Length, decoded!.Length);
        Assert.Equal(bytes, StateDiffCodec.Encode(decoded));
        Assert.Equal((Felt)5, decoded.StorageDiffs[0].Entries[1].Value);
        for (int length = 0; length < bytes.Length; length++)
        {
            Assert.False(StateDiffCodec.TryDecode(bytes.AsSpan(0, length), out _));
        }
    }

    [Fact]
    public void AHugeCountIsRefusedWithoutBeingAllocated()
    {
        byte[] bytes = StateDiffCodec.Encode(StateDiff.Empty);
        bytes.AsSpan(0, 4).Fill(0x7f);
        Assert.False(StateDiffCodec.TryDecode(bytes, out _));
    }

    private static IEnumerable<Transaction> Samples()
    {
        Felt[] felts = [.. Enumerable.Range(0, 4).Select(i => (Felt)i)];
        yield return new InvokeTransaction
        {
            Hash = 9,
            Nonce = 1,
            SenderAddress = 2,
            Calldata = [.. felts],
            ResourceBounds = Bounds,
            Signature = [5, 6],
            Tip = ulong.MaxValue,
            ProofFacts = [1],
            PaymasterData = [2],
            AccountDeploymentData = [3],
        };
        yield return new DeclareTransaction
        {
            Hash = 9,
            Nonce = 1,
            SenderAddress = 2,
            ClassHash = 3,
            CompiledClassHash = Felt.MinusOne,
            ResourceBounds = Bounds,
        };
        yield return new DeployAccountTransaction
        {
            Hash = 9,
            Nonce = 0,
            ClassHash = 3,
            ContractAddressSalt = 4,
            ContractAddress = 5,
            ConstructorCalldata = [.. felts],
            ResourceBounds = Bounds,
            FeeDataAvailabilityMode = DataAvailabilityMode.L2,
        };
        yield return new L1HandlerTransaction { Hash = 9, Nonce = 1, ContractAddress = 2, EntryPointSelector = 3, Calldata = [.. felts] };
    }
}

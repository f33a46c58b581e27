using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Consensus;
using Kraken.Consensus.Engine;
using Kraken.Sequencer.Blocks;
using Kraken.Sequencer.Messages;
using Kraken.Starknet.Receipts;
using Kraken.Starknet.Transactions;
using Xunit;

namespace Kraken.Sequencer.Tests.Messages;

/// <summary>Messages of L1 in proposed blocks: what proposers bring, and what validators refuse of a proposer that is not honest.</summary>
public sealed class BlockMessageTests : IDisposable
{
    private readonly HeldMessages proposersL1 = new();
    private readonly HeldMessages validatorsL1 = new();
    private readonly TestChain proposer;
    private readonly TestChain validator;

    public BlockMessageTests()
    {
        proposer = new TestChain(1, l1: proposersL1);
        validator = new TestChain(2, l1: validatorsL1);
    }

    public void Dispose()
    {
        proposer.Dispose();
        validator.Dispose();
    }

    [Fact]
    public async Task WhatBothSeeOnL1IsConsumedBehindTheTransactions()
    {
        Hold(HeldMessages.Message(1), HeldMessages.Message(2));
        Assert.Null(await proposer.Admission.SubmitAsync(Signed.Transfer(0, 0), CancellationToken.None));
        BuiltBlock built = proposer.Build(1);
        Assert.Null(validator.Check(1, built, new ValidatorId(1)));
        proposer.Commit(1, built);
        validator.Commit(1, built);
        Assert.Equal(proposer.Store.Header(1), validator.Store.Header(1));
        Assert.Equal(
            [TransactionType.Invoke, TransactionType.L1Handler, TransactionType.L1Handler],
            validator.Store.Block(1)!.Transactions.Select(transaction => transaction.Type));
        TransactionReceipt receipt = validator.Store.Receipts(1)[1];
        Assert.NotNull(receipt.RevertReason);
        Assert.Equal(L1MessageHash.Compute(HeldMessages.Message(1)).AsSpan(), receipt.MessageHash.AsSpan());

        // Who comes later gets the block as it was proposed.
        Assert.Equal(built.Bytes.ToArray(), validator.Application.ReadCommitted(1)!.Bytes.ToArray());
        using TestChain late = new(3);
        late.Commit(1, built);
        Assert.Equal(proposer.Store.Header(1), late.Store.Header(1));

        // They are consumed for ever.
        Assert.Empty(Decoded(proposer.Build(2)).Messages);
    }

    [Fact]
    public void AnInventedMessageIsRefusedButADecisionStands()
    {
        proposersL1.Held.Add(HeldMessages.Message(1));
        BuiltBlock built = proposer.Build(1);
        Assert.Contains("L1 does not hold it", validator.Check(1, built, new ValidatorId(1)), StringComparison.Ordinal);
        using TestChain blind = new(3);
        Assert.Contains("watches no L1", blind.Check(1, built, new ValidatorId(1)), StringComparison.Ordinal);
        Assert.Null(validator.Check(1, built, new ValidatorId(1), decided: true));

        // One that the validator sees in time is as good as any.
        using TestChain lagging = new(4, l1: validatorsL1);
        Assert.NotNull(lagging.Check(1, built, new ValidatorId(1)));
        validatorsL1.Held.Add(HeldMessages.Message(1));
        Assert.Null(lagging.Check(1, built, new ValidatorId(1)));
    }

    // Others may be locked on such a block: a node without L1 that voted against it for ever would keep the height open with a silent one.
    [Fact]
    public void WhatAQuorumVotedForIsNotHeldAgainstThisNodesL1()
    {
        proposersL1.Held.Add(HeldMessages.Message(1));
        BuiltBlock built = proposer.Build(1);
        using TestChain blind = new(3);
        Assert.Contains("watches no L1", blind.CheckAgain(1, built, hasQuorum: false), StringComparison.Ordinal);
        Assert.Null(validator.Application.Proposal);
        Assert.Null(blind.CheckAgain(1, built, hasQuorum: true));
        Assert.Null(validator.CheckAgain(1, built, hasQuorum: true));

        // Known though it is, proposed as new it is asked about.
        Assert.Contains("L1 does not hold it", validator.Check(1, built, new ValidatorId(1)), StringComparison.Ordinal);
        Assert.Contains("watches no L1", blind.CheckAgain(1, built, hasQuorum: false), StringComparison.Ordinal);
        validator.Commit(1, built);
        Assert.NotNull(validator.Store.Find(HeldMessages.Message(1).Hash));
    }

    [Fact]
    public void AnAlteredMessageIsAnother()
    {
        L1HandlerTransaction genuine = HeldMessages.Message(1, payload: 2);
        validatorsL1.Held.Add(genuine);
        foreach (L1HandlerTransaction altered in (L1HandlerTransaction[])
            [
                genuine with { Calldata = [genuine.Calldata[0], 0, 2] },
                genuine with { Calldata = [0xabd, .. genuine.Calldata.AsSpan()[1..]] },
                genuine with { Nonce = 2 },
                genuine with { ContractAddress = 0x1235 },
                genuine with { EntryPointSelector = 0x5679 },
            ])
        {
            BuiltBlock forged = Proposed(altered);
            Assert.Contains("L1 does not hold it", validator.Check(1, forged, new ValidatorId(1)), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void ARepeatedMessageIsRefusedWhateverWasDecided()
    {
        L1HandlerTransaction message = HeldMessages.Message(1);
        Hold(message);
        BuiltBlock twice = Proposed(message, message);
        Assert.Contains("a block did", validator.Check(1, twice, new ValidatorId(1)), StringComparison.Ordinal);
        Assert.Contains("a block did", validator.Check(1, twice, new ValidatorId(1), decided: true), StringComparison.Ordinal);

        // In a block that is not committed.
        BuiltBlock first = proposer.Build(1);
        Assert.Null(validator.Check(1, first, new ValidatorId(1)));
        Assert.Empty(Decoded(proposer.Build(2, first.Value)).Messages);
        BuiltBlock again = new(new ValueId(7), new ProposedBlock(2, Decoded(first).Timestamp, 1, []) { Messages = [message] }.Encode());
        Assert.Contains("a block did", validator.Check(2, again, new ValidatorId(1), first.Value), StringComparison.Ordinal);

        // In one that is.
        validator.Commit(1, first);
        Assert.Contains("a block did", validator.Check(2, again, new ValidatorId(1)), StringComparison.Ordinal);
    }

    [Fact]
    public void OnlyTheFirstRoundBringsMessagesSoThatOneRoundIsLostToALiar()
    {
        Hold(HeldMessages.Message(1));
        Assert.Empty(Decoded(proposer.Build(1, round: 1)).Messages);
        Assert.Single(Decoded(proposer.Build(1)).Messages);
    }

    [Fact]
    public void ABlockTakesSoManyMessagesAndNoMore()
    {
        Hold([.. Enumerable.Range(0, MessageCodec.MaxPerBlock + 1).Select(i => HeldMessages.Message((ulong)i))]);
        BuiltBlock built = proposer.Build(1);
        Assert.Equal(MessageCodec.MaxPerBlock, Decoded(built).Messages.Length);
        Assert.Null(validator.Check(1, built, new ValidatorId(1)));
        BuiltBlock more = Proposed([.. proposersL1.Held]);
        Assert.Contains("messages", validator.Check(1, more, new ValidatorId(1)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AFullPoolLeavesRoomForMessages()
    {
        HeldMessages l1 = new();
        l1.Held.AddRange([HeldMessages.Message(1), HeldMessages.Message(2)]);
        using TestChain busy = new(
            1,
            rules => rules with
            {
                MessagePlaces = 1, Limits = rules.Limits with { Block = rules.Limits.Block with { MaxTransactions = 4 } },
            },
            l1: l1);
        for (ulong nonce = 0; nonce < 5; nonce++)
        {
            Assert.Null(await busy.Admission.SubmitAsync(Signed.Transfer(0, nonce), CancellationToken.None));
        }

        BuiltBlock built = busy.Build(1);
        Assert.True(ProposedBlock.TryDecode(built.Bytes.Span, busy.Decoder, out ProposedBlock? block));
        Assert.Equal((3, 1), (block!.Transactions.Length, block.Messages.Length));

        // Whoever checks counts all of them.
        Assert.Null(busy.Check(1, built, new ValidatorId(1)));
        ProposedBlock more = block with { Messages = [.. l1.Held] };
        Assert.Contains(
            "at most 4 transactions",
            busy.Check(1, new BuiltBlock(new ValueId(7), more.Encode()), new ValidatorId(1)),
            StringComparison.Ordinal);
    }

    [Fact]
    public void WhatNoBlockTakesIsLeftOutAndTold()
    {
        // Not all of its calldata is refused by the chain's limits, but its bytes are by the block's.
        HeldMessages l1 = new();
        l1.Held.AddRange([HeldMessages.Message(1, payload: 100), HeldMessages.Message(2)]);
        using TestChain small = new(
            1, rules => rules with { Limits = rules.Limits with { Block = rules.Limits.Block with { MaxBytes = 2000 } } }, l1: l1);
        BuiltBlock built = small.Build(1);
        Assert.True(ProposedBlock.TryDecode(built.Bytes.Span, small.Decoder, out ProposedBlock? block));
        Assert.Equal(HeldMessages.Message(2).Hash, Assert.Single(block!.Messages).Hash);
        (Kraken.Fields.Felt hash, string reason) = Assert.Single(l1.Refused);
        Assert.Equal(HeldMessages.Message(1, payload: 100).Hash, hash);
        Assert.Contains("bytes: expected at most", reason, StringComparison.Ordinal);
    }

    [Fact]
    public void EqualBlocksHaveEqualBytesAndOnlyThey()
    {
        byte[] none = new ProposedBlock(1, 2, 3, []).Encode();
        Assert.False(TryDecode([.. none, 0, 0, 0, 0], out _));
        ProposedBlock block = new(1, 2, 3, []) { Messages = [HeldMessages.Message(1, payload: 3)] };
        byte[] bytes = block.Encode();
        Assert.True(TryDecode(bytes, out ProposedBlock? read));
        Assert.Equal(block.Messages[0].Hash, read!.Messages[0].Hash);
        Assert.False(TryDecode([.. bytes, 0], out _));
        for (int length = none.Length + 1; length < bytes.Length; length++)
        {
            Assert.False(TryDecode(bytes[..length], out _));
        }

        // As long as a chain's calldata may be, one felt more, and none at all.
        int most = proposer.Rules.Limits.Transaction.MaxCalldataFelts;
        Assert.True(TryDecode(Encoded(most - 1), out _));
        Assert.False(TryDecode(Encoded(most), out _));
        Assert.False(TryDecode(
            new ProposedBlock(1, 2, 3, []) { Messages = [HeldMessages.Message(1) with { Calldata = [] }] }.Encode(), out _));
    }

    private static byte[] Encoded(int payload) => new ProposedBlock(1, 2, 3, []) { Messages = [HeldMessages.Message(1, payload)] }.Encode();

    private bool TryDecode(byte[] bytes, out ProposedBlock? block) => ProposedBlock.TryDecode(bytes, proposer.Decoder, out block);

    private ProposedBlock Decoded(BuiltBlock built)
    {
        Assert.True(TryDecode(built.Bytes.ToArray(), out ProposedBlock? block));
        return block!;
    }

    private BuiltBlock Proposed(params L1HandlerTransaction[] messages) =>
        new(new ValueId(7), new ProposedBlock(1, Time(), 1, []) { Messages = [.. messages] }.Encode());

    private ulong Time() => validator.Store.Header(0)!.Timestamp + 1;

    private void Hold(params L1HandlerTransaction[] messages)
    {
        proposersL1.Held.AddRange(messages);
        validatorsL1.Held.AddRange(messages);
    }
}

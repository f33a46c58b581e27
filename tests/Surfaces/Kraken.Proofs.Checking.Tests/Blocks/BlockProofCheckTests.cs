using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using Kraken.BlockProof.Replay;
using Kraken.BlockProof.Statement;
using Kraken.Execution.Blocks;
using Kraken.Fields;
using Kraken.Proofs.Checking.Blocks;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Genesis;
using Kraken.Starknet.Receipts;
using Kraken.Starknet.Tests;
using Kraken.Starknet.Transactions;
using Xunit;

namespace Kraken.Proofs.Checking.Tests.Blocks;

/// <summary>What is altered in a statement or in what comes with it is found, each by its own step.</summary>
public sealed class BlockProofCheckTests : IDisposable
{
    private readonly ProvenRange range = new();

    public void Dispose() => range.Dispose();

    [Fact]
    public void AnHonestBundlePassesEveryStep()
    {
        Passes(range.Check(), 10);
        Passes(range.Check(bundle: range.Bundle with { Bodies = [] }), 7);
        Assert.Equal([BlockProofMeaning.NoContent], range.Check(bundle: range.Bundle with { Bodies = [] }).Taken);
        Assert.Empty(range.Check().Taken);
        Assert.True(range.Blocks.Count >= 14);
        Assert.Contains(range.Bodies, body => body.Block.Transactions.Length == 2);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 12)]
    [InlineData(2, 9)]
    [InlineData(5, 13)]
    [InlineData(10, 10)]
    public void RangesAnywhereInAChainPass(ulong first, ulong last)
    {
        using ProvenRange other = new(first, last);
        Passes(other.Check(), 10);
    }

    [Fact]
    public void EveryFeltOfTheOutputIsFoundByAStep()
    {
        using ProvenRange other = new(9, 13);
        Felt[] output = [.. other.Statement.ToFelts()];
        Dictionary<int, string> found = [];
        for (int i = 0; i < output.Length; i++)
        {
            Felt[] altered = [.. output];
            altered[i] += 1;
            found[i] = Failing(other.Check(altered));
        }

        // Version, last number, last hash (twice there), count; first number; parent; roots; config.
        Assert.All([0, 1, 2, 4, 8], index => Assert.Equal(BlockProofCheck.StatementStep, found[index]));
        Assert.Equal(BlockProofCheck.ParentStep, found[3]);
        Assert.Equal(BlockProofCheck.OldHashStep, found[5]);
        Assert.Equal(ContentCheck.BlockStep, found[6]);
        Assert.Equal(BlockProofCheck.ConfigStep, found[7]);

        // Of each block: hash, old hash, transactions, reverted.
        for (int block = 0; block < 5; block++)
        {
            int at = 9 + (4 * block);
            Assert.Equal(block == 4 ? BlockProofCheck.StatementStep : ContentCheck.BlockStep, found[at]);
            Assert.Equal(block == 0 ? BlockProofCheck.StatementStep : BlockProofCheck.OldHashStep, found[at + 1]);
            Assert.Equal(ContentCheck.BlockStep, found[at + 2]);
            Assert.Contains(found[at + 3], (string[])[ContentCheck.BlockStep, BlockProofCheck.StatementStep]);
        }

        Assert.All(found.Keys.Where(index => index >= 29), index => Assert.Equal(BlockProofCheck.StatementStep, found[index]));
    }

    [Fact]
    public void MessagesThatNoBlockHasAreFound()
    {
        BlockStatement more = range.Statement with { MessagesToL1 = [.. range.Statement.MessagesToL1, new MessageToL1(1, 2, [3])] };
        Assert.Equal(ContentCheck.MessageStep, Failing(range.Check(more.ToFelts())));
        more = range.Statement with { MessagesToL2 = [.. range.Statement.MessagesToL2, new ConsumedMessage(1, 2, 3, 4, [])] };
        Assert.Equal(ContentCheck.MessageStep, Failing(range.Check(more.ToFelts())));
    }

    [Fact]
    public void AProofOfAnotherProgramIsFound()
    {
        BlockProofReport report = range.Check(program: 4710);
        Assert.Equal(BlockProofCheck.ProgramStep, Failing(report));
        Assert.Equal("expected 0x1267 of protocol 0.14.4, got a program of hash 0x1266", report.FirstFailure!.Detail);

        // A program of an older protocol is known, and not for these blocks.
        ProvenProgram older = new("0.14.3", 4710);
        BlockProofCheck check = range.Checker(older);
        report = check.Run(ProvedBy(older.Hash), range.Bundle);
        Assert.Equal(ContentCheck.BlockStep, Failing(report));
        Assert.Contains("of protocol 0.14.3", report.FirstFailure!.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void AnotherChainsStatementIsFound()
    {
        BlockStatement statement = range.Statement with
        {
            ConfigHash = ChainInfo.ConfigHashOf(Starknet.ChainId.Main, WellKnownAddresses.FeeToken),
        };
        Assert.Equal(BlockProofCheck.ConfigStep, Failing(range.Check(statement.ToFelts())));
        statement = statement with { ConfigHash = ChainInfo.ConfigHashOf(ProvenRange.Chain, 5) };
        Assert.Equal(BlockProofCheck.ConfigStep, Failing(range.Check(statement.ToFelts())));
    }

    [Fact]
    public void CertificatesOfOtherBlocksAndCommitteesAreFound()
    {
        Assert.Equal(BlockProofCheck.CommitteeStep, Failing(range.Check(bundle: range.Bundle with { Certificate = default })));
        Assert.Equal(
            BlockProofCheck.CommitteeStep, Failing(range.Check(bundle: range.Bundle with { Certificate = range.Certificate(12) })));
        using ProvenRange others = new();
        Assert.Equal(range.Hash(13), others.Hash(13));
        Assert.Equal(
            BlockProofCheck.CommitteeStep, Failing(range.Check(bundle: range.Bundle with { Certificate = others.Certificate(13) })));
        Assert.Equal(
            BlockProofCheck.ParentStep, Failing(range.Check(bundle: range.Bundle with { ParentCertificate = others.Certificate(10) })));
    }

    [Fact]
    public void BlocksBeginAtGenesisAtADecidedBlockOrWhereAProofEnds()
    {
        BlockBundle bare = range.Bundle with { ParentCertificate = default };
        Assert.Equal(BlockProofCheck.ParentStep, Failing(range.Check(bundle: bare)));
        Passes(range.Check(bundle: bare, before: range.Hash(10)), 10);
        Assert.Equal(BlockProofCheck.ParentStep, Failing(range.Check(bundle: bare, before: range.Hash(9))));

        using ProvenRange start = new(1, 2);
        Assert.Equal(
            BlockProofCheck.ParentStep, Failing(start.Check((start.Statement with { ParentHash = range.Hash(1) }).ToFelts())));
    }

    [Fact]
    public void HeadersBeforeMustLeadToTheOldHashes()
    {
        ImmutableArray<BlockHeader> headers = range.Bundle.Ancestors;
        foreach (ImmutableArray<BlockHeader> altered in (ImmutableArray<BlockHeader>[])
        [
            headers[..^1], headers[1..], [.. headers.Reverse()],
            [headers[0] with { Timestamp = 5 }, .. headers[1..]],
            [headers[0], headers[1] with { ParentHash = 5 }, .. headers[2..]],
            [headers[0] with { StarknetVersion = "é" }, .. headers[1..]],
            [headers[0] with { Hash = 5 }, .. headers[1..]],
        ])
        {
            Assert.Equal(BlockProofCheck.OldHashStep, Failing(range.Check(bundle: range.Bundle with { Ancestors = altered })));
        }

        // One more than are ever needed is no bundle.
        Assert.Equal(
            StoredRangeCheck.FileStep, Failing(range.Check(bundle: range.Bundle with { Ancestors = [.. headers, headers[0]] })));
    }

    [Fact]
    public void EveryFreeValueOfABlockIsFoundByTheCommitteeAndByTheContent()
    {
        foreach (DecidedBlock altered in FreeValues.AlteredOf(range.Bodies[^1]))
        {
            // A proof of the altered block: nobody signed it. The honest proof beside altered content: it hashes to another block.
            Assert.NotEqual(range.Hash(13), altered.Block.Header.Hash);
            ImmutableArray<DecidedBlock> bodies = [.. range.Bodies[..^1], altered];
            BlockStatement statement = BlockStatement.Of(
                range.Statement.ConfigHash,
                range.Blocks[10].Block.Header,
                [.. bodies.Select(body => body.Block)],
                [.. range.Statement.Blocks.Select(block => block.OldHash)]);
            Assert.Equal(BlockProofCheck.CommitteeStep, Failing(range.Check(statement.ToFelts(), range.Bundle with { Bodies = bodies })));
            Assert.Equal(ContentCheck.BlockStep, Failing(range.Check(bundle: range.Bundle with { Bodies = bodies })));
        }
    }

    [Fact]
    public void TransactionsThatAreDroppedSwappedOrAlteredAreFound()
    {
        Block block = range.Bodies[0].Block;
        Assert.Equal(2, block.Transactions.Length);
        (Transaction a, Transaction b) = (block.Transactions[0], block.Transactions[1]);
        (TransactionReceipt ra, TransactionReceipt rb) = (block.Receipts[0], block.Receipts[1]);
        Assert.Equal(ContentCheck.BlockStep, Content(block with { Transactions = [a], Receipts = [ra] }));
        Assert.Equal(ContentCheck.BlockStep, Content(block with { Transactions = [b, a], Receipts = [rb, ra] }));
        Assert.Equal(ContentCheck.BlockStep, Content(block with { Transactions = [b, a] }));
        Assert.Equal(StoredRangeCheck.FileStep, Content(block with { Receipts = [ra] }));
        Assert.Equal(ContentCheck.BlockStep, Content(block with { Transactions = [a with { Signature = [1, 2] }, b] }));
        Assert.Equal(ContentCheck.TransactionStep, Content(block with { Transactions = [a with { Nonce = a.Nonce + 1 }, b] }));
        Assert.Equal(ContentCheck.TransactionStep, Content(block with { Transactions = [a with { Hash = a.Hash + 1 }, b] }));
        Assert.Equal(ContentCheck.BlockStep, Content(block with { Receipts = [ra with { Events = [] }, rb with { Events = [] }] }));
        Assert.Equal(ContentCheck.BlockStep, Failing(range.Check(bundle: range.Bundle with { Bodies = range.Bodies[1..] })));
        Assert.Equal(
            ContentCheck.BlockStep, Failing(range.Check(bundle: range.Bundle with { Bodies = [.. range.Bodies.Reverse()] })));
        DecidedBlock otherDiff = range.Bodies[0] with { Diff = StateDiff.Empty };
        Assert.Equal(
            ContentCheck.BlockStep, Failing(range.Check(bundle: range.Bundle with { Bodies = [otherDiff, .. range.Bodies[1..]] })));
    }

    [Fact]
    public void WhatFollowsFromContentMayNotBeStatedOtherwise()
    {
        Block block = range.Bodies[0].Block;
        BlockCommitments commitments = block.Header.Commitments;
        foreach (BlockHeader forged in (BlockHeader[])
        [
            block.Header with { Hash = 5 },
            block.Header with { Commitments = commitments with { Events = 5 } },
            block.Header with { Commitments = commitments with { EventCount = commitments.EventCount + 1 } },
        ])
        {
            Assert.Equal(ContentCheck.BlockStep, Content(block with { Header = forged }));
        }
    }

    /// <summary>The whole door with a genuine STARK, of a program that proves no blocks.</summary>
    [Fact]
    public void AGenuineProofOfAnotherProgramIsFoundByTheProgramAlone()
    {
        byte[] proof = File.ReadAllBytes(SharedData.Path(Path.Combine("s-two", "ret_opcode.canonical_small.proof.json")));
        BlockProofReport report = new StoredRangeCheck(range.Checker()).Run(BlockBundleFile.Write(range.Bundle with { Proof = proof }));
        Assert.Equal(BlockProofCheck.ProgramStep, Failing(report));
        Assert.Equal(
            [StoredRangeCheck.FileStep, BlockProofCheck.StarkStep],
            report.Steps.Where(step => step.Outcome == CheckOutcome.Passed).Select(step => step.Name));
    }

    /// <summary>A valid STARK, of steps whose jumps its constraints do not bind: no proof of blocks has one.</summary>
    [Fact]
    public void AProofWithTheGenericOpcodeIsFound()
    {
        string path = Path.Combine("s-two", "all_opcode_components.canonical_small.proof.cairo_serde.json");
        byte[] proof = File.ReadAllBytes(SharedData.Path(path));
        BlockProofReport report = range.Checker().Run(range.Bundle with { Proof = proof });
        Assert.Equal(BlockProofCheck.StarkStep, Failing(report));
        Assert.Contains("generic_opcode", report.FirstFailure!.Detail, StringComparison.Ordinal);
    }

    /// <summary>The commitment to a state diff has one list for declared and migrated classes.</summary>
    [Fact]
    public void ADeclaredClassIsNotShownAsMigrated()
    {
        using ProvenRange other = new(1, (ulong)range.Blocks.Count - 1);
        int altered = 0;
        foreach ((int index, DecidedBlock body) in other.Bodies.Index().Where(pair => !pair.Item.Diff.DeclaredClasses.IsEmpty))
        {
            StateDiff lie = body.Diff with { DeclaredClasses = [], MigratedClasses = body.Diff.DeclaredClasses };
            Assert.Equal(StateDiffHash.Compute(body.Diff), StateDiffHash.Compute(lie));
            ImmutableArray<DecidedBlock> bodies = other.Bodies.SetItem(index, body with { Diff = lie });
            Assert.Equal(ContentCheck.BlockStep, Failing(other.Check(bundle: other.Bundle with { Bodies = bodies })));
            altered++;
        }

        Assert.NotEqual(0, altered);
    }

    [Fact]
    public void AFileThatIsNoProofFailsInTheFirstStep()
    {
        BlockProofReport report = range.Checker().Run(range.Bundle with { Proof = new byte[] { 1, 2, 3 } });
        Assert.Equal(BlockProofCheck.StarkStep, Failing(report));
        Assert.Equal(10, report.Steps.Length);
        Assert.All(report.Steps[1..], step => Assert.Equal(CheckOutcome.Skipped, step.Outcome));
    }

    /// <summary>A stranger's genesis is worked on for a proof that holds only.</summary>
    [Fact]
    public void AGenesisThatCameAlongIsOpenedBehindTheProof()
    {
        ImmutableArray<ProvenProgram> programs = [new(ProvenRange.Version, ProvenRange.Program)];
        BlockAuthority Open() => throw new InvalidOperationException("the genesis was opened");
        BlockProofReport report = BlockProofCheck.Run(range.Bundle with { Proof = new byte[] { 1, 2, 3 } }, programs, Open);
        Assert.Equal((BlockProofCheck.StarkStep, 10), (Failing(report), report.Steps.Length));

        // A genuine STARK of a program that proves no blocks comes no further either.
        byte[] proof = File.ReadAllBytes(SharedData.Path(Path.Combine("s-two", "ret_opcode.canonical_small.proof.json")));
        report = BlockProofCheck.Run(range.Bundle with { Proof = proof }, programs, Open);
        Assert.Equal((BlockProofCheck.ProgramStep, 10), (Failing(report), report.Steps.Length));
    }

    [Fact]
    public void WhatItWouldFindIsKnownBeforeTheProofIsMade()
    {
        BlockProofCheck check = range.Checker();
        ImmutableArray<BlockHeader> headers = range.Bundle.Ancestors;
        BlockBundle bare = range.Bundle with { Bodies = [] };
        Assert.Null(check.FindProblem(range.Statement, bare));
        (BlockBundle Bundle, string Step)[] lies =
        [
            (bare with { Certificate = default }, BlockProofCheck.CommitteeStep),
            (bare with { ParentCertificate = range.Certificate(9) }, BlockProofCheck.ParentStep),
            (bare with { Ancestors = headers[..^1] }, BlockProofCheck.OldHashStep),
            (bare with { Ancestors = [headers[0], headers[1] with { Timestamp = 5 }, .. headers[2..]] }, BlockProofCheck.OldHashStep),
        ];
        foreach ((BlockBundle lie, string step) in lies)
        {
            Assert.StartsWith($"“{step}”: ", check.FindProblem(range.Statement, lie), StringComparison.Ordinal);
        }

        BlockStatement elsewhere = range.Statement with { ConfigHash = 5 };
        Assert.StartsWith($"“{BlockProofCheck.ConfigStep}”: ", check.FindProblem(elsewhere, bare), StringComparison.Ordinal);
    }

    [Fact]
    public void ReceiptsSayWhatTheirTransactionsDo()
    {
        int altered = 0;
        foreach ((int index, DecidedBlock body) in range.Bodies.Index())
        {
            TransactionReceipt receipt = body.Block.Receipts[0];
            foreach (TransactionReceipt lie in (TransactionReceipt[])
            [
                receipt with { Type = receipt.Type == TransactionType.Invoke ? TransactionType.Declare : TransactionType.Invoke },
                receipt with { ContractAddress = 5 },
                receipt with { MessageHash = [1] },
                receipt with { ActualFee = receipt.ActualFee with { Unit = FeeUnit.Wei } },
            ])
            {
                Block block = body.Block with { Receipts = [lie, .. body.Block.Receipts[1..]] };
                ImmutableArray<DecidedBlock> bodies = range.Bodies.SetItem(index, body with { Block = block });
                Assert.Equal(ContentCheck.BlockStep, Failing(range.Check(bundle: range.Bundle with { Bodies = bodies })));
                altered++;
            }
        }

        Assert.Equal(12, altered);
    }

    /// <summary>A bit flipped in any thirteenth byte of a bundle is refused, or changes what no commitment covers.</summary>
    [Fact]
    public void NoAlteredByteOfABundlePassesButInWhatNothingCovers()
    {
        byte[] file = BlockBundleFile.Write(range.Bundle);
        byte[] honest = BlockBundleFile.Write(Covered(range.Bundle));
        for (int at = 13; at < file.Length; at += 13)
        {
            byte[] altered = [.. file];
            altered[at] ^= (byte)(1 << (at % 8));
            if (BlockBundleFile.TryRead(altered, out BlockBundle? read, out _) && range.Check(bundle: read).IsValid)
            {
                Assert.Equal(honest, BlockBundleFile.Write(Covered(read)));
            }
        }
    }

    [Fact]
    public void PartsOfAnotherGoodBundleAreFound()
    {
        using ProvenRange other = new(12, 14);
        (BlockBundle Bundle, string Step)[] mixes =
        [
            (range.Bundle with { Certificate = other.Bundle.Certificate }, BlockProofCheck.CommitteeStep),
            (range.Bundle with { ParentCertificate = other.Bundle.ParentCertificate }, BlockProofCheck.ParentStep),
            (range.Bundle with { Ancestors = other.Bundle.Ancestors }, BlockProofCheck.OldHashStep),
            (range.Bundle with { Bodies = other.Bundle.Bodies }, ContentCheck.BlockStep),
            (range.Bundle with { Certificate = range.Bundle.ParentCertificate }, BlockProofCheck.CommitteeStep),
            (range.Bundle with { Bodies = [range.Bodies[0], range.Bodies[0], range.Bodies[2]] }, ContentCheck.BlockStep),
        ];
        foreach ((BlockBundle mix, string step) in mixes)
        {
            Assert.Equal(step, Failing(range.Check(bundle: mix)));
        }
    }

    /// <summary>A bundle with what content shows and no commitment covers put to one value.</summary>
    private static BlockBundle Covered(BlockBundle bundle) => bundle with
    {
        Genesis = default,
        Bodies = [.. bundle.Bodies.Select(body => body with
        {
            Block = body.Block with
            {
                Receipts = [.. body.Block.Receipts.Select(receipt => receipt with
                {
                    Gas = receipt.Gas with { L2Gas = 0 },
                })],
            },
        })],
    };

    private Cairo.Air.Verification.ProofStatement ProvedBy(Felt program) => new(
        program, range.Statement.ToFelts(), 96, "blake2s", Cairo.Air.Preprocessed.PreprocessedVariant.CanonicalSmall);

    private string Content(Block altered) => Failing(range.Check(
        bundle: range.Bundle with { Bodies = [range.Bodies[0] with { Block = altered }, .. range.Bodies[1..]] }));

    private static string Failing(BlockProofReport report)
    {
        Assert.False(report.IsValid);
        Assert.Equal(CheckOutcome.Failed, report.FirstFailure!.Outcome);
        return report.FirstFailure.Name;
    }

    private static void Passes(BlockProofReport report, int steps)
    {
        Assert.True(report.IsValid, report.FirstFailure?.ToString());
        Assert.Equal(steps, report.Steps.Length);
    }
}

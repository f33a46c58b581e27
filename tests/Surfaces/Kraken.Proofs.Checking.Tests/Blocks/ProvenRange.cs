using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Kraken.BlockProof.Replay;
using Kraken.BlockProof.Statement;
using Kraken.Cairo.Air.Preprocessed;
using Kraken.Cairo.Air.Verification;
using Kraken.Execution.Blocks;
using Kraken.Fields;
using Kraken.Proofs.Checking.Blocks;
using Kraken.Starknet;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Genesis;
using Kraken.Starknet.Receipts;
using Kraken.Starknet.Tests;
using Kraken.Starknet.Transactions;

namespace Kraken.Proofs.Checking.Tests.Blocks;

/// <summary>
/// A chain whose blocks hold the transactions of the development node's run, two a block, with a committee that signed them; some of its
/// blocks as if they were proved.
/// </summary>
internal sealed class ProvenRange : IDisposable
{
    public const string Version = "0.14.4";
    public static readonly Felt Program = 4711;
    public static readonly ChainId Chain = ChainId.Sepolia;

    private readonly SigningCommittee committee;

    public ProvenRange(ulong first = 11, ulong last = 13)
    {
        Blocks = Build([.. DevnetRun.Steps.Chunk(2).Select(steps => new Content(
            [.. steps.Select(DevnetRun.Transaction)],
            [.. steps.Select(DevnetRun.Receipt)],
            DevnetRun.Diff(steps[0]) with { DeclaredClasses = [.. steps.SelectMany(step => DevnetRun.Diff(step).DeclaredClasses)] }))]);
        committee = new SigningCommittee(Chain.Name, Hash(0));
        Authority = committee.Authority();
        Bodies = [.. Blocks.Skip((int)first).Take((int)(last - first) + 1)];
        Statement = BlockStatement.Of(
            ChainInfo.ConfigHashOf(Chain, WellKnownAddresses.FeeToken),
            Blocks[(int)first - 1].Block.Header,
            [.. Bodies.Select(body => body.Block)],
            [.. Bodies.Select(body => body.Block.Header.Number).Select(number => number < 10 ? default : Hash(number - 10))]);
        Bundle = new BlockBundle
        {
            Proof = default,
            Certificate = Certificate(last),
            ParentCertificate = first == 1 ? default : (ReadOnlyMemory<byte>)Certificate(first - 1),
            Ancestors =
            [
                .. Blocks.Skip(1).Take((int)first - 1).Reverse().Take(BlockBundle.MaxAncestors).Select(block => block.Block.Header),
            ],
            Bodies = Bodies,
        };
    }

    public IReadOnlyList<DecidedBlock> Blocks { get; }

    public ImmutableArray<DecidedBlock> Bodies { get; }

    public BlockAuthority Authority { get; }

    public BlockStatement Statement { get; }

    public BlockBundle Bundle { get; }

    /// <summary>The check of a bundle that went through its file, after whose first step all others run.</summary>
    public BlockProofReport Check(
        IEnumerable<Felt>? output = null, BlockBundle? bundle = null, Felt? program = null, Felt? before = null) =>
        BlockBundleFile.TryRead(BlockBundleFile.Write(bundle ?? Bundle), out BlockBundle? read, out string? problem)
            ? Checker().Run(Proved([.. output ?? Statement.ToFelts()], program), read, before)
            : new BlockProofReport([new CheckStep(StoredRangeCheck.FileStep, CheckOutcome.Failed, problem, default)], null, []);

    public BlockProofCheck Checker(params ProvenProgram[] more) =>
        new(Authority, [new ProvenProgram(Version, Program), .. more]);

    public byte[] Certificate(ulong number) => committee.Certificate(number, Hash(number), 0, 1, 2);

    public Felt Hash(ulong number) => Blocks[(int)number].Block.Header.Hash;

    public void Dispose()
    {
        Authority.Dispose();
        committee.Dispose();
    }

    /// <summary>A block with its commitments and hash made again.</summary>
    public static DecidedBlock Sealed(DecidedBlock body, Func<BlockHeader, BlockHeader>? alter = null)
    {
        Block block = body.Block;
        BlockHeader header = block.Header with
        {
            Commitments = ContentCommitments.Compute(block.Transactions, block.Receipts, body.Diff),
        };
        return body with { Block = block with { Header = (alter?.Invoke(header) ?? header).WithHash() } };
    }

    private static ProofStatement Proved(ImmutableArray<Felt> output, Felt? program) =>
        new(program ?? Program, output, 96, "blake2s", PreprocessedVariant.CanonicalSmall);

    private static List<DecidedBlock> Build(IReadOnlyList<Content> contents)
    {
        List<DecidedBlock> blocks = [];
        for (int i = 0; i <= contents.Count; i++)
        {
            Content content = i == 0 ? new([], [], StateDiff.Empty) : contents[i - 1];
            BlockHeader header = new()
            {
                ParentHash = i == 0 ? default : blocks[i - 1].Block.Header.Hash,
                Number = (ulong)i,
                StateRoot = 9000 + i,
                SequencerAddress = 77,
                Timestamp = 1_700_000_000 + (ulong)i,
                GasPrices = new(new(1, 2), new(3, 4), new(5, 6)),
                StarknetVersion = Version,
                Commitments = BlockCommitments.Pending,
            };
            blocks.Add(Sealed(new DecidedBlock(new Block(header, content.Transactions, content.Receipts), content.Diff, null)));
        }

        return blocks;
    }

    private sealed record Content(ImmutableArray<Transaction> Transactions, ImmutableArray<TransactionReceipt> Receipts, StateDiff Diff);
}

using System;
using System.Collections.Generic;
using System.Linq;
using Kraken.BlockProof.Program;
using Kraken.BlockProof.Replay;
using Kraken.BlockProof.Tests.Blocks;
using Kraken.Cairo.Air.Proofs;
using Kraken.Cairo.Air.Proofs.Formats;
using Kraken.Cairo.Prover;
using Kraken.Cairo.Prover.Adapter;
using Kraken.Execution.Blocks;
using Kraken.Execution.Transactions;
using Kraken.Fields;
using Kraken.Proofs.Checking.Blocks;
using Kraken.Starknet.Blocks;
using Xunit;

namespace Kraken.Proofs.Checking.Tests.Blocks;

/// <summary>A genuine proof of two blocks of signed transfers with what checking it takes; made once for a class of tests.</summary>
public sealed class ProvedTransfers : IDisposable
{
    private readonly SigningCommittee committee;

    public ProvedTransfers()
    {
        OwnBlocks chain = Chain(Blocks);
        BlockProgramRun.Completed run = Assert.IsType<BlockProgramRun.Completed>(BlockProgram.Current.Run(chain.Witness(2)));
        Proof = CairoProver.Prove(ProverInputAdapter.Adapt(run.Run.Runner), ProverParameters.Default);
        Genesis = Blocks[0].Block.Header.ParentHash;
        committee = new SigningCommittee(OwnBlocks.Genesis.ChainId.Name, Genesis);
        Authority = committee.Authority();
        Bundle = new BlockBundle
        {
            Proof = ProofEncoder.Encode(Proof, ProofFormat.UnpackedBinary),
            Certificate = committee.Certificate(11, Blocks[10].Block.Header.Hash, 0, 1, 3),
            ParentCertificate = committee.Certificate(9, Blocks[8].Block.Header.Hash, 0, 1, 3),
            Ancestors = [.. Blocks[..9].Select(block => block.Block.Header).Reverse()],
            Bodies = [.. Blocks[9..]],
        };
    }

    /// <summary>The hash of block 0.</summary>
    internal Felt Genesis { get; }

    /// <summary>Blocks 1 to 11; 10 and 11 are proved, and hold two transfers and one.</summary>
    internal List<DecidedBlock> Blocks { get; } = [];

    internal CairoProof Proof { get; }

    internal BlockAuthority Authority { get; }

    internal BlockBundle Bundle { get; }

    public void Dispose()
    {
        Authority.Dispose();
        committee.Dispose();
    }

    /// <summary>Checks a bundle as the file that it is, by the program that the sources compile to unless another is named.</summary>
    internal static BlockProofReport Check(BlockBundle bundle, BlockAuthority authority, ProvenProgram? program = null) =>
        new StoredRangeCheck(new BlockProofCheck(authority, [program ?? ProvenProgram.Current]))
            .Run(BlockBundleFile.Write(bundle));

    private static OwnBlocks Chain(List<DecidedBlock> blocks)
    {
        OwnBlocks chain = new();
        for (int number = 1; number < 10; number++)
        {
            Add();
        }

        Add(OwnBlocks.Transfer(0, 0, 1), OwnBlocks.Transfer(1, 0, 2));
        Add(OwnBlocks.Transfer(0, 1, 3));
        return chain;

        void Add(params ReadOnlySpan<ExecutableTransaction> transactions)
        {
            ExecutedBlock executed = chain.Add(transactions);
            blocks.Add(new DecidedBlock(new Block(chain.Last, executed.Transactions, executed.Receipts), executed.StateDiff, null));
        }
    }
}

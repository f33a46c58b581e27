using System.Collections.Immutable;
using System.Linq;
using System.Threading.Tasks;
using Kraken.BlockProof.Replay;
using Kraken.BlockProof.Tests.Blocks;
using Kraken.Cairo.Air.Proofs;
using Kraken.Cairo.Air.Proofs.Formats;
using Kraken.Proofs.Checking.Blocks;
using Kraken.Starknet;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Receipts;
using Kraken.Starknet.Transactions;
using Xunit;

namespace Kraken.Proofs.Checking.Tests.Blocks;

/// <summary>A genuine proof of blocks passes as a file; whatever is altered beside it or in it is found by a step of its own.</summary>
[Trait("Speed", "Slow")]
public sealed class ProvedBundleTests(ProvedTransfers proved) : IClassFixture<ProvedTransfers>
{
    [Fact]
    public void AProvedBundlePassesOffline()
    {
        BlockProofReport report = Check(proved.Bundle);
        Assert.True(report.IsValid, report.FirstFailure?.ToString());
        Assert.Equal((10ul, 11ul), (report.Statement!.FirstBlock, report.Statement.LastBlock));
        Assert.Equal(3ul, report.Statement.Blocks.Aggregate(0ul, (sum, block) => sum + block.Transactions));
        Assert.True(Check(proved.Bundle with { Bodies = [] }).IsValid);

        // A third of what the felts of the Cairo verifier take as JSON, which is read too.
        byte[] felts = ProofEncoder.Encode(proved.Proof, ProofFormat.CairoSerde);
        Assert.InRange(3L * proved.Bundle.Proof.Length, 0, felts.Length + (felts.Length / 5));
        Assert.True(Check(proved.Bundle with { Proof = felts }).IsValid);
    }

    [Fact]
    public void EveryAlteredFeltOfTheOutputIsNoProof()
    {
        PublicCell[] output = proved.Proof.Claim.PublicData.Output;
        for (int i = 0; i < output.Length; i++)
        {
            PublicCell[] altered = [.. output];
            altered[i] = altered[i] with { Value = altered[i].Value + 1 };
            CairoProof forged = proved.Proof with
            {
                Claim = proved.Proof.Claim with { PublicData = proved.Proof.Claim.PublicData with { Output = altered } },
            };
            Assert.Equal(
                BlockProofCheck.StarkStep,
                Failing(proved.Bundle with { Proof = ProofEncoder.Encode(forged, ProofFormat.UnpackedBinary) }));
        }
    }

    [Fact]
    public void EveryAlteredFreeValueIsFoundByTheContent()
    {
        ImmutableArray<DecidedBlock> bodies = proved.Bundle.Bodies;
        for (int i = 0; i < bodies.Length; i++)
        {
            DecidedBlock[] altered = [.. FreeValues.AlteredOf(bodies[i])];
            Assert.Equal(14, altered.Length);
            foreach (DecidedBlock body in altered)
            {
                Assert.Equal(ContentCheck.BlockStep, Failing(proved.Bundle with { Bodies = bodies.SetItem(i, body) }));
            }
        }
    }

    [Fact]
    public void TransactionsThatAreDroppedSwappedOrSignedOtherwiseAreFound()
    {
        DecidedBlock body = proved.Bundle.Bodies[0];
        Block block = body.Block;
        (Transaction a, Transaction b) = (block.Transactions[0], block.Transactions[1]);
        (TransactionReceipt ra, TransactionReceipt rb) = (block.Receipts[0], block.Receipts[1]);
        foreach (Block altered in (Block[])
        [
            block with { Transactions = [a], Receipts = [ra] },
            block with { Transactions = [b, a], Receipts = [rb, ra] },
            block with { Transactions = [a with { Signature = [1, 2] }, b] },
        ])
        {
            // As it is, and with commitments and hash that fit it.
            Assert.Equal(ContentCheck.BlockStep, FailingWith(body with { Block = altered }));
            Assert.Equal(ContentCheck.BlockStep, FailingWith(ProvenRange.Sealed(body with { Block = altered })));
        }

        Assert.Equal(
            ContentCheck.TransactionStep,
            FailingWith(body with { Block = block with { Transactions = [a with { Nonce = a.Nonce + 1 }, b] } }));
    }

    [Fact]
    public void AnotherCommitteeAnotherChainAndAStaleProgramAreFound()
    {
        using SigningCommittee elsewhere = new(OwnBlocks.Genesis.ChainId.Name, proved.Genesis);
        byte[] certificate = elsewhere.Certificate(11, proved.Blocks[10].Block.Header.Hash, 0, 1, 3);
        Assert.Equal(BlockProofCheck.CommitteeStep, Failing(proved.Bundle with { Certificate = certificate }));

        using SigningCommittee main = new(ChainId.Main.Name, proved.Genesis);
        using BlockAuthority authority = main.Authority();
        Assert.Equal(BlockProofCheck.ConfigStep, ProvedTransfers.Check(proved.Bundle, authority).FirstFailure?.Name);

        BlockProofReport stale =
            ProvedTransfers.Check(proved.Bundle, proved.Authority, new ProvenProgram("0.14.4", ProvenProgram.Current.Hash + 1));
        Assert.Equal(BlockProofCheck.ProgramStep, stale.FirstFailure?.Name);
    }

    [Fact]
    public async Task AStoredBundleIsCompletedInTheFormatThatIsReadFastest()
    {
        BlockBundle older = proved.Bundle with { Proof = ProofEncoder.Encode(proved.Proof, ProofFormat.CairoSerde) };
        BlockBundle whole = await BundleAssembly.CompleteAsync(older, null, proved.Authority, true, TestContext.Current.CancellationToken);
        Assert.Equal(BlockBundleFile.Write(proved.Bundle), BlockBundleFile.Write(whole));
        BlockBundle bare = await BundleAssembly.CompleteAsync(older, null, proved.Authority, false, TestContext.Current.CancellationToken);
        Assert.Empty(bare.Bodies);
        Assert.Equal([BlockProofMeaning.NoContent], Check(bare).Taken);
    }

    private BlockProofReport Check(BlockBundle bundle) => ProvedTransfers.Check(bundle, proved.Authority);

    private string? Failing(BlockBundle bundle) => Check(bundle).FirstFailure?.Name;

    private string? FailingWith(DecidedBlock first) =>
        Failing(proved.Bundle with { Bodies = proved.Bundle.Bodies.SetItem(0, first) });
}

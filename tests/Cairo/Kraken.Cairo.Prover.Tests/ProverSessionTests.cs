using System;
using System.IO;
using System.Threading;
using Kraken.Cairo.Air.Proofs;
using Kraken.Cairo.Air.Proofs.Formats;
using Kraken.Cairo.Prover.Input;
using Kraken.Cairo.Prover.Witness;
using Xunit;

namespace Kraken.Cairo.Prover.Tests;

/// <summary>What a session keeps changes no proof: each is the genuine one, whatever was proved before it.</summary>
[Collection(LargeProofs.Name)]
public sealed class ProverSessionTests
{
    private const long Mebibyte = 1 << 20;

    // Values and coefficients of the fixed columns: 20 million words.
    private const long FixedBytes = 84 * Mebibyte;

    private static readonly ProverInput Ret = SharedData.Run("test_prove_verify_ret_opcode.compiled.json");

    [Fact]
    public void LaterProofsAreTheGenuineOneAndTakeNoFurtherMemory()
    {
        using ProverSession session = new();
        Assert.Equal(0, session.HeldBytes);
        AssertGenuine(session);
        long held = session.HeldBytes;
        Assert.InRange(held, FixedBytes / 2, ProverSession.DefaultKeptBytes);
        Assert.Throws<ProvingException>(() => session.Prove(Ret, ProverParameters.Default with { Hash = "keccak" }));
        Assert.Throws<OperationCanceledException>(
            () => session.Prove(Ret, ProverParameters.Default, cancellation: new CancellationToken(canceled: true)));
        AssertGenuine(session);

        // Threads take their strips in another order each time, so runs do not fall in the same places.
        Assert.InRange(session.HeldBytes, FixedBytes, held + (held / 8));
        held = session.HeldBytes;
        session.Trim();
        Assert.InRange(session.HeldBytes, FixedBytes / 2, held);
        session.Dispose();
        Assert.Throws<ObjectDisposedException>(() => session.Prove(Ret, ProverParameters.Default));
        Assert.Equal(0, session.HeldBytes);
    }

    /// <summary>A run that ends in the middle leaves nothing behind.</summary>
    [Fact]
    public void ACancelledProofGivesItsMemoryBack()
    {
        using ProverSession session = new() { KeptBytes = 0 };
        using CancellationTokenSource source = new();
        CancelAt canceller = new(source, ProveStep.InteractionTrace);
        Assert.Throws<OperationCanceledException>(() => session.Prove(Ret, ProverParameters.Default, canceller, source.Token));
        Assert.Equal(ProveStep.InteractionTrace, canceller.Last);

        // The fixed columns stay, and the trace between them and the end of the memory does not.
        Assert.InRange(session.LentBytes, FixedBytes / 2, FixedBytes);
    }

    private static void AssertGenuine(ProverSession session)
    {
        CairoProof proof =
            session.Prove(Ret, ProverParameters.Default, cancellation: TestContext.Current.CancellationToken);
        byte[] expected = File.ReadAllBytes(Path.Combine(SharedData.Folder, "ret_opcode.canonical_small.proof.cairo_serde.json"));
        Assert.True(expected.AsSpan().SequenceEqual(ProofEncoder.Encode(proof, ProofFormat.CairoSerde)), "the proof differs");
    }

    private sealed class CancelAt(CancellationTokenSource source, ProveStep step) : IProgress<ProvePhase>
    {
        public ProveStep? Last { get; private set; }

        public void Report(ProvePhase value)
        {
            Last = value.Step;
            if (value.Step == step)
            {
                source.Cancel();
            }
        }
    }
}

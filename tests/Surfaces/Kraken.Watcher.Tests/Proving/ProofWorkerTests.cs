using System;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Proofs;
using Kraken.Proofs.Checking;
using Kraken.Watcher.Proving;
using Kraken.Watcher.Queue;
using Kraken.Watcher.Tests.Chain;
using Kraken.Watcher.Tests.Queue;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Kraken.Watcher.Tests.Proving;

public sealed class ProofWorkerTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_proof_is_stored_with_inputs_and_a_manifest_in_words_and_leaves_the_queue()
    {
        using TemporaryFolder folder = new();
        using ProofQueue queue = new(folder["queue"], 10);
        FileProofStore store = new(folder["proofs"]);
        ProofJob job = ProofQueueTests.Job(4, 0);
        await queue.AddAsync(job, Token);
        await Worker(queue, new CountingProver(), store).ProveOldestAsync(Token);

        Assert.Equal(0, queue.Count);
        ProofManifest manifest = (await store.ManifestAsync(new ProofKey(4, job.TransactionHash.ToString()), Token))!;
        Assert.Equal((96, 3L, "canonical_small"), (manifest.SecurityBits, manifest.ProofBytes, manifest.PreprocessedTrace));
        Assert.NotEmpty(manifest.Proves);
        Assert.Contains(manifest.DoesNotProve, sentence => sentence.Contains("state roots", StringComparison.Ordinal));
        using StreamReader reader = new(store.OpenPublicInputs(manifest.Key)!);
        PublicInputs inputs = PublicInputs.TryRead(System.Text.Encoding.UTF8.GetBytes(await reader.ReadToEndAsync(Token)))!;
        Assert.Equal(job.Output.Select(felt => felt.ToString()), inputs.Output);
    }

    [Fact]
    public async Task A_call_whose_proof_is_stored_already_is_not_proved_again()
    {
        using TemporaryFolder folder = new();
        using ProofQueue queue = new(folder["queue"], 10);
        FileProofStore store = new(folder["proofs"]);
        CountingProver prover = new();
        for (int run = 0; run < 2; run++)
        {
            await queue.AddAsync(ProofQueueTests.Job(4, 0), Token);
            await Worker(queue, prover, store).ProveOldestAsync(Token);
        }

        Assert.Single(prover.Proved);
        Assert.Equal(0, queue.Count);
    }

    [Fact]
    public async Task A_call_that_cannot_be_proved_is_set_aside_with_the_reason_and_the_next_one_follows()
    {
        using TemporaryFolder folder = new();
        using ProofQueue queue = new(folder["queue"], 10);
        CountingProver prover = new()
        {
            Before = job =>
            {
                if (job.BlockNumber == 1)
                {
                    throw new ProofRefusedException("because");
                }
            },
        };
        await queue.AddAsync(ProofQueueTests.Job(1, 0), Token);
        await queue.AddAsync(ProofQueueTests.Job(2, 0), Token);
        ProofWorker worker = Worker(queue, prover, new FileProofStore(folder["proofs"]));
        await worker.ProveOldestAsync(Token);
        await worker.ProveOldestAsync(Token);

        Assert.Equal([ProofQueueTests.Job(2, 0).TransactionHash], prover.Proved);
        Assert.Equal("because", await File.ReadAllTextAsync(folder["queue/failed/00000000000000000001-000000.json.txt"], Token));
    }

    private static ProofWorker Worker(ProofQueue queue, CountingProver prover, FileProofStore store) =>
        new(queue, prover, store, TimeSpan.Zero, TimeProvider.System, NullLogger.Instance);
}

using System;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Kraken.BlockProof.Program;
using Kraken.Fields;
using Kraken.Proofs.Checking.Chain;
using Kraken.Proofs.Tests;
using Kraken.Starknet;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Chain;
using Kraken.Starknet.Classes;
using Xunit;

namespace Kraken.Proofs.Checking.Tests;

public sealed class ProofCheckTests
{
    [Fact]
    public async Task A_file_with_another_hash_than_the_manifests_fails_at_the_first_step()
    {
        ProofCheckReport report = await CheckAsync([1, 2, 3], Manifest([1, 2, 4]));
        Assert.Equal(CheckOutcome.Failed, report.Steps[0].Outcome);
        Assert.All(report.Steps.Skip(1), step => Assert.Equal(CheckOutcome.Skipped, step.Outcome));
        Assert.False(report.IsValid);
    }

    [Fact]
    public async Task Bytes_that_are_no_proof_fail_at_the_second_step()
    {
        ProofCheckReport report = await CheckAsync([1, 2, 3], Manifest([1, 2, 3]));
        Assert.Equal([CheckOutcome.Passed, CheckOutcome.Failed, CheckOutcome.Skipped], report.Steps.Take(3).Select(step => step.Outcome));
    }

    [Fact]
    public async Task A_genuine_proof_of_another_program_is_no_proof_of_a_call()
    {
        byte[] proof = await File.ReadAllBytesAsync(
            Path.Combine(Root(), "..", "shared", "data", "s-two", "fib_16.canonical_small.proof.cairo_serde.json"),
            TestContext.Current.CancellationToken);
        ProofCheckReport report = await CheckAsync(proof, Manifest(proof));
        Assert.Equal(
            [CheckOutcome.Passed, CheckOutcome.Passed, CheckOutcome.Failed, CheckOutcome.Skipped],
            report.Steps.Take(4).Select(step => step.Outcome));
    }

    [Fact]
    public void Public_inputs_are_read_as_they_were_written_and_malformed_ones_are_refused()
    {
        InvokeOutput output = InvokeOutput.TryParse([1, 2, 1, 7, 100, 50, 0, 1, 8])!;
        byte[] json = CallInputs.Of(3, 4, 5, 6, 9, [1, 2, 1, 7, 100, 50, 0, 1, 8], output).ToJson();
        Assert.Equal(json, PublicInputs.TryRead(json)!.ToJson());
        Assert.Null(PublicInputs.TryRead("{}"u8));
        Assert.Null(PublicInputs.TryRead("[]"u8));
        Assert.Null(PublicInputs.TryRead("null"u8));
        Assert.All(Enumerable.Range(0, json.Length), length => Assert.Null(PublicInputs.TryRead(json.AsSpan(0, length))));

        string text = Encoding.UTF8.GetString(json);
        int start = text.IndexOf("\"calldata\": ", StringComparison.Ordinal);
        string without = text[..start] + "\"calldata\": null" + text[text.IndexOf(']', start)..][1..];
        Assert.False(PublicInputs.TryRead(Encoding.UTF8.GetBytes(without)) is { } read && read.ToJson().AsSpan().SequenceEqual(json));
    }

    private static Task<ProofCheckReport> CheckAsync(byte[] proof, ProofManifest manifest) =>
        new ProofCheck(new NoNode()).RunAsync(new StoredProof(manifest, proof, "{}"u8.ToArray()), TestContext.Current.CancellationToken);

    private static ProofManifest Manifest(byte[] proof) => ExampleManifest.Value with
    {
        ProofBytes = proof.Length,
        ProofSha256 = Convert.ToHexStringLower(SHA256.HashData(proof)),
    };

    private static string Root()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Kraken.slnx")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("no Kraken.slnx above the test");
    }

    /// <summary>No step before the chain's may ask a node.</summary>
    private sealed class NoNode : IBlockSource
    {
        public Task<ChainId> ChainIdAsync(CancellationToken cancellation) => throw new NotSupportedException();

        public Task<ulong> LatestAsync(CancellationToken cancellation) => throw new NotSupportedException();

        public Task<Block> BlockAsync(ulong number, CancellationToken cancellation) => throw new NotSupportedException();

        public Task<BlockHeader> HeaderAsync(ulong number, CancellationToken cancellation) => throw new NotSupportedException();

        public Task<StateDiff> StateDiffAsync(ulong number, CancellationToken cancellation) => throw new NotSupportedException();

        public Task<SierraClass?> ClassAsync(ulong block, Felt classHash, CancellationToken cancellation) =>
            throw new NotSupportedException();

        public Task<Felt> StorageAtAsync(ulong block, Felt contract, Felt key, CancellationToken cancellation) =>
            throw new NotSupportedException();

        public Task<Felt> NonceAtAsync(ulong block, Felt contract, CancellationToken cancellation) => throw new NotSupportedException();

        public Task<Felt> ClassHashAtAsync(ulong block, Felt contract, CancellationToken cancellation) => throw new NotSupportedException();

        public Task<ReadOnlyMemory<byte>?> CertificateAsync(ulong number, CancellationToken cancellation) =>
            throw new NotSupportedException();

        public Task<StorageProof> StorageProofAsync(ulong block, StorageProofQuery query, CancellationToken cancellation) =>
            throw new NotSupportedException();
    }
}

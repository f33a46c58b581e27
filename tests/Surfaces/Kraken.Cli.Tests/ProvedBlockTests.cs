using System;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Kraken.BlockProof.Program;
using Kraken.BlockProof.Stateless;
using Kraken.Cairo.Air.Proofs;
using Kraken.Cairo.Air.Proofs.Formats;
using Kraken.Cairo.Prover;
using Kraken.Cairo.Prover.Adapter;
using Kraken.Consensus.Engine.Keys;
using Kraken.Fields;
using Kraken.Node.Configuration;
using Kraken.Proofs.Checking;
using Kraken.Proofs.Checking.Blocks;
using Kraken.Proofs.Checking.Chain;
using Kraken.Proofs.Checking.Tests;
using Kraken.Proofs.Ranges;
using Kraken.Proofs.Tests;
using Kraken.Rpc.Server;
using Kraken.Watcher.Tests.Chain;
using Xunit;

namespace Kraken.Cli.Tests;

/// <summary>The verbs about proofs of blocks, over a network's genesis file and a store.</summary>
[Collection(nameof(CommandLineTests))]
public sealed class ProvedBlockTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("kraken-cli-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Proofs => Path.Combine(folder, "proofs");

    private string Bundle => Path.Combine(folder, "blocks.bundle");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task ABlockWithoutAProofIsNotProvedWhateverNodesSay()
    {
        string genesis = await NetworkAsync("net");
        (int code, string text) = await VerifyAsync(genesis, "--block", "5");
        Assert.Equal(1, code);
        Assert.StartsWith("NOT PROVED: block 5\nno proof of this block in the store\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("signatures were checked", text, StringComparison.Ordinal);

        using BlockAuthority authority = Verbs.GenesisAuthority.Open(genesis)!;
        RangeProofStore store = new(Proofs);
        await store.PutUnprovedAsync(
            authority.GenesisHash, new UnprovedBlock(5, "system call keccak", 0, 1, DateTimeOffset.UnixEpoch), Token);
        (code, text) = await VerifyAsync(genesis, "--block", "5", "--nodes", "http://127.0.0.1:1,http://127.0.0.1:2");
        Assert.Equal(1, code);
        Assert.Contains(
            "no proof of this block in the store; whoever wrote the store states: not provable: system call keccak\n",
            text,
            StringComparison.Ordinal);
        Assert.Contains("nodes: 0 of 2 agree in everything, 2 must", text, StringComparison.Ordinal);
        Assert.Equal(1, (await RunAsync("bundle", "--block", "5", "--proofs", Proofs, "--genesis", genesis, "--out", Bundle)).Code);
        Assert.False(File.Exists(Bundle));

        byte[] nothing = [1, 2, 3];
        await store.PutAsync(ExampleRange.Of(authority.GenesisHash, 4, 6, nothing), nothing, Token);
        (code, text) = await VerifyAsync(genesis, "--block", "5");
        Assert.Equal(1, code);
        Assert.Contains("NOT VALID: proof of blocks 4 to 6\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("\nproved: ", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhatABundlesGenesisFileSaysDrivesNoTerminal()
    {
        string genesis = await File.ReadAllTextAsync(await NetworkAsync("net"), Token);
        genesis = genesis.Replace("\"SN_SEPOLIA\"", $"\"\\u001b[2J{new string('x', 31)}\"", StringComparison.Ordinal);
        BlockBundle bundle = new() { Genesis = System.Text.Encoding.UTF8.GetBytes(genesis), Proof = default, Certificate = default };
        await File.WriteAllBytesAsync(Bundle, BlockBundleFile.Write(bundle), Token);
        TextWriter error = Console.Error;
        using StringWriter captured = new(CultureInfo.InvariantCulture);
        try
        {
            Console.SetError(captured);
            Assert.Equal(1, await Program.Main(["verify", "--bundle", Bundle]));
        }
        finally
        {
            Console.SetError(error);
        }

        Assert.Contains("the genesis file of the bundle: chain_id: expected 1 to 31", captured.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("\u001b", captured.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public async Task AStoredProofIsVerifiedBundledAndVerifiedAgainWithoutANode()
    {
        string path = await NetworkAsync("net");
        GenesisFile genesis = GenesisFile.Load(path);
        using LocalChain chain = new(genesis.Timestamp);
        Felt[] hashes = [chain.GenesisHash, chain.Decide(chain.Transfer(1, 0x5555)).Header.Hash, chain.Decide().Header.Hash];
        using SigningCommittee committee = Committee(genesis, chain.GenesisHash);
        chain.Certificate = number => committee.Certificate(number, hashes[number], 0, 1, 2);
        await StoreAsync(chain, path);

        (int code, string text) = await VerifyAsync(path, "--block", "2");
        Assert.Equal((0, "proved: block 2"), (code, text.Split('\n')[0]));
        Assert.Contains("vouched for by the validators: Of every block: its timestamp", text, StringComparison.Ordinal);
        (code, text) = await VerifyAsync(path, "--chain");
        Assert.Equal(0, code);
        Assert.Contains("valid: blocks 1 to 2\nproved: ", text, StringComparison.Ordinal);
        Assert.Contains("covered by neither: ", text, StringComparison.Ordinal);
        Assert.Equal(1, (await VerifyAsync(path, "--block", "3")).Code);
        await using (RpcServer server = chain.Serve())
        {
            await server.StartAsync(Token);
            Assert.Equal(0, (await VerifyAsync(path, "--block", "1", "--nodes", $"{server.Address}")).Code);
            chain.Certificate = _ => null;
            (code, text) = await VerifyAsync(path, "--block", "1", "--nodes", $"{server.Address}");
            Assert.Equal((1, "NOT VALID: block 1"), (code, text.Split('\n')[0]));
        }

        // An entry of a stranger that is a bundle, and comes first, does not take the good one's place.
        byte[] strange = BlockBundleFile.Write(new BlockBundle { Proof = new byte[] { 1 }, Certificate = default });
        await new RangeProofStore(Proofs).PutAsync(ExampleRange.Of(chain.GenesisHash, 1, 1, strange), strange, Token);
        Assert.Equal(0, (await RunAsync("bundle", "--block", "1", "--proofs", Proofs, "--genesis", path, "--out", Bundle)).Code);
        Assert.Equal(0, (await RunAsync("verify", "--bundle", Bundle, "--genesis", path)).Code);
        Assert.Equal(0, (await RunAsync("verify", "--bundle", Bundle)).Code);
        string spaced = Path.Combine(folder, "spaced.json");
        await File.WriteAllTextAsync(spaced, await File.ReadAllTextAsync(path, Token) + " ", Token);
        (int spacedCode, string told) = await RunAsync("verify", "--bundle", Bundle, "--genesis", spaced);
        Assert.Equal(0, spacedCode);
        Assert.Contains("genesis file that came along: it is another", told, StringComparison.Ordinal);
        Assert.Equal(1, (await RunAsync("verify", "--bundle", Bundle, "--genesis", await NetworkAsync("other"))).Code);
        byte[] altered = await File.ReadAllBytesAsync(Bundle, Token);
        altered[altered.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(Bundle, altered, Token);
        Assert.Equal(1, (await RunAsync("verify", "--bundle", Bundle, "--genesis", path)).Code);
    }

    /// <summary>Proves both blocks and stores the proof as a watcher does.</summary>
    private async Task StoreAsync(LocalChain chain, string genesis)
    {
        using BlockAuthority authority = Verbs.GenesisAuthority.Open(genesis)!;
        (_, EstablishedRange established) = await new StatelessReader(chain, authority).ReadAsync(1, 2, Token);
        BlockProgramRun.Completed run = Assert.IsType<BlockProgramRun.Completed>(BlockProgram.Current.Run(established.ToWitness()));
        CairoProof proof = CairoProver.Prove(ProverInputAdapter.Adapt(run.Run.Runner), ProverParameters.Default, null, Token);
        BlockBundle bundle = new()
        {
            Proof = ProofEncoder.Encode(proof, ProofFormat.UnpackedBinary), Certificate = default, Bodies = established.Blocks,
        };
        byte[] file = BlockBundleFile.Write(await BundleAssembly.WithAncestryAsync(
            chain, bundle, established.Statement, authority, Token));
        RangeManifest manifest = ExampleRange.Of(chain.GenesisHash, 1, 2, file) with
        {
            ParentHash = chain.GenesisHash,
            LastHash = established.Blocks[^1].Block.Header.Hash,
            Transactions = 1,
            Reverted = 0,
            ProgramHash = BlockProgram.Current.Hash,
            FirstBlockTime = established.Blocks[0].Block.Header.Timestamp,
            LastBlockTime = established.Blocks[^1].Block.Header.Timestamp,
            ProofBytes = bundle.Proof.Length,
        };
        await new RangeProofStore(Proofs).PutAsync(manifest, file, Token);
    }

    private SigningCommittee Committee(GenesisFile genesis, Felt hash) => new(
        genesis.ChainId,
        hash,
        genesis.Validators
            .Select(validator => (
                validator.Id, ValidatorKey.Load(Path.Combine(folder, "net", validator.Name, NodeFile.SigningKeyFile))))
            .OrderBy(member => member.Id));

    private async Task<string> NetworkAsync(string name)
    {
        string network = Path.Combine(folder, name);
        Assert.Equal(0, (await RunAsync("genesis", "--out", network)).Code);
        return Path.Combine(network, GenesisFile.FileName);
    }

    private Task<(int Code, string Text)> VerifyAsync(string genesis, params string[] arguments) =>
        RunAsync(["verify", .. arguments, "--genesis", genesis, "--proofs", Proofs]);

    private static async Task<(int Code, string Text)> RunAsync(params string[] arguments)
    {
        TextWriter output = Console.Out;
        using StringWriter captured = new(CultureInfo.InvariantCulture) { NewLine = "\n" };
        try
        {
            Console.SetOut(captured);
            int code = await CommandLine.Create().Parse(arguments).InvokeAsync(cancellationToken: Token);
            return (code, captured.ToString());
        }
        finally
        {
            Console.SetOut(output);
        }
    }
}

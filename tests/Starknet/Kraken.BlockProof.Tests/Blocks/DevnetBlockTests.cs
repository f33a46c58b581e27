using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using Kraken.BlockProof.Program;
using Kraken.BlockProof.Runs;
using Kraken.BlockProof.Witness;
using Kraken.Cairo.Air.Proofs;
using Kraken.Cairo.Air.Proofs.Formats;
using Kraken.Cairo.Air.Verification;
using Kraken.Cairo.Prover;
using Kraken.Cairo.Prover.Adapter;
using Kraken.Cairo.Vm.Relocation;
using Kraken.Casm.Builtins;
using Kraken.Execution.Blocks;
using Kraken.Execution.Classes;
using Kraken.Execution.Tests.Classes;
using Kraken.Execution.Tests.Devnet;
using Kraken.Execution.Transactions;
using Kraken.Fields;
using Kraken.Sierra;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Transactions;
using Kraken.State;
using Xunit;

namespace Kraken.BlockProof.Tests.Blocks;

/// <summary>
/// The transactions recorded of a genuine development node as blocks of a chain that meters all classes by Sierra gas, which that node
/// did not: what it records of gas and fees is not ours here. Each block that can be proved must come to its hash.
/// </summary>
public sealed class DevnetBlockTests(ITestOutputHelper output)
{
    private static readonly SierraVersion Gas = new(1, 9, 3);

    [Fact]
    public void TheTransactionsOfTheChainsContractsAreBlocksWithTheirHashes()
    {
        JsonElement[] steps = DevnetRun.Steps();
        Dictionary<Felt, CompiledContract> declared = ((string[])["account", "erc20", "universal_deployer", "demo"])
            .Select(name => ClassFiles.Compile(Gas, native: false, "cairo", "chain-contracts", $"{name}.sierra.json"))
            .ToDictionary(contract => contract.ClassHash);
        Dictionary<BlockRefusalKind, int> refused = Replay(steps, declared);
        Assert.Equal(27, steps.Length);
        Assert.Empty(refused);
    }

    [Fact]
    [Trait("Speed", "Slow")]
    public void TheTransactionsOfAllSystemCallsAreBlocksWithTheirHashesOrRefusedByName()
    {
        (JsonElement[] steps, Dictionary<Felt, CompiledContract> declared) = AllSystemCalls();
        Dictionary<BlockRefusalKind, int> refused = Replay(steps, declared);
        Assert.Equal(194, steps.Length);
        Assert.Equal([BlockRefusalKind.SystemCall], refused.Keys);
    }

    /// <summary>Circuits, dictionaries, curves and hashes of contracts: each builtin and the arena in one proof.</summary>
    [Fact]
    [Trait("Speed", "Slow")]
    public void BlocksThatUseEveryBuiltinAreProvedAndVerified()
    {
        const int First = 101;
        const int Last = 118;
        (JsonElement[] steps, Dictionary<Felt, CompiledContract> declared) = AllSystemCalls();
        OwnBlocks chain = Begin();
        foreach (JsonElement step in steps[..Last])
        {
            Add(chain, step, declared);
        }

        BlockProgramRun outcome = BlockProgram.Current.Run(chain.Witness(Last - First + 1));
        ProofModeRun run = (outcome as BlockProgramRun.Completed)?.Run ?? throw new Xunit.Sdk.XunitException(outcome.ToString());
        CairoProof proof = CairoProver.Prove(
            ProverInputAdapter.Adapt(run.Runner), ProverParameters.Default, null, TestContext.Current.CancellationToken);
        VerificationReport report = ProofFileVerifier.Verify(ProofEncoder.Encode(proof, ProofFormat.CairoSerde));
        output.WriteLine($"{run.Steps} steps");
        Assert.Null(report.Error);
        Assert.Equal(run.Output, report.Statement!.Output);
        Assert.Equal(chain.Last.Hash, run.Output[4]);
        Assert.All(
            (BuiltinName[])
            [
                BuiltinName.Pedersen, BuiltinName.RangeCheck, BuiltinName.Bitwise, BuiltinName.EcOp, BuiltinName.Poseidon,
                BuiltinName.RangeCheck96, BuiltinName.AddMod, BuiltinName.MulMod,
            ],
            name => Assert.NotEqual(0, run.Runner.Machine.FindBuiltin(name)!.UsedCells(run.Runner.Machine.Memory)));
    }

    private static (JsonElement[] Steps, Dictionary<Felt, CompiledContract> Declared) AllSystemCalls()
    {
        using JsonDocument document = JsonDocument.Parse(
            RepositoryData.Read("starknet", "devnet-run", "system_calls.json"), new JsonDocumentOptions { MaxDepth = 512 });
        Dictionary<Felt, CompiledContract> declared = [];
        foreach (JsonProperty item in document.RootElement.GetProperty("classes").EnumerateObject()
            .Where(item => item.Value.TryGetProperty("declared_version", out _)))
        {
            string[] folder = item.Name is "account" or "demo" ? ["cairo", "chain-contracts"] : ["starknet", "devnet-run", "contracts"];
            declared.Add(
                DevnetRun.Felt(item.Value, "class_hash"), ClassFiles.Compile(Gas, native: false, [.. folder, $"{item.Name}.sierra.json"]));
        }

        return ([.. document.RootElement.GetProperty("transactions").EnumerateArray().Select(item => item.Clone())], declared);
    }

    private Dictionary<BlockRefusalKind, int> Replay(JsonElement[] steps, Dictionary<Felt, CompiledContract> declared)
    {
        OwnBlocks chain = Begin();
        Dictionary<BlockRefusalKind, int> refused = [];
        int reverted = 0;
        foreach (JsonElement step in steps)
        {
            ExecutedBlock block = Add(chain, step, declared);
            reverted += block.Receipts[0].RevertReason is null ? 0 : 1;
            string name = step.GetProperty("name").GetString()!;
            switch (BlockProgram.Current.Run(chain.Witness()))
            {
                case BlockProgramRun.Completed completed:
                    Assert.True(chain.Last.Hash == completed.Output[4], name);
                    Assert.Null(StwoRun.TryOf(completed.Run.Runner, out _));
                    break;
                case BlockProgramRun.Refused { Reason: var reason }:
                    output.WriteLine($"{name}: {reason}");
                    refused[reason.Kind] = refused.GetValueOrDefault(reason.Kind) + 1;
                    break;
                case var failed:
                    Assert.Fail($"{name}: {failed}");
                    break;
            }
        }

        output.WriteLine($"{steps.Length} blocks, {reverted} reverted, {refused.Values.Sum()} refused");
        return refused;
    }

    private static ExecutedBlock Add(OwnBlocks chain, JsonElement step, Dictionary<Felt, CompiledContract> declared)
    {
        JsonElement recorded = step.GetProperty("block");
        return chain.Add(
            header => header with
            {
                Timestamp = recorded.GetProperty("timestamp").GetUInt64(),
                SequencerAddress = DevnetRun.Felt(recorded, "sequencer_address"),
                GasPrices = DevnetRun.Prices(recorded),
            },
            Executable(step.GetProperty("transaction"), declared));
    }

    private static OwnBlocks Begin()
    {
        WitnessClass[] classes =
        [
            .. DevnetState.GenesisContracts(Gas, native: false)
                .Select(item => OwnBlocks.OfContract(item.Contract with { ClassHash = item.ClassHash })),
        ];
        StateDiff genesis = StateDiffs.Of(DevnetState.Genesis().Changes()) with
        {
            DeclaredClasses = [.. classes.Select(item => new DeclaredClass(item.ClassHash, item.CompiledClassHash))],
        };
        return new OwnBlocks(genesis.Sorted(), classes);
    }

    private static ExecutableTransaction Executable(JsonElement json, Dictionary<Felt, CompiledContract> declared)
    {
        Transaction transaction = DevnetRun.Transaction(json);
        return new(transaction, transaction is DeclareTransaction declare ? declared[declare.ClassHash] : null)
        {
            PaidFeeOnL1 = json.TryGetProperty("paid_fee_on_l1", out _) ? DevnetRun.Number(json, "paid_fee_on_l1") : null,
        };
    }
}

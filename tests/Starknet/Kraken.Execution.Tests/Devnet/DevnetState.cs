using System.IO;
using System.Linq;
using System.Text.Json;
using Kraken.Execution.Blocks;
using Kraken.Execution.Calls;
using Kraken.Execution.Classes;
using Kraken.Execution.Constants;
using Kraken.Execution.Transactions;
using Kraken.Fields;
using Kraken.Starknet;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Classes;
using Kraken.Starknet.Json;
using Kraken.Starknet.Transactions;
using Kraken.State;
using Kraken.State.Journal;

namespace Kraken.Execution.Tests.Devnet;

/// <summary>The development node's genesis as far as the recorded transactions see it.</summary>
internal static class DevnetState
{
    internal static readonly Felt FeeToken = Fields.Felt.Parse("0x4718f5a0fc34cc1af16a1cdee98ffb20c31f5cd61d6ab07201858f4287c938d");
    private static readonly Felt FeeTokenClass = Fields.Felt.Parse("0x2e77ee61d4df3d988ee1f42ea5442e913862cc82c2584d212ecda76666498fc");
    private static readonly Felt Deployer = Fields.Felt.Parse("0x2ceed65a4bd731034c01113685c831b01c15d7d432f71afb1cf1634b53a2125");
    private static readonly Felt DeployerClass = Fields.Felt.Parse("0x1b2df6d8861670d4a8ca4670433b2418d78169c2947f46dc614e69f333745c8");

    // That node reads the version of the class format (0.1.0) as the Sierra version, so that it meters every call by steps.
    private static readonly SierraVersion Version = new(0, 1, 0);

    // That node does not compress state diffs.
    private static readonly VersionedConstants Constants = WithoutCompression(VersionedConstants.ForVersion("0.14.4")!);

    internal static ClassRegistry Classes { get; } = LoadClasses();

    internal static JournaledState Start(JsonElement[] before)
    {
        JournaledState state = new(EmptyState.Instance);
        state.SetClassHash(FeeToken, FeeTokenClass);
        state.SetClassHash(Deployer, DeployerClass);
        state.SetCompiledClassHash(FeeTokenClass, Felt.One);
        state.SetCompiledClassHash(DeployerClass, Felt.One);
        foreach (JsonElement step in before)
        {
            state.Apply(DevnetRun.Diff(step.GetProperty("state_diff")));
        }

        return state;
    }

    internal static BlockContext Context(JsonElement block) => new(
        new()
        {
            Number = block.GetProperty("block_number").GetUInt64(),
            Timestamp = block.GetProperty("timestamp").GetUInt64(),
            Sequencer = DevnetRun.Felt(block, "sequencer_address"),
            GasPrices = DevnetRun.Prices(block),
        },
        new(ChainId.Sepolia, FeeToken),
        Constants);

    internal static Felt? OldBlockHash(JsonElement[] steps, int index)
    {
        JsonElement block = steps[index].GetProperty("block");
        ulong number = block.GetProperty("block_number").GetUInt64();
        if (number < Constants.System.BlockHashBuffer)
        {
            return null;
        }

        ulong old = number - Constants.System.BlockHashBuffer;
        JsonElement after = steps.Select(step => step.GetProperty("block")).First(item => item.GetProperty("block_number").GetUInt64() == old + 1);
        return DevnetRun.Felt(after, "parent_hash");
    }

    internal static ExecutableTransaction Executable(Transaction transaction) => new(transaction);

    /// <summary>The gas of a call as the node's trace shows it.</summary>
    internal static ulong CallGas(CallInfo call) => call.GasConsumed + Constants.L1GasToL2Gas(Constants.VmFees.Heaviest(call.Resources, 0, 10));

    private static VersionedConstants WithoutCompression(VersionedConstants constants) =>
        constants with { Flags = constants.Flags with { StatefulCompression = false } };

    private static ClassRegistry LoadClasses()
    {
        ClassRegistry registry = new();
        foreach (string name in (string[])["account", "erc20", "universal_deployer", "demo"])
        {
            Felt classHash = ClassHash.Compute(Sierra("cairo", "chain-contracts", $"{name}.sierra.json"));
            registry.Add(classHash, Runnable("cairo", "chain-contracts", $"{name}.casm.json"));
        }

        // The fee transfer is not part of any gas: a token with the same storage and events stands in for the node's own.
        registry.Add(FeeTokenClass, Runnable("cairo", "chain-contracts", "erc20.casm.json"));
        registry.Add(DeployerClass, Runnable("starknet", "classes", "pairs", "deployer_2100.casm.json"));
        return registry;
    }

    private static SierraClass Sierra(params string[] path) =>
        SierraClassJson.TryDecode(File.ReadAllBytes(RepositoryData.PathOf(path)), out SierraClass? sierra, out DecodeError? error) ? sierra! : throw new InvalidDataException($"{error}");

    private static RunnableClass Runnable(params string[] path)
    {
        CasmClass casm = CasmClassJson.TryDecode(File.ReadAllBytes(RepositoryData.PathOf(path)), out CasmClass? decoded, out DecodeError? error) ? decoded! : throw new InvalidDataException($"{error}");
        return RunnableClass.TryCreate(casm, Version, out RunnableClass? runnable, out string? problem) ? runnable! : throw new InvalidDataException(problem);
    }
}

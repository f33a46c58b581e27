using System.Collections.Frozen;
using System.Collections.Generic;
using System.Linq;
using System.Text.Encodings.Web;
using System.Text.Json;
using Kraken.Execution.Blocks;
using Kraken.Execution.Calls;
using Kraken.Execution.Classes;
using Kraken.Execution.Constants;
using Kraken.Execution.Tests.Classes;
using Kraken.Execution.Transactions;
using Kraken.Fields;
using Kraken.Sierra;
using Kraken.Starknet;
using Kraken.Starknet.Genesis;
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

    private static readonly Felt Account = Fields.Felt.Parse("0x64b48806902a367c8598f4f95c305e8c1a1acba5f082d294a43793113115691");
    private static readonly Felt AccountKey = Fields.Felt.Parse("0x39d9e6ce352ad4530a0ef5d5a18fd3303c3606a7fa6ac5b620020ad681cc33b");
    private static readonly Felt AccountClass = Fields.Felt.Parse("0x5b4b537eaa2399e3aa99c4e2e0208ebd6c71bc1467938cd52c798c601e43564");
    private static readonly Felt AccountBalance = Fields.Felt.Parse("1000000000000000000000");

    // That node reads the version of the class format (0.1.0) as the Sierra version, so that it meters every call by steps.
    private static readonly SierraVersion Version = new(0, 1, 0);

    private static readonly JsonSerializerOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // That node does not compress state diffs.
    private static readonly VersionedConstants Constants = WithoutCompression(VersionedConstants.ForVersion("0.14.4")!);

    internal static ClassRegistry Classes { get; } = GenesisClasses(Version, native: false);

    private static FrozenDictionary<Felt, CompiledContract> Declared { get; } = LoadDeclared();

    /// <summary>The node's genesis: the token, the deployer, and the one account that the run uses.</summary>
    internal static JournaledState Genesis()
    {
        JournaledState state = new(EmptyState.Instance);
        state.SetClassHash(FeeToken, FeeTokenClass);
        state.SetClassHash(Deployer, DeployerClass);
        state.SetClassHash(Account, AccountClass);
        state.SetCompiledClassHash(FeeTokenClass, Felt.One);
        state.SetCompiledClassHash(DeployerClass, Felt.One);
        state.SetCompiledClassHash(AccountClass, Felt.One);
        state.SetStorage(Account, StorageLayout.Variable("Account_public_key"), AccountKey);
        state.SetStorage(FeeToken, StorageLayout.Balance(Account), AccountBalance);
        return state;
    }

    /// <summary>The classes of the genesis.</summary>
    internal static ClassRegistry GenesisClasses(SierraVersion version, bool native)
    {
        ClassRegistry registry = new();
        foreach ((Felt classHash, CompiledContract contract) in GenesisContracts(version, native))
        {
            registry.Add(classHash, contract.Runnable);
        }

        return registry;
    }

    /// <summary>The classes of the genesis by the hashes that the node knows them by.</summary>
    internal static IEnumerable<(Felt ClassHash, CompiledContract Contract)> GenesisContracts(SierraVersion version, bool native) =>
        new[] { (FeeTokenClass, "erc20_strk"), (DeployerClass, "udc_2"), (AccountClass, "oz_account_1.0.0") }.Select(item =>
            (item.Item1, ClassFiles.Compile(version, native, "starknet", "classes", "genesis", $"{item.Item2}.sierra.json")));

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
        JsonElement after =
            steps.Select(step => step.GetProperty("block")).First(item => item.GetProperty("block_number").GetUInt64() == old + 1);
        return DevnetRun.Felt(after, "parent_hash");
    }

    internal static ExecutableTransaction Executable(Transaction transaction) =>
        new(transaction, transaction is DeclareTransaction declare ? Declared[declare.ClassHash] : null);

    /// <summary>A class to be declared as that node measures it: it writes the ABI again without spaces.</summary>
    internal static CompiledContract AsMeasured(CompiledContract contract)
    {
        using JsonDocument document = JsonDocument.Parse(contract.Sierra.Abi);
        return contract with { Sierra = contract.Sierra with { Abi = JsonSerializer.Serialize(document.RootElement, Compact) } };
    }

    /// <summary>The gas of a call as the node's trace shows it.</summary>
    internal static ulong CallGas(CallInfo call) => call.L2Gas(Constants);

    private static VersionedConstants WithoutCompression(VersionedConstants constants) =>
        constants with { Flags = constants.Flags with { StatefulCompression = false } };

    private static FrozenDictionary<Felt, CompiledContract> LoadDeclared() =>
        ((string[])["account", "erc20", "universal_deployer", "demo"])
            .Select(name => ClassFiles.Compile(Version, native: false, "cairo", "chain-contracts", $"{name}.sierra.json"))
            .Select(AsMeasured)
            .ToFrozenDictionary(contract => contract.ClassHash);

}

using Kraken.Casm.Classes;
using Kraken.Execution.Classes;
using Kraken.Fields;
using Kraken.Hashing;
using Kraken.Serialization.Json;
using Kraken.Starknet.Classes;
using Kraken.Starknet.Json;
using Xunit;

namespace Kraken.BlockProof.Tests.Blocks;

/// <summary>The contract that does what its calldata says (devnet-run/contracts/puppet.cairo), and its operations.</summary>
internal static class Puppet
{
    public static readonly Felt First = 0x6161;
    public static readonly Felt Second = 0x6262;
    public static readonly Felt Run = Selector.FromName("run");
    public static readonly Felt Hear = Selector.FromName("hear");
    public static readonly CompiledContract Class = Contract("puppet");

    /// <summary>A list as scripts and calldata have it.</summary>
    public static Felt[] List(params Felt[] items) => [items.Length, .. items];

    public static Felt[] Read(Felt key) => [0, key];

    public static Felt[] Write(Felt key, Felt value) => [1, key, value];

    public static Felt[] Call(Felt contract, params Felt[] script) => [2, contract, Run, .. List(List(script))];

    /// <summary>A call whose failure the script survives.</summary>
    public static Felt[] Try(Felt contract, params Felt[] script) => [3, contract, Run, .. List(List(script))];

    public static Felt[] Borrow(Felt classHash, params Felt[] script) => [4, classHash, Run, .. List(List(script))];

    public static Felt[] Emit(params Felt[] data) => [6, .. List(1, 2), .. List(data)];

    public static Felt[] Send(Felt receiver, params Felt[] payload) => [7, receiver, .. List(payload)];

    public static Felt[] Deploy(Felt classHash, Felt salt, bool fromZero, params Felt[] script) =>
        [8, classHash, salt, fromZero ? 1 : 0, .. List(List(script))];

    public static Felt[] Replace(Felt classHash) => [10, classHash];

    public static Felt[] TryBlockHash(ulong number) => [13, number];

    public static Felt[] ClassHashOf(Felt contract) => [14, contract];

    public static Felt[] Panic(params Felt[] data) => [16, .. List(data)];

    public static Felt[] Infos => [17, 18, 19];

    /// <summary>A class of the folder, as the genuine compiler made it.</summary>
    public static CompiledContract Contract(string name)
    {
        Assert.True(SierraClassJson.TryDecode(Bytes($"{name}.sierra.json"), out SierraClass? sierra, out DecodeError? error), $"{error}");
        Assert.True(CasmClassJson.TryDecode(Bytes($"{name}.casm.json"), out CasmClass? casm, out error), $"{error}");
        Assert.True(RunnableClass.TryCreate(casm, new(1, 9, 3), out RunnableClass? runnable, out string? problem), problem);
        return new()
        {
            ClassHash = ClassHash.Compute(sierra),
            CompiledClassHash = CompiledClassHash.Blake(casm),
            Sierra = sierra,
            Casm = casm,
            Runnable = runnable!,
        };
    }

    private static byte[] Bytes(string file) => RepositoryData.Read("starknet", "devnet-run", "contracts", file);
}

using System;
using System.IO;
using System.Linq;
using System.Security.Cryptography;
using System.Text.Json;
using Kraken.Casm.Classes;
using Kraken.Serialization.Json;
using Kraken.Starknet.Classes;
using Kraken.Starknet.Genesis;
using Xunit;

namespace Kraken.Starknet.Tests.Genesis;

public sealed class ChainContractTests
{
    [Fact]
    public void TheManifestRecordsTheSourcesAsTheyAre()
    {
        string contracts = Path.Combine(SharedData.Root, "contracts");
        JsonElement manifest = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(contracts, "classes", "manifest.json"))).RootElement;
        string[] names = [.. manifest.GetProperty("contracts").EnumerateObject().Select(entry => entry.Name).Order()];
        Assert.Equal(
            names,
            Directory.GetFiles(Path.Combine(contracts, "src"), "*.cairo").Select(file => Path.GetFileNameWithoutExtension(file)).Order());
        Assert.All(manifest.GetProperty("contracts").EnumerateObject(), entry => Assert.Equal(
            entry.Value.GetProperty("source_sha256").GetString(),
            Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(contracts, "src", $"{entry.Name}.cairo"))))));
    }

    [Fact]
    public void TheCommittedClassesHaveTheirRecordedHashes()
    {
        Assert.Equal(4, ChainContracts.All.Length);
        Assert.All(ChainContracts.All, contract => Assert.Equal(contract.ClassHash, ClassHash.Compute(contract.Class)));
    }

    [Fact]
    public void TheRecordedHashesAreThoseOfTheGenuineCompilersOutput()
    {
        JsonElement expected = SharedData.Json("cairo/chain-contracts/expected_hashes.json");
        foreach (ChainContract contract in ChainContracts.All)
        {
            JsonElement known = expected.GetProperty(contract.Name);
            Assert.Equal(FeederBlock.Felt(known, "class_hash"), contract.ClassHash);
            Assert.Equal(FeederBlock.Felt(known, "compiled_class_hash_blake"), contract.CompiledClassHash);
            Assert.True(CasmClassJson.TryDecode(
                File.ReadAllBytes(SharedData.Path($"cairo/chain-contracts/{contract.Name}.casm.json")),
                out CasmClass? casm,
                out DecodeError? error), error?.ToString());
            Assert.Equal(contract.CompiledClassHash, CompiledClassHash.Blake(casm!));
            Assert.Equal(FeederBlock.Felt(known, "compiled_class_hash_poseidon"), CompiledClassHash.Poseidon(casm!));
        }
    }
}

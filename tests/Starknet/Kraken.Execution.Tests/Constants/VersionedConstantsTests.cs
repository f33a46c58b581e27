using System;
using System.IO;
using System.Text;
using Kraken.Execution.Constants;
using Kraken.Starknet.Transactions;
using Xunit;

namespace Kraken.Execution.Tests.Constants;

public sealed class VersionedConstantsTests
{
    private static readonly VersionedConstants V3 = VersionedConstants.ForVersion("0.14.3")!;
    private static readonly VersionedConstants V4 = VersionedConstants.ForVersion("0.14.4")!;

    // The published Sierra gas of the system calls at 0.14.3.
    [Theory]
    [InlineData(SyscallSelector.StorageRead, 24_070, 0)]
    [InlineData(SyscallSelector.StorageWrite, 59_970, 0)]
    [InlineData(SyscallSelector.CallContract, 91_560, 0)]
    [InlineData(SyscallSelector.LibraryCall, 89_160, 0)]
    [InlineData(SyscallSelector.Deploy, 147_120, 4_850)]
    [InlineData(SyscallSelector.EmitEvent, 10_000, 0)]
    [InlineData(SyscallSelector.SendMessageToL1, 14_470, 0)]
    [InlineData(SyscallSelector.GetBlockHash, 10_840, 0)]
    [InlineData(SyscallSelector.GetExecutionInfo, 12_640, 0)]
    [InlineData(SyscallSelector.ReplaceClass, 10_670, 0)]
    [InlineData(SyscallSelector.KeccakRound, 171_707, 0)]
    [InlineData(SyscallSelector.Sha256ProcessBlock, 841_295, 0)]
    [InlineData(SyscallSelector.Sha512ProcessBlock, 2_413_810, 0)]
    [InlineData(SyscallSelector.Secp256k1Mul, 8_143_850, 0)]
    [InlineData(SyscallSelector.Secp256r1New, 61_630, 0)]
    [InlineData(SyscallSelector.MetaTxV0, 167_950, 4_850)]
    public void SyscallGasFollowsFromTheOsResources(SyscallSelector selector, int gas, int perFelt)
    {
        SyscallGasCost expected = new((ulong)gas, (ulong)perFelt);
        Assert.Equal(expected, V3.Gas.Of(selector));
    }

    [Fact]
    public void LaterVersionsAreOnlyOtherNumbers()
    {
        Assert.Equal(new SyscallGasCost(12_770, 600), V4.Gas.Of(SyscallSelector.SendMessageToL1));
        Assert.NotNull(VersionedConstants.ForVersion("0.14.2"));
        Assert.Null(VersionedConstants.ForVersion("0.1.2"));
        Assert.Equal(new ResourceRatio(1, 1), V4.VmFees.Of(PricedBuiltin.Blake));
    }

    [Fact]
    public void AStepCostsAHundredL2Gas() => Assert.Equal(40_000ul, V4.L1GasToL2Gas(1));

    [Fact]
    public void OverheadGrowsByTheScaledCalldata()
    {
        VmResources none = V4.Os.Of(TransactionType.Invoke, 0);
        VmResources three = V4.Os.Of(TransactionType.Invoke, 3);
        Assert.Equal(4779, none.Steps);
        Assert.Equal(4779 + 17, three.Steps);
        Assert.Equal(11 + 2, three.Builtins[PricedBuiltin.Poseidon]);
    }

    [Fact]
    public void AFileWithAMissingFieldIsRefusedByName()
    {
        Assert.False(VersionedConstants.TryParse(Encoding.UTF8.GetBytes("{}"), out _, out string? error));
        Assert.NotNull(error);
        Assert.False(VersionedConstants.TryParse(ReadOnlyMemory<byte>.Empty, out _, out error));
        Assert.NotNull(error);
    }

    /// <summary>Each value is of its own kind: a price, a short string, a number in hexadecimal digits.</summary>
    [Theory]
    [InlineData("\"error_out_of_gas\": \"Out of gas\"", "\"error_out_of_gas\": \"abcdefghijklmnopqrstuvwxyz012345\"", "error_out_of_gas")]
    [InlineData("\"error_out_of_gas\": \"Out of gas\"", "\"error_out_of_gas\": \"\\u00fc\"", "error_out_of_gas")]
    [InlineData("\"error_out_of_gas\": \"Out of gas\"", "\"error_out_of_gas\": null", "error_out_of_gas")]
    [InlineData("\"0x746a5288000\"", "\"\"", "v1_bound_accounts_max_tip")]
    [InlineData("\"0x746a5288000\"", "\"746a5288000\"", "v1_bound_accounts_max_tip")]
    [InlineData("\"0x746a5288000\"", "\"0x\"", "")]
    [InlineData("\"step_gas_cost\": 100,", "\"step_gas_cost\": 0,", "price")]
    [InlineData("\"step_gas_cost\": 100,", "\"step_gas_cost\": 18446744073709551615,", "")]
    [InlineData("\"n_steps\": [", "\"n_steps\": [0, ", "numbers")]
    [InlineData("\"n_steps\": [", "\"n_steps\": [], \"other\": [", "numbers")]
    [InlineData("\"n_steps\": [", "\"n_steps\": [0, 1], \"other\": [", "price")]
    [InlineData("\"n_steps\": [", "\"n_steps\": [1, 0], \"other\": [", "denominator zero")]
    [InlineData("\"n_steps\": [", "\"n_steps\": 1, \"other\": [", "")]
    public void AValueOfAnotherKindIsRefused(string from, string to, string reason)
    {
        string folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Kraken.slnx")))
        {
            folder = Path.GetDirectoryName(folder)!;
        }

        string file = Path.Combine(
            folder, "src", "Starknet", "Kraken.Execution", "Resources", "blockifier_versioned_constants_0_14_4.json");
        string text = File.ReadAllText(file);
        int place = text.IndexOf(from, StringComparison.Ordinal);
        Assert.True(place >= 0);
        string altered = text[..place] + to + text[(place + from.Length)..];
        Assert.True(VersionedConstants.TryParse(Encoding.UTF8.GetBytes(text), out _, out _));
        Assert.False(VersionedConstants.TryParse(Encoding.UTF8.GetBytes(altered), out _, out string? error));
        Assert.Contains(reason, error, StringComparison.Ordinal);
    }
}

using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using Kraken.BlockProof.Sources;
using Kraken.Execution.Constants;
using Kraken.Fields;
using Xunit;

namespace Kraken.BlockProof.Tests.Cairo;

/// <summary>os/constants.cairo is what the protocol's constants say; KRAKEN_REWRITE=1 writes it anew.</summary>
public sealed class ConstantsTests
{
    private const string Version = "0.14.4";

    [Fact]
    public void ConstantsAreThoseOfTheProtocolVersion()
    {
        string expected = string.Join('\n', Lines(VersionedConstants.ForVersion(Version)!)) + "\n";
        if (Environment.GetEnvironmentVariable("KRAKEN_REWRITE") == "1")
        {
            File.WriteAllText(RepositoryData.Source("src/Starknet/Kraken.BlockProof/Cairo/os/constants.cairo"), expected);
            return;
        }

        Assert.Equal(expected, new BlockModules().Find("os.constants")!.Text);
    }

    /// <summary>Sierra gas as the genuine OS of 0.14.4 has it.</summary>
    [Theory]
    [InlineData("GAS_CALL_CONTRACT", 91_360)]
    [InlineData("GAS_LIBRARY_CALL", 88_660)]
    [InlineData("GAS_GET_EXECUTION_INFO", 11_240)]
    [InlineData("GAS_SEND_MESSAGE_TO_L1", 12_770)]
    [InlineData("GAS_SEND_MESSAGE_TO_L1_ELEMENT", 600)]
    [InlineData("GAS_REPLACE_CLASS", 10_000)]
    [InlineData("GAS_DEPLOY_ELEMENT", 4_850)]
    public void SomeAreKnown(string name, long value) =>
        Assert.Contains($"const {name} = {value};\n", new BlockModules().Find("os.constants")!.Text, StringComparison.Ordinal);

    private static IEnumerable<string> Lines(VersionedConstants constants)
    {
        GasCosts gas = constants.Gas;
        yield return $"// Written from the constants of protocol version {Version} by ConstantsTests, which compares it with them.";
        yield return $"const PROTOCOL_VERSION = '{Version}';";
        yield return string.Empty;
        yield return "// Sierra gas of an instance of a builtin.";
        foreach (PricedBuiltin builtin in (PricedBuiltin[])
        [
            PricedBuiltin.Pedersen, PricedBuiltin.Bitwise, PricedBuiltin.EcOp, PricedBuiltin.Poseidon,
            PricedBuiltin.AddMod, PricedBuiltin.MulMod, PricedBuiltin.Blake,
        ])
        {
            yield return Constant("GAS_" + Words(builtin.ToString()), gas.Of(builtin));
        }

        yield return string.Empty;
        yield return "// Sierra gas of system calls, with the base that compiled code pays before each; some take more by element.";
        yield return Constant("GAS_SYSCALL_BASE", gas.SyscallBase);
        foreach (SyscallSelector syscall in Enum.GetValues<SyscallSelector>())
        {
            SyscallGasCost cost = gas.Of(syscall);
            yield return Constant("GAS_" + Words(syscall.ToString()), cost.Base);
            if (cost.PerFelt != 0)
            {
                yield return Constant($"GAS_{Words(syscall.ToString())}_ELEMENT", cost.PerFelt);
            }
        }

        yield return string.Empty;
        yield return "// Sierra gas of calls.";
        yield return Constant("GAS_ENTRY_POINT", gas.EntryPointInitialBudget);
        yield return Constant("GAS_UNMETERED", gas.DefaultInitial);
        yield return Constant("GAS_VALIDATE_MAX", constants.ValidateMaxSierraGas);
        yield return Constant("GAS_EXECUTE_MAX", constants.ExecuteMaxSierraGas);
        yield return Constant("GAS_L1_HANDLER", constants.L1HandlerBounds.L2Gas);
        yield return string.Empty;
        yield return "// Entry points that the protocol calls.";
        EntryPointSelectors selectors = constants.Selectors;
        yield return Constant("SELECTOR_CONSTRUCTOR", selectors.Constructor);
        yield return Constant("SELECTOR_EXECUTE", selectors.Execute);
        yield return Constant("SELECTOR_TRANSFER", selectors.Transfer);
        yield return Constant("SELECTOR_VALIDATE", selectors.Validate);
        yield return Constant("SELECTOR_VALIDATE_DECLARE", selectors.ValidateDeclare);
        yield return Constant("SELECTOR_VALIDATE_DEPLOY", selectors.ValidateDeploy);
        yield return string.Empty;
        yield return "// What failed calls answer, and what validation answers.";
        FailureFelts failures = constants.Failures;
        yield return Constant("ERROR_BLOCK_NUMBER_OUT_OF_RANGE", failures.BlockNumberOutOfRange);
        yield return Constant("ERROR_INVALID_ARGUMENT", failures.InvalidArgument);
        yield return Constant("ERROR_OUT_OF_GAS", failures.OutOfGas);
        yield return Constant("ERROR_ENTRY_POINT_FAILED", failures.EntryPointFailed);
        yield return Constant("ERROR_ENTRY_POINT_NOT_FOUND", failures.EntryPointNotFound);
        yield return Constant("VALIDATED", constants.Validated);
        yield return string.Empty;
        yield return "// In validation, block numbers and timestamps are rounded down to multiples of these.";
        yield return Constant("VALIDATE_NUMBER_ROUNDING", constants.ValidateBlockNumberRounding);
        yield return Constant("VALIDATE_TIMESTAMP_ROUNDING", constants.ValidateTimestampRounding);
        yield return string.Empty;
        yield return "// Contracts without a class; the hash of a block is readable when it is so many blocks old.";
        yield return Constant("BLOCK_HASH_CONTRACT", constants.System.BlockHashes);
        yield return Constant("ALIAS_CONTRACT", constants.System.Aliases);
        yield return Constant("BLOCK_HASH_BUFFER", constants.System.BlockHashBuffer);
    }

    private static string Constant(string name, Felt value) =>
        $"const {name} = {(value.TryToUInt64(out ulong number) ? number.ToString() : value.ToString())};";

    // CallContract is CALL_CONTRACT.
    private static string Words(string name)
    {
        StringBuilder words = new();
        foreach (char letter in name)
        {
            words.Append(char.IsUpper(letter) && words.Length != 0 ? "_" : string.Empty).Append(char.ToUpperInvariant(letter));
        }

        return words.ToString();
    }
}

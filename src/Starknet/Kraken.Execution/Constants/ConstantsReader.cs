using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Kraken.Fields;
using Kraken.Sierra;
using Kraken.Starknet.Receipts;

namespace Kraken.Execution.Constants;

/// <summary>Reads a constants file into <see cref="VersionedConstants"/>.</summary>
internal static class ConstantsReader
{
    private const int MaxShortString = 31;

    internal static bool TryRead(
        ReadOnlyMemory<byte> json,
        [NotNullWhen(true)] out VersionedConstants? constants,
        [NotNullWhen(false)] out string? error)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            constants = Read(document.RootElement);
            error = null;
            return true;
        }
        catch (Exception exception)
            when (exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or OverflowException)
        {
            constants = null;
            error = exception.Message;
            return false;
        }
    }

    private static VersionedConstants Read(JsonElement root)
    {
        JsonElement os = root.GetProperty("os_constants");
        JsonElement archival = root.GetProperty("archival_data_gas_costs");
        JsonElement allocation = root.GetProperty("allocation_cost");
        JsonElement rounding = os.GetProperty("validate_rounding_consts");
        JsonElement limits = root.GetProperty("gateway");
        OsResources resources = OsResourcesReader.Read(root.GetProperty("os_resources"));
        return new()
        {
            Events = ReadEvents(root.GetProperty("tx_event_limits")),
            InvokeMaxSteps = root.GetProperty("invoke_tx_max_n_steps").GetInt64(),
            ValidateMaxSteps = root.GetProperty("validate_max_n_steps").GetInt64(),
            MaxRecursionDepth = root.GetProperty("max_recursion_depth").GetInt32(),
            MaxCalldataLength = limits.GetProperty("max_calldata_length").GetInt32(),
            MaxBytecodeLength = limits.GetProperty("max_contract_bytecode_size").GetInt32(),
            Archival = new(
                Ratio(archival, "gas_per_data_felt"),
                Ratio(archival, "event_key_factor"),
                Ratio(archival, "gas_per_code_byte"),
                Ratio(archival, "gas_per_proof")),
            AllocationWithBlobs = Gases(allocation.GetProperty("blob_cost")),
            AllocationWithCalldata = Gases(allocation.GetProperty("gas_cost")),
            VmFees = ReadVmFees(root.GetProperty("vm_resource_fee_cost"), os, Ratio(root.GetProperty("vm_resource_fee_cost"), "n_steps")),
            Gas = ReadGas(os, resources),
            Os = resources,
            Flags = ReadFlags(root),
            MinSierraVersionForSierraGas =
                SierraVersion.TryParse(Text(root, "min_sierra_version_for_sierra_gas"), out SierraVersion version)
                ? version
                : throw new FormatException("min_sierra_version_for_sierra_gas is not a version"),
            Selectors = ReadSelectors(os),
            Failures = ReadFailures(os),
            System = ReadSystem(os),
            LegacyAccounts = new(
                Felts(os, "v1_bound_accounts_cairo1"),
                HexNumber(os, "v1_bound_accounts_max_tip"),
                Felts(os, "v1_bound_accounts_cairo0"),
                Felts(os, "data_gas_accounts")),
            Proofs = new(FeltsIfAny(os, "allowed_proof_versions"), FeltsIfAny(os, "allowed_virtual_os_program_hashes")),
            Validated = ShortString(os, "validated"),
            ValidateBlockNumberRounding = Number(rounding, "validate_block_number_rounding"),
            ValidateTimestampRounding = Number(rounding, "validate_timestamp_rounding"),
            ExecuteMaxSierraGas = Number(os, "execute_max_sierra_gas"),
            ValidateMaxSierraGas = Number(os, "validate_max_sierra_gas"),
            L1HandlerBounds = Gases(os.GetProperty("l1_handler_max_amount_bounds")),
        };
    }

    private static EventLimits ReadEvents(JsonElement limits) =>
        new(
            limits.GetProperty("max_data_length").GetInt32(),
            limits.GetProperty("max_keys_length").GetInt32(),
            limits.GetProperty("max_n_emitted_events").GetInt32());

    private static ProtocolFlags ReadFlags(JsonElement root) => new()
    {
        StatefulCompression = root.GetProperty("enable_stateful_compression").GetBoolean(),
        BlockDirectExecuteCall = root.GetProperty("block_direct_execute_call").GetBoolean(),
        NoDeployInValidation = root.GetProperty("disable_deploy_in_validation_mode").GetBoolean(),
        Tip = root.GetProperty("enable_tip").GetBoolean(),
        StripVmFrames = root.TryGetProperty("strip_vm_frames_in_sierra_gas", out JsonElement strip) && strip.GetBoolean(),
        BlakeDeclaresOnly = root.GetProperty("block_casm_hash_v1_declares").GetBoolean(),
        SegmentArenaCells = root.GetProperty("segment_arena_cells").GetBoolean(),
    };

    private static VmFeeCosts ReadVmFees(JsonElement costs, JsonElement os, ResourceRatio step)
    {
        ResourceRatio[] builtins = new ResourceRatio[BuiltinCounts.Length];
        Array.Fill(builtins, new ResourceRatio(0, 1));
        foreach (JsonProperty builtin in costs.GetProperty("builtins").EnumerateObject())
        {
            builtins[(int)PricedBuiltins.Parse(builtin.Name)] = ReadRatio(builtin.Value);
        }

        // The Blake opcode has no VM price of its own: its Sierra gas, as L1 gas rounded up.
        ulong blake = Number(os.GetProperty("builtin_gas_costs"), "blake");
        ulong stepGas = Number(os, "step_gas_cost");
        if (step.Numerator == 0 || stepGas == 0)
        {
            throw new FormatException("a step has no price");
        }

        builtins[(int)PricedBuiltin.Blake] = new(new ResourceRatio(step.Numerator, checked(step.Denominator * stepGas)).Ceiling(blake), 1);
        return new(step, builtins);
    }

    private static GasCosts ReadGas(JsonElement os, OsResources resources)
    {
        ulong[] builtins = new ulong[BuiltinCounts.Length];
        foreach (JsonProperty builtin in os.GetProperty("builtin_gas_costs").EnumerateObject())
        {
            builtins[(int)PricedBuiltins.Parse(builtin.Name)] = builtin.Value.GetUInt64();
        }

        ulong step = Number(os, "step_gas_cost");
        ulong hole = Number(os, "memory_hole_gas_cost");
        ulong syscallBase = Number(os.GetProperty("syscall_base_gas_cost"), "step_gas_cost") * step;
        SyscallGasCost[] syscalls = new SyscallGasCost[Enum.GetValues<SyscallSelector>().Length];
        for (int i = 0; i < syscalls.Length; i++)
        {
            ScaledResources used = resources.Of((SyscallSelector)i);
            syscalls[i] = new(Math.Max(syscallBase, Price(used.Constant)), Price(used.PerFelt));
        }

        return new(builtins, syscalls)
        {
            Step = step,
            MemoryHole = hole,
            SyscallBase = syscallBase,
            EntryPointInitialBudget = Number(os.GetProperty("entry_point_initial_budget"), "step_gas_cost") * step,
            DefaultInitial = Number(os.GetProperty("default_initial_gas_cost"), "step_gas_cost") * step,
        };

        ulong Price(in VmResources used)
        {
            ulong price = ((ulong)used.Steps * step) + ((ulong)used.MemoryHoles * hole);
            for (int i = 0; i < BuiltinCounts.Length; i++)
            {
                price += (ulong)used.Builtins[i] * builtins[i];
            }

            return price;
        }
    }

    private static EntryPointSelectors ReadSelectors(JsonElement os) => new(
        Hex(os, "constructor_entry_point_selector"),
        Hex(os, "execute_entry_point_selector"),
        Hex(os, "transfer_entry_point_selector"),
        Hex(os, "validate_entry_point_selector"),
        Hex(os, "validate_declare_entry_point_selector"),
        Hex(os, "validate_deploy_entry_point_selector"));

    private static FailureFelts ReadFailures(JsonElement os) => new(
        ShortString(os, "error_block_number_out_of_range"),
        ShortString(os, "error_invalid_input_len"),
        ShortString(os, "error_invalid_argument"),
        ShortString(os, "error_out_of_gas"),
        ShortString(os, "error_entry_point_failed"),
        ShortString(os, "error_entry_point_not_found"));

    private static SystemContracts ReadSystem(JsonElement os)
    {
        JsonElement addresses = os.GetProperty("os_contract_addresses");
        return new(
            Number(addresses, "block_hash_contract_address"),
            Number(addresses, "alias_contract_address"),
            Number(os, "stored_block_hash_buffer"));
    }

    private static GasVector Gases(JsonElement gases) =>
        new(Number(gases, "l1_gas"), Number(gases, "l1_data_gas"), Number(gases, "l2_gas"));

    private static ResourceRatio Ratio(JsonElement parent, string name) => ReadRatio(parent.GetProperty(name));

    private static ResourceRatio ReadRatio(JsonElement pair)
    {
        if (pair.GetArrayLength() != 2)
        {
            throw new FormatException($"a price has {pair.GetArrayLength()} numbers, not a numerator and a denominator");
        }

        ResourceRatio ratio = new(pair[0].GetUInt64(), pair[1].GetUInt64());
        return ratio.Denominator > 0 ? ratio : throw new FormatException("a price has denominator zero");
    }

    private static ulong Number(JsonElement parent, string name) => parent.GetProperty(name).GetUInt64();

    private static string Text(JsonElement parent, string name) =>
        parent.GetProperty(name).GetString() ?? throw new FormatException($"{name} is null");

    private static Felt ShortString(JsonElement parent, string name)
    {
        string text = Text(parent, name);
        return text.Length <= MaxShortString && Ascii.IsValid(text)
            ? Felt.FromShortString(text)
            : throw new FormatException($"{name} is no short string");
    }

    private static ulong HexNumber(JsonElement parent, string name)
    {
        string text = Text(parent, name);
        return text.StartsWith("0x", StringComparison.Ordinal)
            ? ulong.Parse(text.AsSpan(2), NumberStyles.HexNumber, CultureInfo.InvariantCulture)
            : throw new FormatException($"{name} is no hexadecimal number");
    }

    private static Felt Hex(JsonElement parent, string name) => Felt.Parse(Text(parent, name));

    private static HashSet<Felt> FeltsIfAny(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out _) ? Felts(parent, name) : [];

    private static HashSet<Felt> Felts(JsonElement parent, string name)
    {
        HashSet<Felt> felts = [];
        foreach (JsonElement item in parent.GetProperty(name).EnumerateArray())
        {
            felts.Add(Felt.Parse(item.GetString() ?? string.Empty));
        }

        return felts;
    }
}

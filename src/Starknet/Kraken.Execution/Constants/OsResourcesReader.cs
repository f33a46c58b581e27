using System;
using System.Text.Json;
using Kraken.Starknet.Transactions;

namespace Kraken.Execution.Constants;

/// <summary>Reads the os_resources part of a constants file.</summary>
internal static class OsResourcesReader
{
    internal static OsResources Read(JsonElement resources) => new(
        ReadTable<SyscallSelector>(resources.GetProperty("execute_syscalls")),
        ReadTable<DeprecatedSyscall>(resources.GetProperty("execute_syscalls")),
        ReadTable<TransactionType>(
            resources.GetProperty("execute_txs_inner"), type => type == TransactionType.Invoke ? "InvokeFunction" : $"{type}"),
        ReadResources(resources.GetProperty("compute_os_kzg_commitment_info")));

    // The files list the system calls of both languages; only the names of the enumeration are taken. Sha512ProcessBlock came with 0.14.3.
    private static ScaledResources[] ReadTable<TName>(JsonElement table, Func<TName, string>? nameOf = null)
        where TName : struct, Enum
    {
        TName[] names = Enum.GetValues<TName>();
        ScaledResources[] entries = new ScaledResources[names.Length];
        for (int i = 0; i < names.Length; i++)
        {
            string name = nameOf is null ? names[i].ToString() : nameOf(names[i]);
            bool mayLack = name == nameof(SyscallSelector.Sha512ProcessBlock);
            entries[i] = table.TryGetProperty(name, out JsonElement entry) || !mayLack
                ? ReadScaled(table.GetProperty(name))
                : new(default, default, 1);
        }

        return entries;
    }

    private static ScaledResources ReadScaled(JsonElement entry)
    {
        if (!entry.TryGetProperty("constant", out JsonElement constant))
        {
            return new(ReadResources(entry), default, 1);
        }

        JsonElement factor = entry.GetProperty("calldata_factor");
        return factor.TryGetProperty("scaling_factor", out JsonElement scale)
            ? new(ReadResources(constant), ReadResources(factor.GetProperty("resources")), Math.Max(1, scale.GetInt64()))
            : new(ReadResources(constant), ReadResources(factor), 1);
    }

    private static VmResources ReadResources(JsonElement element)
    {
        VmResources resources = default;
        resources.Steps = element.GetProperty("n_steps").GetInt64();
        resources.MemoryHoles = element.GetProperty("n_memory_holes").GetInt64();
        foreach (JsonProperty builtin in element.GetProperty("builtin_instance_counter").EnumerateObject())
        {
            resources.Builtins[PricedBuiltins.Parse(builtin.Name)] = builtin.Value.GetInt64();
        }

        return resources;
    }
}

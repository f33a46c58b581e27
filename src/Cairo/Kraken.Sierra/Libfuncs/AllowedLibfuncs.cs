using System;
using System.Collections.Generic;
using System.Linq;
using Kraken.Sierra.Felts;

namespace Kraken.Sierra.Libfuncs;

/// <summary>A list of the library functions that a network lets classes use, some of them only from a Sierra version on.</summary>
public sealed class AllowedLibfuncs
{
    // Known, but for development, tests and proving only.
    private const string Unaudited = """
        print cheatcode trace unsafe_panic get_available_gas get_unspent_gas
        felt252_add_const felt252_sub_const felt252_mul_const felt252_div_const
        blake2s_compress_guarantees blake2s_finalize_guarantees bounded_int_guarantee_verify u128_to_u32_guarantees
        m31_add m31_sub m31_mul m31_div
        qm31_add qm31_sub qm31_mul qm31_div qm31_const qm31_is_zero qm31_pack qm31_unpack qm31_from_m31
        """;

    private const string Since18 = """
        blake2s_compress blake2s_finalize ec_neg_nz enum_boxed_match struct_boxed_deconstruct local_into_box squashed_felt252_dict_entries
        gas_reserve_create gas_reserve_utilize get_execution_info_v3_syscall
        """;

    private const string Since19 = "sha512_process_block_syscall sha512_state_handle_digest sha512_state_handle_init";

    private readonly Dictionary<string, SierraVersion?> firstVersions;

    /// <summary>Makes a list.</summary>
    /// <param name="firstVersions">The allowed functions, with the first Sierra version that may use each, or nothing.</param>
    public AllowedLibfuncs(IEnumerable<KeyValuePair<string, SierraVersion?>> firstVersions) => this.firstVersions = new(firstVersions);

    /// <summary>The audited functions, those that Starknet allows.</summary>
    public static AllowedLibfuncs Audited { get; } = MakeAudited();

    /// <summary>The allowed functions, with the first Sierra version that may use each.</summary>
    public IReadOnlyDictionary<string, SierraVersion?> FirstVersions => firstVersions;

    /// <summary>Checks the declared library functions of a program.</summary>
    /// <returns>The first one that is not allowed, or null.</returns>
    public SierraError? Check(VersionedProgram program)
    {
        for (int i = 0; i < program.Program.Libfuncs.Count; i++)
        {
            string name = program.Program.Libfuncs[i].GenericId;
            if (!firstVersions.TryGetValue(name, out SierraVersion? first))
            {
                return new SierraError(SierraErrorKind.LibfuncNotAllowed, name, i);
            }

            if (first is { } required && !Supports(program.SierraVersion, required))
            {
                return new SierraError(SierraErrorKind.LibfuncNotAllowed, name, i, required.ToString(), program.SierraVersion.ToString());
            }
        }

        return null;
    }

    private static bool Supports(SierraVersion version, SierraVersion required) =>
        (version.Major, version.Minor).CompareTo((required.Major, required.Minor)) >= 0;

    private static AllowedLibfuncs MakeAudited()
    {
        HashSet<string> unaudited = [.. Words(Unaudited)];
        Dictionary<string, SierraVersion?> versions =
            LibfuncRegistry.KnownIds.Distinct().Where(id => !unaudited.Contains(id)).ToDictionary(id => id, _ => (SierraVersion?)null);
        foreach (string id in Words(Since18))
        {
            versions[id] = new SierraVersion(1, 8, 0);
        }

        foreach (string id in Words(Since19))
        {
            versions[id] = new SierraVersion(1, 9, 0);
        }

        return new AllowedLibfuncs(versions);
    }

    private static string[] Words(string text) => text.Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries);
}

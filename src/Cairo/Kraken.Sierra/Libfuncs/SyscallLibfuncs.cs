using System.Collections.Generic;

namespace Kraken.Sierra.Libfuncs;

/// <summary>The system calls: name | cells of the arguments | arguments | results. All share one shape of signature and cost.</summary>
internal static class SyscallLibfuncs
{
    private const int BaseSteps = 105;

    private const string Table = """
        call_contract_syscall | 4 | ContractAddress, felt252, felt_span | felt_span
        library_call_syscall | 4 | ClassHash, felt252, felt_span | felt_span
        deploy_syscall | 5 | ClassHash, felt252, felt_span, bool | ContractAddress, felt_span
        storage_read_syscall | 2 | u32, StorageAddress | felt252
        storage_write_syscall | 3 | u32, StorageAddress, felt252 | -
        emit_event_syscall | 4 | felt_span, felt_span | -
        get_block_hash_syscall | 1 | u64 | felt252
        get_execution_info_syscall | 0 | - | Box<execution_info>
        get_execution_info_v2_syscall | 0 | - | Box<execution_info2>
        get_execution_info_v3_syscall | 0 | - | Box<execution_info3>
        keccak_syscall | 2 | u64_span | u256
        sha256_process_block_syscall | 2 | Sha256StateHandle, Box<u32x16> | Sha256StateHandle
        sha512_process_block_syscall | 2 | Sha512StateHandle, Box<u64x16> | Sha512StateHandle
        replace_class_syscall | 1 | ClassHash | -
        send_message_to_l1_syscall | 3 | felt252, felt_span | -
        get_class_hash_at_syscall | 1 | ContractAddress | ClassHash
        meta_tx_v0_syscall | 6 | ContractAddress, felt252, felt_span, felt_span | felt_span
        secp256k1_new_syscall | 4 | u256, u256 | k1_option
        secp256k1_add_syscall | 2 | Secp256k1Point, Secp256k1Point | Secp256k1Point
        secp256k1_mul_syscall | 3 | Secp256k1Point, u256 | Secp256k1Point
        secp256k1_get_point_from_x_syscall | 3 | u256, bool | k1_option
        secp256k1_get_xy_syscall | 1 | Secp256k1Point | u256, u256
        secp256r1_new_syscall | 4 | u256, u256 | r1_option
        secp256r1_add_syscall | 2 | Secp256r1Point, Secp256r1Point | Secp256r1Point
        secp256r1_mul_syscall | 3 | Secp256r1Point, u256 | Secp256r1Point
        secp256r1_get_point_from_x_syscall | 3 | u256, bool | r1_option
        secp256r1_get_xy_syscall | 1 | Secp256r1Point | u256, u256
        """;

    /// <summary>The rows in the form of the signature tables.</summary>
    public static IEnumerable<string> Rows()
    {
        foreach (string line in SignatureTables.Lines(Table))
        {
            string[] cells = line.Split('|', System.StringSplitOptions.TrimEntries);
            int steps = BaseSteps + int.Parse(cells[1], System.Globalization.CultureInfo.InvariantCulture);
            string arguments = cells[2] == "-" ? "" : $", {cells[2]}";
            string results = cells[3] == "-" ? "" : $", {cells[3]}";
            yield return $"{cells[0]} | GasBuiltin, System{arguments} | GasBuiltin, System{results} : s{steps} a2"
                + $" | GasBuiltin, System, Array<felt252> : s{steps} a2";
        }
    }
}

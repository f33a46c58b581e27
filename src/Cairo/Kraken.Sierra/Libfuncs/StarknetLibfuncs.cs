namespace Kraken.Sierra.Libfuncs;

/// <summary>Signatures and costs of the Starknet types; the system calls are in SyscallLibfuncs.</summary>
internal static class StarknetLibfuncs
{
    public const string Rows = """
        class_hash_const<V[251]> | - | ClassHash : keep
        class_hash_to_felt252 | ClassHash | felt252=0 : keep
        class_hash_try_from_felt252 | RangeCheck, felt252 | RangeCheck, ClassHash=1 : s7 r3 a5 | RangeCheck : s9 r3 a6
        contract_address_const<V[251]> | - | ContractAddress : keep
        contract_address_to_felt252 | ContractAddress | felt252=0 : keep
        contract_address_try_from_felt252 | RangeCheck, felt252 | RangeCheck, ContractAddress=1 : s7 r3 a5 | RangeCheck : s9 r3 a6
        storage_base_address_const<V[base]> | - | StorageBaseAddress : keep
        storage_base_address_from_felt252 | RangeCheck, felt252 | RangeCheck, StorageBaseAddress^0 : s10 r3 a7
        storage_address_from_base | StorageBaseAddress | StorageAddress=0 : keep
        storage_address_from_base_and_offset | StorageBaseAddress, u8 | StorageAddress : keep
        storage_address_to_felt252 | StorageAddress | felt252=0 : keep
        storage_address_try_from_felt252 | RangeCheck, felt252 | RangeCheck, StorageAddress=1 : s7 r3 a5 | RangeCheck : s9 r3 a6
        sha256_state_handle_init | Box<u32x8> | Sha256StateHandle :
        sha256_state_handle_digest | Sha256StateHandle | Box<u32x8> :
        sha512_state_handle_init | Box<u64x8> | Sha512StateHandle :
        sha512_state_handle_digest | Sha512StateHandle | Box<u64x8> :
        """;
}

%builtins output pedersen range_check ecdsa bitwise ec_op keccak poseidon range_check96 add_mod mul_mod

from lib.math import assert_64_bits
from lib.pedersen import PedersenBuiltin, pedersen_many
from lib.poseidon import PoseidonBuiltin, poseidon_many

// Hashes a list twice, calls code that a hint has loaded, whose range checks stand in a segment of their own, and moves these behind
// the program's.
func main{
    output_ptr: felt*,
    pedersen_ptr: PedersenBuiltin*,
    range_check_ptr,
    ecdsa_ptr,
    bitwise_ptr,
    ec_op_ptr,
    keccak_ptr,
    poseidon_ptr: PoseidonBuiltin*,
    range_check96_ptr,
    add_mod_ptr,
    mul_mod_ptr,
}() {
    alloc_locals;
    local entry: felt*;
    local syscalls: felt*;
    local calldata: felt*;
    local length;
    local checks: felt*;
    local first;
    %{ code_under_test %}
    assert checks[0] = first;
    let (poseidon) = poseidon_many(length, calldata);
    assert output_ptr[0] = poseidon;
    let (pedersen) = pedersen_many(length, calldata);
    assert output_ptr[1] = pedersen;
    assert_64_bits(length);
    let (checks_end, gas, panic, start, end) = invoke(
        entry, checks + 1, 100000000, syscalls, calldata, calldata + length
    );
    assert output_ptr[2] = panic;
    assert output_ptr[3] = end - start;
    assert output_ptr[4] = [start];
    assert output_ptr[5] = gas;
    let output_ptr = output_ptr + 6;
    let ours = cast(range_check_ptr, felt*);
    %{ place_checks %}
    assert checks = ours;
    let range_check_ptr = cast(checks_end, felt);
    return ();
}

func invoke(entry: felt*, checks: felt*, gas, syscalls: felt*, calldata: felt*, calldata_end: felt*) -> (
    checks: felt*, gas: felt, panic: felt, start: felt*, end: felt*
) {
    [ap] = checks, ap++;
    [ap] = gas, ap++;
    [ap] = syscalls, ap++;
    [ap] = calldata, ap++;
    [ap] = calldata_end, ap++;
    call abs entry;
    let checks = cast([ap - 6], felt*);
    let start = cast([ap - 2], felt*);
    let end = cast([ap - 1], felt*);
    return (checks, [ap - 5], [ap - 3], start, end);
}

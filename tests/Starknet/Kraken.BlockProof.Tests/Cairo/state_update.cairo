%builtins output pedersen range_check poseidon

from lib.patricia import powers_of_two
from lib.pedersen import PedersenBuiltin
from lib.poseidon import PoseidonBuiltin
from lib.squash import Access
from os.state import update_state
from os.state_diff import state_diff_hash

// Puts out the state roots before and after each block under test, with its state diff's commitment and length.
func main{
    output_ptr: felt*,
    pedersen_ptr: PedersenBuiltin*,
    range_check_ptr,
    poseidon_ptr: PoseidonBuiltin*,
}() {
    alloc_locals;
    let (local powers) = powers_of_two();
    local blocks;
    %{ blocks_under_test %}
    each(powers, blocks);
    return ();
}

func each{
    output_ptr: felt*, pedersen_ptr: PedersenBuiltin*, range_check_ptr, poseidon_ptr: PoseidonBuiltin*
}(powers: felt*, blocks: felt) {
    alloc_locals;
    if (blocks == 0) {
        return ();
    }
    local contracts: Access*;
    local contracts_end: Access*;
    local classes: Access*;
    local classes_end: Access*;
    %{ block_under_test %}
    let (before, after, changes, changes_end, class_changes, class_changes_end) = update_state(
        powers, contracts, contracts_end, classes, classes_end
    );
    assert output_ptr[0] = before;
    assert output_ptr[1] = after;
    let (hash, length) = state_diff_hash(changes, changes_end, class_changes, class_changes_end);
    assert output_ptr[2] = hash;
    assert output_ptr[3] = length;
    let output_ptr = output_ptr + 4;
    return each(powers, blocks - 1);
}

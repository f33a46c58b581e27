%builtins output pedersen range_check poseidon

from lib.patricia import assert_update, powers_of_two
from lib.pedersen import PedersenBuiltin
from lib.poseidon import PoseidonBuiltin
from lib.squash import Access

// Puts out the roots of a trie before and after the update under test.
func main{
    output_ptr: felt*,
    pedersen_ptr: PedersenBuiltin*,
    range_check_ptr,
    poseidon_ptr: PoseidonBuiltin*,
}() {
    alloc_locals;
    local hash_kind;
    local height;
    local old_root;
    local new_root;
    local accesses: Access*;
    local end: Access*;
    %{ update_under_test %}
    let (powers) = powers_of_two();
    assert_update(hash_kind, height, powers, old_root, new_root, accesses, end);
    assert output_ptr[0] = old_root;
    assert output_ptr[1] = new_root;
    let output_ptr = output_ptr + 2;
    return ();
}

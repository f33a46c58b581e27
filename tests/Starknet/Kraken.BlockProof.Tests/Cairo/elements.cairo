%builtins output pedersen range_check poseidon

from lib.math import assert_64_bits, assert_less, split, to_address
from lib.memory import copy
from lib.pedersen import PedersenBuiltin, pedersen_many, pedersen_pair
from lib.poseidon import PoseidonBuiltin, poseidon_many, poseidon_pair, poseidon_prefixed
from lib.search import find_row

// Of a list of elements: hashes of all its ends and pairs, halves, addresses; and the row of each element in a table.
func main{
    output_ptr: felt*,
    pedersen_ptr: PedersenBuiltin*,
    range_check_ptr,
    poseidon_ptr: PoseidonBuiltin*,
}() {
    alloc_locals;
    local list: felt*;
    local length;
    local table: felt*;
    %{ list_under_test %}
    each(length, list, table, length);
    return ();
}

func each{
    output_ptr: felt*, pedersen_ptr: PedersenBuiltin*, range_check_ptr, poseidon_ptr: PoseidonBuiltin*
}(length: felt, list: felt*, table: felt*, rows: felt) {
    alloc_locals;
    if (length == 0) {
        return ();
    }
    let (all) = poseidon_many(length, list);
    assert output_ptr[0] = all;
    let (prefixed) = poseidon_prefixed(list[0], length - 1, list + 1);
    assert output_ptr[1] = prefixed;
    let (pair) = poseidon_pair(list[0], length);
    assert output_ptr[2] = pair;
    let (chain) = pedersen_many(length, list);
    assert output_ptr[3] = chain;
    let (pedersen) = pedersen_pair(list[0], length);
    assert output_ptr[4] = pedersen;
    let (high, low) = split(list[0]);
    assert output_ptr[5] = high;
    assert output_ptr[6] = low;
    assert_less(high, low - 1, high, low);
    let (address) = to_address(list[0]);
    assert output_ptr[7] = address;
    assert_64_bits(length);
    let (row) = find_row(table, 2, rows, list[0]);
    copy(output_ptr + 8, row + 1, 1);
    let output_ptr = output_ptr + 9;
    return each(length - 1, list + 1, table, rows);
}

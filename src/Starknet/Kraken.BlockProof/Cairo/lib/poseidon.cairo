struct PoseidonState {
    s0: felt,
    s1: felt,
    s2: felt,
}

// An instance of the builtin: the permutation of its input.
struct PoseidonBuiltin {
    input: PoseidonState,
    output: PoseidonState,
}

// The hash of two elements.
func poseidon_pair{poseidon_ptr: PoseidonBuiltin*}(x: felt, y: felt) -> (hash: felt) {
    assert poseidon_ptr.input.s0 = x;
    assert poseidon_ptr.input.s1 = y;
    assert poseidon_ptr.input.s2 = 2;
    let hash = poseidon_ptr.output.s0;
    let poseidon_ptr = poseidon_ptr + PoseidonBuiltin.SIZE;
    return (hash=hash);
}

// The hash of a list: elements are added in pairs, a 1 follows the last, then a 0 if the number is odd.
func poseidon_many{poseidon_ptr: PoseidonBuiltin*}(length: felt, data: felt*) -> (hash: felt) {
    return absorb(0, 0, 0, length, data);
}

// The hash of a list whose first element stands apart from the others.
func poseidon_prefixed{poseidon_ptr: PoseidonBuiltin*}(first: felt, length: felt, data: felt*) -> (hash: felt) {
    if (length == 0) {
        return permute_last(first, 1, 0);
    }
    assert poseidon_ptr.input.s0 = first;
    assert poseidon_ptr.input.s1 = [data];
    assert poseidon_ptr.input.s2 = 0;
    let state = poseidon_ptr.output;
    let poseidon_ptr = poseidon_ptr + PoseidonBuiltin.SIZE;
    return absorb(state.s0, state.s1, state.s2, length - 1, data + 1);
}

func absorb{poseidon_ptr: PoseidonBuiltin*}(s0: felt, s1: felt, s2: felt, length: felt, data: felt*) -> (
    hash: felt
) {
    if (length == 0) {
        return permute_last(s0 + 1, s1, s2);
    }
    if (length == 1) {
        return permute_last(s0 + [data], s1 + 1, s2);
    }
    assert poseidon_ptr.input.s0 = s0 + [data];
    assert poseidon_ptr.input.s1 = s1 + [data + 1];
    assert poseidon_ptr.input.s2 = s2;
    let state = poseidon_ptr.output;
    let poseidon_ptr = poseidon_ptr + PoseidonBuiltin.SIZE;
    return absorb(state.s0, state.s1, state.s2, length - 2, data + 2);
}

func permute_last{poseidon_ptr: PoseidonBuiltin*}(s0: felt, s1: felt, s2: felt) -> (hash: felt) {
    assert poseidon_ptr.input.s0 = s0;
    assert poseidon_ptr.input.s1 = s1;
    assert poseidon_ptr.input.s2 = s2;
    let hash = poseidon_ptr.output.s0;
    let poseidon_ptr = poseidon_ptr + PoseidonBuiltin.SIZE;
    return (hash=hash);
}

// An instance of the builtin.
struct PedersenBuiltin {
    x: felt,
    y: felt,
    result: felt,
}

func pedersen_pair{pedersen_ptr: PedersenBuiltin*}(x: felt, y: felt) -> (hash: felt) {
    assert pedersen_ptr.x = x;
    assert pedersen_ptr.y = y;
    let hash = pedersen_ptr.result;
    let pedersen_ptr = pedersen_ptr + PedersenBuiltin.SIZE;
    return (hash=hash);
}

// The hash of a list: folded from 0, then with its length.
func pedersen_many{pedersen_ptr: PedersenBuiltin*}(length: felt, data: felt*) -> (hash: felt) {
    let (folded) = fold(0, length, data);
    return pedersen_pair(folded, length);
}

func fold{pedersen_ptr: PedersenBuiltin*}(hash: felt, length: felt, data: felt*) -> (hash: felt) {
    if (length == 0) {
        return (hash=hash);
    }
    assert pedersen_ptr.x = hash;
    assert pedersen_ptr.y = [data];
    let hash = pedersen_ptr.result;
    let pedersen_ptr = pedersen_ptr + PedersenBuiltin.SIZE;
    return fold(hash, length - 1, data + 1);
}

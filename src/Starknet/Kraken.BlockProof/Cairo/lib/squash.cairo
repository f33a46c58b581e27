from lib.math import assert_less, split

// One access of a dictionary: what stood there before it and after it.
struct Access {
    key: felt,
    before: felt,
    after: felt,
}

// Writes one access a key, in ascending order: from what stood there before the first access of it to what stands there after its last.
// Accesses of one key must continue each other. Returns the end of what was written.
//
// Each key's accesses are found by indices that only grow and stay below the number of all, and keys only grow: so no access is taken
// twice, and as many are taken as there are.
func squash{range_check_ptr}(accesses: Access*, end: Access*, squashed: Access*) -> (end: Access*) {
    alloc_locals;
    if (accesses == end) {
        return (end=squashed);
    }
    local count = (end - accesses) / Access.SIZE;
    assert [range_check_ptr] = count;
    let range_check_ptr = range_check_ptr + 1;
    %{ squash_start %}
    let (key, left, squashed) = squash_key(accesses, count, count, squashed);
    let (high, low) = split(key);
    return squash_keys(accesses, count, left, high, low, squashed);
}

// The keys above the one of the given halves, until no access is left.
func squash_keys{range_check_ptr}(
    accesses: Access*, count: felt, left: felt, last_high: felt, last_low: felt, squashed: Access*
) -> (end: Access*) {
    alloc_locals;
    if (left == 0) {
        return (end=squashed);
    }
    let (key, left, squashed) = squash_key(accesses, count, left, squashed);
    local left = left;
    local squashed: Access* = squashed;
    let (high, low) = split(key);
    local high = high;
    local low = low;
    assert_less(last_high, last_low, high, low);
    return squash_keys(accesses, count, left, high, low, squashed);
}

func squash_key{range_check_ptr}(accesses: Access*, count: felt, left: felt, squashed: Access*) -> (
    key: felt, left: felt, squashed: Access*
) {
    let index = [range_check_ptr];
    %{ squash_first_index %}
    tempvar first = accesses + index * Access.SIZE;
    let range_check_ptr = range_check_ptr + 1;
    assert squashed.key = first.key;
    assert squashed.before = first.before;
    let (after, left) = squash_next(accesses, count, index, first.key, first.after, left - 1);
    assert squashed.after = after;
    return (key=squashed.key, left=left, squashed=squashed + Access.SIZE);
}

// The accesses of a key behind the one at an index.
func squash_next{range_check_ptr}(
    accesses: Access*, count: felt, index: felt, key: felt, value: felt, left: felt
) -> (after: felt, left: felt) {
    alloc_locals;
    local more;
    %{ squash_has_more %}
    if (more == 0) {
        assert [range_check_ptr] = count - 1 - index;
        let range_check_ptr = range_check_ptr + 1;
        return (after=value, left=left);
    }
    let skipped = [range_check_ptr];
    %{ squash_skipped %}
    let range_check_ptr = range_check_ptr + 1;
    tempvar index = index + skipped + 1;
    tempvar next = accesses + index * Access.SIZE;
    assert next.key = key;
    assert next.before = value;
    return squash_next(accesses, count, index, key, next.after, left - 1);
}

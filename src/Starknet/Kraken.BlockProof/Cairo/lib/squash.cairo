from lib.math import assert_less, split

// One access of a dictionary: what stood there before it and after it.
struct Access {
    key: felt,
    before: felt,
    after: felt,
}

// How far the accesses of a key are taken: the next range check, the last access, and the value behind it.
struct Taken {
    check: felt*,
    access: Access*,
    value: felt,
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
    let (key, left, squashed) = squash_key(accesses, end, count, squashed);
    let (high, low) = split(key);
    return squash_keys(accesses, end, left, high, low, squashed);
}

// The keys above the one of the given halves, until no access is left.
func squash_keys{range_check_ptr}(
    accesses: Access*, end: Access*, left: felt, last_high: felt, last_low: felt, squashed: Access*
) -> (end: Access*) {
    alloc_locals;
    if (left == 0) {
        return (end=squashed);
    }
    let (key, left, squashed) = squash_key(accesses, end, left, squashed);
    local left = left;
    local squashed: Access* = squashed;
    let (high, low) = split(key);
    local high = high;
    local low = low;
    assert_less(last_high, last_low, high, low);
    return squash_keys(accesses, end, left, high, low, squashed);
}

// The accesses of the next key, of which there is one at least. Each takes one range check: of the first its index, of another how many
// accesses stand between it and the one before.
func squash_key{range_check_ptr}(accesses: Access*, end: Access*, left: felt, squashed: Access*) -> (
    key: felt, left: felt, squashed: Access*
) {
    alloc_locals;
    let index = [range_check_ptr];
    %{ squash_first_index %}
    tempvar cells = index * Access.SIZE;
    tempvar access: Access* = accesses + cells;
    local key = access.key;
    assert squashed.key = key;
    assert squashed.before = access.before;
    tempvar taken = Taken(check=cast(range_check_ptr + 1, felt*), access=access, value=access.after);
    let more = [ap];
    %{ squash_has_more %}
    jmp next if more != 0, ap++;

    last:
    let taken = [cast(ap - 1 - Taken.SIZE, Taken*)];
    tempvar distance = end - taken.access - Access.SIZE;
    [ap - 1] = [ap] * Access.SIZE, ap++;
    assert [taken.check] = [ap - 1];
    assert squashed.after = taken.value;
    let check = cast(taken.check, felt);
    let left = left + range_check_ptr - check;
    let range_check_ptr = check + 1;
    return (key=key, left=left, squashed=squashed + Access.SIZE);

    next:
    let taken = [cast(ap - 1 - Taken.SIZE, Taken*)];
    let access = taken.access;
    let skipped = [taken.check];
    %{ squash_skipped %}
    tempvar cells = skipped * Access.SIZE;
    tempvar start = taken.access + cells;
    let access = cast(start + Access.SIZE, Access*);
    assert access.key = key;
    assert access.before = taken.value;
    tempvar taken = Taken(check=taken.check + 1, access=access, value=access.after);
    let more = [ap];
    %{ squash_has_more %}
    jmp next if more != 0, ap++;
    jmp last;
}

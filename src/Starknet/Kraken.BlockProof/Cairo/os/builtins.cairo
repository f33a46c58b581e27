from lib.memory import new_segment
from lib.pedersen import PedersenBuiltin
from lib.poseidon import PoseidonBuiltin

// The builtins that contracts may use, in the order in which entry points take them.
struct Builtins {
    pedersen: PedersenBuiltin*,
    range_check: felt,
    bitwise: felt,
    ec_op: felt,
    poseidon: PoseidonBuiltin*,
    segment_arena: Arena*,
    range_check96: felt,
    add_mod: felt,
    mul_mod: felt,
}

const SEGMENT_ARENA = 5;

// The dictionaries of contracts: how many there are, and how many of them were squashed. Each change appends an instance.
struct Arena {
    infos: Dictionary*,
    count: felt,
    squashed: felt,
}

// Where a dictionary of a contract lies.
struct Dictionary {
    start: felt,
    end: felt,
    squash_index: felt,
}

// Cells of an instance of each builtin.
func builtin_sizes() -> (sizes: felt*) {
    tempvar sizes: felt* = new (3, 1, 5, 7, 6, 3, 1, 7, 7);
    return (sizes=sizes);
}

// The same builtins behind hashes of our own.
func with_hashes(builtins: Builtins*, pedersen_ptr: PedersenBuiltin*, poseidon_ptr: PoseidonBuiltin*) -> (
    builtins: Builtins*
) {
    tempvar changed: Builtins* = new Builtins(
        pedersen_ptr,
        builtins.range_check,
        builtins.bitwise,
        builtins.ec_op,
        poseidon_ptr,
        builtins.segment_arena,
        builtins.range_check96,
        builtins.add_mod,
        builtins.mul_mod,
    );
    return (builtins=changed);
}

// An arena without dictionaries; what the builtin's pointer points behind.
func new_arena() -> (arena: Arena*) {
    alloc_locals;
    let (local segment: felt*) = new_segment();
    let (infos) = new_segment();
    local arena: Arena* = cast(segment, Arena*);
    assert [arena] = Arena(infos=cast(infos, Dictionary*), count=0, squashed=0);
    return (arena=arena + Arena.SIZE);
}

// The builtins behind a call. Those that its entry point took (their indices ascend, or the list has no end here) must have been given
// as they were, and have moved forward by whole instances; all others stay. The range checks that say so are our own: those of
// contracts may not be real ones.
func advance_builtins{range_check_ptr}(
    sizes: felt*, before: Builtins*, indices: felt*, index_count: felt, given: felt*, returned: felt*
) -> (after: Builtins*) {
    alloc_locals;
    let (local segment: felt*) = new_segment();
    advance(0, sizes, cast(before, felt*), segment, indices, index_count, given, returned);
    local after: Builtins* = cast(segment, Builtins*);
    if (after.segment_arena != before.segment_arena) {
        tempvar old = before.segment_arena - Arena.SIZE;
        tempvar last = after.segment_arena - Arena.SIZE;
        assert last.infos = old.infos;
        assert last.count = last.squashed;
        return (after=after);
    }
    return (after=after);
}

func advance{range_check_ptr}(
    index: felt,
    sizes: felt*,
    before: felt*,
    after: felt*,
    indices: felt*,
    index_count: felt,
    given: felt*,
    returned: felt*,
) {
    if (index_count == 0) {
        keep(index, before - index, after - index);
        return ();
    }
    if ([indices] == index) {
        assert [given] = [before];
        assert [after] = [returned];
        assert [range_check_ptr] = ([after] - [before]) / [sizes];
        let range_check_ptr = range_check_ptr + 1;
        return advance(
            index + 1, sizes + 1, before + 1, after + 1, indices + 1, index_count - 1, given + 1, returned + 1
        );
    }
    assert [after] = [before];
    return advance(index + 1, sizes + 1, before + 1, after + 1, indices, index_count, given, returned);
}

// The builtins from an index on stay where they are; the last ones first, as few calls take them.
func keep(index: felt, before: felt*, after: felt*) {
    if (index == 9) {
        return ();
    }
    assert after[8] = before[8];
    if (index == 8) {
        return ();
    }
    assert after[7] = before[7];
    if (index == 7) {
        return ();
    }
    assert after[6] = before[6];
    if (index == 6) {
        return ();
    }
    assert after[5] = before[5];
    if (index == 5) {
        return ();
    }
    assert after[4] = before[4];
    if (index == 4) {
        return ();
    }
    assert after[3] = before[3];
    if (index == 3) {
        return ();
    }
    assert after[2] = before[2];
    if (index == 2) {
        return ();
    }
    assert after[1] = before[1];
    if (index == 1) {
        return ();
    }
    assert index = 0;
    assert after[0] = before[0];
    return ();
}

// Each dictionary of contracts lies behind the one before it, so that no two share a cell.
func validate_arena(arena: Arena*) {
    tempvar last = arena - Arena.SIZE;
    if (last.count == 0) {
        return ();
    }
    return validate_dictionaries(last.infos, last.count - 1);
}

func validate_dictionaries(dictionary: Dictionary*, following: felt) {
    if (following == 0) {
        return ();
    }
    tempvar next = dictionary + Dictionary.SIZE;
    assert next.start = dictionary.end + 1;
    return validate_dictionaries(next, following - 1);
}

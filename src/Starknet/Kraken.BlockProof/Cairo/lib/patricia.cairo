from lib.math import RANGE, assert_less, split
from lib.memory import new_segment
from lib.pedersen import PedersenBuiltin
from lib.poseidon import PoseidonBuiltin
from lib.squash import Access

// Bits of the keys of contracts, cells and classes, which are the most that keys have.
const HEIGHT = 251;

const PEDERSEN = 0;
const POSEIDON = 1;

// Which cell of an access a walk reads: the trees before and after an update.
const BEFORE = 1;
const AFTER = 2;

// How a node is taken: entered as of its kind, or written as a sibling: as it is, or as what its edge leads to.
const ENTER_BINARY = 0;
const ENTER_EDGE = 1;
const ENTER_LEAF = 2;
const WRITE = 3;
const WRITE_BOTTOM = 4;

// Bits of a range check.
const RANGE_BITS = 128;

// What the walk over one tree has in common.
struct Walk {
    hash_kind: felt,
    side: felt,
    height: felt,
    powers: felt*,  // of 2, up to HEIGHT
    end: Access*,
}

// A subtree that holds no key of the update: its smallest key, its height, and the hash of its top. The walk over the tree before says
// whether an edge leads to it, so that its top is none.
struct Sibling {
    start: felt,
    height: felt,
    hash: felt,
    is_bottom: felt,
}

// Tells that two trees differ in nothing but the accesses, which are sorted, and that each has there what the accesses say. The tree
// before is taken to be well formed, and then the tree after is: each edge is as long as it can be, and no node is above nothing.
//
// Both trees are walked from the root to all keys. What lies beside the ways is written as a list of siblings, and what the list leaves
// out is empty; so lists that are equal cell by cell leave only the keys themselves to differ. A sibling below an edge may be written as
// the node that the edge leads to, which has the same content, because an edge can be cut or grow by an update. Both walks write to the
// same cells.
func assert_update{range_check_ptr, pedersen_ptr: PedersenBuiltin*, poseidon_ptr: PoseidonBuiltin*}(
    hash_kind: felt, height: felt, powers: felt*, old_root: felt, new_root: felt, accesses: Access*, end: Access*
) {
    alloc_locals;
    if (accesses == end) {
        assert old_root = new_root;
        return ();
    }
    let (segment) = new_segment();
    local siblings: Sibling* = cast(segment, Sibling*);
    %{ patricia_start %}
    local old: Walk* = new Walk(hash_kind, BEFORE, height, powers, end);
    let (local siblings_end) = walk_root(old, old_root, accesses, siblings);
    if (old_root == new_root) {
        assert_reads(accesses, end);
        return ();
    }
    local new_walk: Walk* = new Walk(hash_kind, AFTER, height, powers, end);
    let (after_end) = walk_root(new_walk, new_root, accesses, siblings);
    assert after_end = siblings_end;
    return ();
}

// Accesses that change nothing.
func assert_reads(access: Access*, end: Access*) {
    if (access == end) {
        return ();
    }
    assert access.before = access.after;
    return assert_reads(access + Access.SIZE, end);
}

// 2^0 to 2^HEIGHT.
func powers_of_two() -> (powers: felt*) {
    alloc_locals;
    let (local powers: felt*) = new_segment();
    assert [powers] = 1;
    double(powers, HEIGHT);
    return (powers=powers);
}

func double(power: felt*, count: felt) {
    if (count == 0) {
        return ();
    }
    assert [power + 1] = 2 * [power];
    return double(power + 1, count - 1);
}

func walk_root{range_check_ptr, pedersen_ptr: PedersenBuiltin*, poseidon_ptr: PoseidonBuiltin*}(
    walk: Walk*, root: felt, access: Access*, sibling: Sibling*
) -> (siblings_end: Sibling*) {
    alloc_locals;
    if (root == 0) {
        with access {
            skip_absent(walk, 0, walk.powers[walk.height]);
        }
        assert access = walk.end;
        return (siblings_end=sibling);
    }
    with access, sibling {
        walk_child(walk, root, 0, walk.height);
    }
    assert access = walk.end;
    return (siblings_end=sibling);
}

// An edge with keys of the update below it, which lie below what it leads to or beside that, where the tree has nothing.
func walk_edge{
    range_check_ptr,
    pedersen_ptr: PedersenBuiltin*,
    poseidon_ptr: PoseidonBuiltin*,
    access: Access*,
    sibling: Sibling*,
}(walk: Walk*, hash: felt, start: felt, height: felt) {
    alloc_locals;
    let (local bottom, local bottom_start, local bottom_height) = open_edge(walk, hash, start, height);
    local are_absent;
    %{ absent_keys_beside %}
    if (are_absent == 0) {
        return walk_bottom(walk, bottom, bottom_start, bottom_height);
    }
    skip_absent(walk, start, bottom_start);
    walk_bottom(walk, bottom, bottom_start, bottom_height);
    skip_absent(walk, bottom_start + walk.powers[bottom_height], start + walk.powers[height]);
    return ();
}

// What an edge leads to: a leaf or a binary node.
func walk_bottom{
    range_check_ptr,
    pedersen_ptr: PedersenBuiltin*,
    poseidon_ptr: PoseidonBuiltin*,
    access: Access*,
    sibling: Sibling*,
}(walk: Walk*, hash: felt, start: felt, height: felt) {
    alloc_locals;
    local is_entered;
    %{ is_entered %}
    if (is_entered == 0) {
        return write_bottom(walk, hash, start, height);
    }
    if (height == 0) {
        return walk_leaf(walk, hash, start);
    }
    return walk_binary(walk, hash, start, height);
}

func walk_leaf{
    range_check_ptr,
    pedersen_ptr: PedersenBuiltin*,
    poseidon_ptr: PoseidonBuiltin*,
    access: Access*,
    sibling: Sibling*,
}(walk: Walk*, hash: felt, start: felt) {
    assert access.key = start;
    assert [cast(access, felt*) + walk.side] = hash;
    let access = access + Access.SIZE;
    return ();
}

func walk_binary{
    range_check_ptr,
    pedersen_ptr: PedersenBuiltin*,
    poseidon_ptr: PoseidonBuiltin*,
    access: Access*,
    sibling: Sibling*,
}(walk: Walk*, hash: felt, start: felt, height: felt) {
    alloc_locals;
    if (height == 0) {
        assert 1 = 0;
    }
    let (local left, local right) = open_binary(walk, hash);
    walk_child(walk, left, start, height - 1);
    walk_child(walk, right, start + walk.powers[height - 1], height - 1);
    return ();
}

// A root or a node below a binary one, not 0, whose smallest key is `start`.
func walk_child{
    range_check_ptr,
    pedersen_ptr: PedersenBuiltin*,
    poseidon_ptr: PoseidonBuiltin*,
    access: Access*,
    sibling: Sibling*,
}(walk: Walk*, hash: felt, start: felt, height: felt) {
    alloc_locals;
    local action;
    %{ child_action %}
    if (action == ENTER_BINARY) {
        return walk_binary(walk, hash, start, height);
    }
    if (action == ENTER_EDGE) {
        return walk_edge(walk, hash, start, height);
    }
    if (action == WRITE) {
        assert_sibling(sibling, hash, start, height);
        let sibling = sibling + Sibling.SIZE;
        if (walk.side == BEFORE) {
            assert [cast(sibling, felt*) - 1] = 0;
            return ();
        }
        return ();
    }
    if (action == ENTER_LEAF) {
        assert height = 0;
        return walk_leaf(walk, hash, start);
    }
    assert action = WRITE_BOTTOM;
    let (bottom, bottom_start, bottom_height) = open_edge(walk, hash, start, height);
    return write_bottom(walk, bottom, bottom_start, bottom_height);
}

// What an edge leads to must be no edge. So it is in the tree before; in the tree after it is what it was there, or is opened.
func write_bottom{
    range_check_ptr,
    pedersen_ptr: PedersenBuiltin*,
    poseidon_ptr: PoseidonBuiltin*,
    access: Access*,
    sibling: Sibling*,
}(walk: Walk*, hash: felt, start: felt, height: felt) {
    alloc_locals;
    local written: Sibling* = sibling;
    assert_sibling(written, hash, start, height);
    let sibling = written + Sibling.SIZE;
    if (walk.side == BEFORE) {
        assert written.is_bottom = 1;
        return ();
    }
    if (height * (1 - written.is_bottom) == 0) {
        return ();
    }
    open_binary(walk, hash);
    return ();
}

func assert_sibling(sibling: Sibling*, hash: felt, start: felt, height: felt) {
    assert sibling.start = start;
    assert sibling.height = height;
    assert sibling.hash = hash;
    return ();
}

func open_binary{pedersen_ptr: PedersenBuiltin*, poseidon_ptr: PoseidonBuiltin*}(walk: Walk*, hash: felt) -> (
    left: felt, right: felt
) {
    alloc_locals;
    local left;
    local right;
    %{ binary_node %}
    if (left == 0) {
        assert 1 = 0;
    }
    if (right == 0) {
        assert 1 = 0;
    }
    assert_pair(walk.hash_kind, left, right, hash);
    return (left=left, right=right);
}

// 1 <= length <= height, and path < 2^length: of a long edge path and bound are compared by their upper halves.
func open_edge{range_check_ptr, pedersen_ptr: PedersenBuiltin*, poseidon_ptr: PoseidonBuiltin*}(
    walk: Walk*, hash: felt, start: felt, height: felt
) -> (bottom: felt, bottom_start: felt, bottom_height: felt) {
    alloc_locals;
    local bottom;
    local path;
    local length;
    local is_long;
    %{ edge_node %}
    if (bottom == 0) {
        assert 1 = 0;
    }
    assert_pair(walk.hash_kind, bottom, path, hash - length);
    assert [range_check_ptr] = height - length;
    let bottom_start = start + path * walk.powers[height - length];
    if (is_long == 0) {
        assert [range_check_ptr + 1] = length - 1;
        assert [range_check_ptr + 2] = path;
        assert [range_check_ptr + 3] = walk.powers[length] - 1 - path;
        let range_check_ptr = range_check_ptr + 4;
        return (bottom=bottom, bottom_start=bottom_start, bottom_height=height - length);
    }
    assert [range_check_ptr + 1] = length - RANGE_BITS;
    let high = [range_check_ptr + 2];
    let low = [range_check_ptr + 3];
    let value = path;
    %{ split_at_128 %}
    assert path = high * RANGE + low;
    assert [range_check_ptr + 4] = walk.powers[length - RANGE_BITS] - 1 - high;
    let range_check_ptr = range_check_ptr + 5;
    return (bottom=bottom, bottom_start=bottom_start, bottom_height=height - length);
}

// Takes accesses with low <= key < high, where the tree has nothing.
func skip_absent{range_check_ptr, access: Access*}(walk: Walk*, low: felt, high: felt) {
    alloc_locals;
    local follows;
    %{ absent_key_follows %}
    if (follows == 0) {
        return ();
    }
    assert [cast(access, felt*) + walk.side] = 0;
    let (key_high, key_low) = split(access.key);
    local key_high = key_high;
    local key_low = key_low;
    let (low_high, low_low) = split(low);
    assert_less(low_high, low_low - 1, key_high, key_low);
    let (high_high, high_low) = split(high);
    assert_less(key_high, key_low, high_high, high_low);
    let access = access + Access.SIZE;
    return skip_absent(walk, low, high);
}

func assert_pair{pedersen_ptr: PedersenBuiltin*, poseidon_ptr: PoseidonBuiltin*}(
    kind: felt, x: felt, y: felt, hash: felt
) {
    if (kind == PEDERSEN) {
        assert pedersen_ptr.x = x;
        assert pedersen_ptr.y = y;
        assert pedersen_ptr.result = hash;
        let pedersen_ptr = pedersen_ptr + PedersenBuiltin.SIZE;
        return ();
    }
    assert poseidon_ptr.input.s0 = x;
    assert poseidon_ptr.input.s1 = y;
    assert poseidon_ptr.input.s2 = 2;
    assert poseidon_ptr.output.s0 = hash;
    let poseidon_ptr = poseidon_ptr + PoseidonBuiltin.SIZE;
    return ();
}

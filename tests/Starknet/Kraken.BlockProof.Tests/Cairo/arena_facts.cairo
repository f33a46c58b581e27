%builtins output range_check

from lib.pedersen import PedersenBuiltin
from lib.poseidon import PoseidonBuiltin
from os.builtins import SEGMENT_ARENA, Builtins, advance_builtins, builtin_sizes, new_arena, validate_arena

// A call that took the arena alone and returns what a hint says.
func main{output_ptr: felt*, range_check_ptr}() {
    alloc_locals;
    let (local sizes) = builtin_sizes();
    let (local arena) = new_arena();
    local before: Builtins* = new Builtins(
        cast(0, PedersenBuiltin*), 0, 0, 0, cast(0, PoseidonBuiltin*), arena, 0, 0, 0
    );
    local indices: felt* = new (SEGMENT_ARENA, 0);
    local given: felt*;
    local returned: felt*;
    %{ arena_under_test %}
    let (after) = advance_builtins(sizes, before, indices, 1, given, returned);
    validate_arena(after.segment_arena);
    return ();
}

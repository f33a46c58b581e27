%builtins output range_check

from lib.squash import Access, squash

// Puts out the squashed list of the accesses under test.
func main{output_ptr: felt*, range_check_ptr}() {
    alloc_locals;
    local accesses: Access*;
    local end: Access*;
    %{ accesses_under_test %}
    let (squashed) = squash(accesses, end, cast(output_ptr, Access*));
    let output_ptr = cast(squashed, felt*);
    return ();
}

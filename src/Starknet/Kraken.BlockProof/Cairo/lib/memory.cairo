// An empty segment. Where it lies is the prover's choice; what stands in it binds whoever writes it by asserting.
func new_segment() -> (start: felt*) {
    %{ new_segment %}
    ap += 1;
    return (start=cast([ap - 1], felt*));
}

// Writes `length` cells of one place to another.
func copy(target: felt*, source: felt*, length: felt) {
    if (length == 0) {
        return ();
    }
    assert [target] = [source];
    return copy(target=target + 1, source=source + 1, length=length - 1);
}

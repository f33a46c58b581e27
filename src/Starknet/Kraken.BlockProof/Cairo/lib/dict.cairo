from lib.squash import Access

// Appends a read to the accesses of a dictionary. The value is a guess, which squashing binds to the accesses before it.
func dict_read{dict: Access*}(key: felt) -> (value: felt) {
    assert dict.key = key;
    %{ dict_access %}
    let value = dict.before;
    assert dict.after = value;
    let dict = dict + Access.SIZE;
    return (value=value);
}

// Appends a change. What stood there before is a guess, as above.
func dict_write{dict: Access*}(key: felt, value: felt) -> (before: felt) {
    assert dict.key = key;
    %{ dict_access %}
    let before = dict.before;
    assert dict.after = value;
    let dict = dict + Access.SIZE;
    return (before=before);
}

// Appends a change of what must have stood there before.
func dict_update{dict: Access*}(key: felt, before: felt, after: felt) {
    assert dict.key = key;
    %{ dict_access %}
    assert dict.before = before;
    assert dict.after = after;
    let dict = dict + Access.SIZE;
    return ();
}

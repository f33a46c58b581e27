%builtins output range_check

from lib.blake import blake_many
from lib.memory import copy
from os.classes import Classes, find_class, find_entry_point, guess_classes, validate_classes
from os.config import config_hash

// Looks entry points up in classes, and puts out each class's code length, builtins and offset; then checks the classes. Besides, the
// hash of a list and of a configuration.
func main{output_ptr: felt*, range_check_ptr}() {
    alloc_locals;
    local length;
    local list: felt*;
    local chain;
    local fee_token;
    local count;
    local wanted: felt*;
    %{ classes_under_test %}
    let (hash) = blake_many(length, list);
    assert output_ptr[0] = hash;
    let (hash) = config_hash(chain, fee_token);
    assert output_ptr[1] = hash;
    let output_ptr = output_ptr + 2;
    let (local classes) = guess_classes();
    look_up(classes, count, wanted);
    validate_classes(classes);
    return ();
}

// Rows of compiled hash, kind and selector.
func look_up{output_ptr: felt*, range_check_ptr}(classes: Classes*, count: felt, wanted: felt*) {
    alloc_locals;
    if (count == 0) {
        return ();
    }
    let (local class) = find_class(classes, wanted[0]);
    let (local entry, local found) = find_entry_point(class, wanted[1], wanted[2]);
    assert output_ptr[0] = found;
    if (found == 0) {
        let output_ptr = output_ptr + 1;
        return look_up(classes, count - 1, wanted + 3);
    }
    assert output_ptr[1] = entry.offset;
    assert output_ptr[2] = class.bytecode[entry.offset];
    assert output_ptr[3] = entry.builtins.count;
    copy(output_ptr + 4, entry.builtins.indices, entry.builtins.count);
    let output_ptr = output_ptr + 4 + entry.builtins.count;
    return look_up(classes, count - 1, wanted + 3);
}

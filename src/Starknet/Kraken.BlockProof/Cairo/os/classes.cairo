from lib.blake import blake_many
from lib.math import assert_less, split
from lib.memory import new_segment
from lib.search import find_row
from os.constants import (
    GAS_ADD_MOD, GAS_BITWISE, GAS_BLAKE, GAS_EC_OP, GAS_MUL_MOD, GAS_PEDERSEN, GAS_POSEIDON
)

const EXTERNAL = 0;
const L1_HANDLER = 1;
const CONSTRUCTOR = 2;

// Builtins in the order in which entry points take them.
const BUILTINS = 9;

// Builtins that some entry point takes: ascending indices into the table of all.
struct BuiltinList {
    hash: felt,  // of their names
    count: felt,
    indices: felt*,
}

struct EntryPoint {
    selector: felt,
    offset: felt,
    builtins: BuiltinList*,
}

// A list of entry points, ascending by selector.
struct EntryPoints {
    count: felt,
    list: EntryPoint*,
}

struct CompiledClass {
    external: EntryPoints,
    l1_handlers: EntryPoints,
    constructors: EntryPoints,
    bytecode_length: felt,
    bytecode: felt*,  // a `ret` and the address of the builtins' prices stand behind it
}

struct ClassFact {
    compiled_hash: felt,
    class: CompiledClass*,
}

// What is said of the classes that are run, until it is validated.
struct Classes {
    count: felt,
    facts: ClassFact*,
    builtin_count: felt,
    builtins: BuiltinList*,
    prices: felt*,
}

// `ret`
const RETURN = 0x208b7fff7fff7ffe;

// Brings in classes and the code of their segments that are run. Nothing about them holds before validate_classes has passed.
func guess_classes() -> (classes: Classes*) {
    alloc_locals;
    local prices: felt* = new (GAS_PEDERSEN, GAS_BITWISE, GAS_EC_OP, GAS_POSEIDON, GAS_ADD_MOD, GAS_MUL_MOD, GAS_BLAKE);
    local count;
    local facts: ClassFact*;
    local builtin_count;
    local builtins: BuiltinList*;
    %{ load_classes %}
    tempvar classes: Classes* = new Classes(count, facts, builtin_count, builtins, prices);
    return (classes=classes);
}

func find_class{range_check_ptr}(classes: Classes*, compiled_hash: felt) -> (class: CompiledClass*) {
    let (row) = find_row(classes.facts, ClassFact.SIZE, classes.count, compiled_hash);
    return (class=[cast(row, ClassFact*)].class);
}

// The entry point of a kind that a selector names. That there is none is told by the selectors around it, as they ascend.
func find_entry_point{range_check_ptr}(class: CompiledClass*, kind: felt, selector: felt) -> (
    entry: EntryPoint*, found: felt
) {
    alloc_locals;
    local entries: EntryPoints* = cast(class, EntryPoints*) + kind * EntryPoints.SIZE;
    local found;
    %{ entry_point_exists %}
    if (found != 0) {
        let (row) = find_row(entries.list, EntryPoint.SIZE, entries.count, selector);
        return (entry=cast(row, EntryPoint*), found=1);
    }
    assert_no_entry_point(entries.count, entries.list, selector);
    return (entry=cast(0, EntryPoint*), found=0);
}

func assert_no_entry_point{range_check_ptr}(count: felt, list: EntryPoint*, selector: felt) {
    alloc_locals;
    local smaller;  // selectors
    %{ smaller_selectors %}
    assert [range_check_ptr] = smaller;
    assert [range_check_ptr + 1] = count - smaller;
    let range_check_ptr = range_check_ptr + 2;
    let (local high, local low) = split(selector);
    if (smaller != 0) {
        tempvar previous = list + (smaller - 1) * EntryPoint.SIZE;
        let (previous_high, previous_low) = split(previous.selector);
        assert_less(previous_high, previous_low, high, low);
        tempvar range_check_ptr = range_check_ptr;
    } else {
        tempvar range_check_ptr = range_check_ptr;
    }
    if (smaller != count) {
        tempvar next = list + smaller * EntryPoint.SIZE;
        let (next_high, next_low) = split(next.selector);
        assert_less(high, low, next_high, next_low);
        return ();
    }
    return ();
}

// Checks what was guessed: compiled hashes, ascending selectors, what stands behind the code, and the names of builtins.
func validate_classes{range_check_ptr}(classes: Classes*) {
    alloc_locals;
    local names: felt* = new (
        'pedersen', 'range_check', 'bitwise', 'ec_op', 'poseidon', 'segment_arena', 'range_check96', 'add_mod', 'mul_mod',
    );
    validate_builtins(classes.builtin_count, classes.builtins, names);
    validate_facts(classes, classes.count, classes.facts);
    return ();
}

func validate_builtins{range_check_ptr}(count: felt, list: BuiltinList*, names: felt*) {
    alloc_locals;
    if (count == 0) {
        return ();
    }
    let (local words: felt*) = new_segment();
    write_names(list.count, list.indices, -1, names, words);
    let (hash) = blake_many(list.count, words);
    assert list.hash = hash;
    return validate_builtins(count - 1, list + BuiltinList.SIZE, names);
}

func write_names{range_check_ptr}(count: felt, indices: felt*, last: felt, names: felt*, words: felt*) {
    if (count == 0) {
        assert [range_check_ptr] = BUILTINS - 1 - last;
        let range_check_ptr = range_check_ptr + 1;
        return ();
    }
    assert [range_check_ptr] = indices[0] - last - 1;
    let range_check_ptr = range_check_ptr + 1;
    assert [words] = names[indices[0]];
    return write_names(count - 1, indices + 1, indices[0], names, words + 1);
}

func validate_facts{range_check_ptr}(classes: Classes*, count: felt, fact: ClassFact*) {
    alloc_locals;
    if (count == 0) {
        return ();
    }
    local class: CompiledClass* = fact.class;
    assert class.bytecode[class.bytecode_length] = RETURN;
    assert class.bytecode[class.bytecode_length + 1] = cast(classes.prices, felt);
    let (external) = hash_entry_points(classes, class.external.count, class.external.list);
    local external = external;
    let (l1_handlers) = hash_entry_points(classes, class.l1_handlers.count, class.l1_handlers.list);
    local l1_handlers = l1_handlers;
    let (constructors) = hash_entry_points(classes, class.constructors.count, class.constructors.list);
    local constructors = constructors;
    %{ bytecode_start %}
    let (bytecode) = hash_segment(class.bytecode_length, class.bytecode);
    tempvar words: felt* = new ('COMPILED_CLASS_V1', external, l1_handlers, constructors, bytecode);
    let (hash) = blake_many(5, words);
    assert fact.compiled_hash = hash;
    return validate_facts(classes, count - 1, fact + ClassFact.SIZE);
}

func hash_entry_points{range_check_ptr}(classes: Classes*, count: felt, list: EntryPoint*) -> (hash: felt) {
    alloc_locals;
    let (local words: felt*) = new_segment();
    write_entry_points(classes, count, list, 0, -1, words);
    return blake_many(3 * count, words);
}

// Entry points whose selectors lie above the one of the given halves.
func write_entry_points{range_check_ptr}(
    classes: Classes*, count: felt, entry: EntryPoint*, last_high: felt, last_low: felt, words: felt*
) {
    alloc_locals;
    if (count == 0) {
        return ();
    }
    let (local high, local low) = split(entry.selector);
    assert_less(last_high, last_low, high, low);
    // The list of builtins is one of those that are validated.
    tempvar index = (entry.builtins - classes.builtins) / BuiltinList.SIZE;
    assert [range_check_ptr] = index;
    assert [range_check_ptr + 1] = classes.builtin_count - 1 - index;
    let range_check_ptr = range_check_ptr + 2;
    assert words[0] = entry.selector;
    assert words[1] = entry.offset;
    assert words[2] = entry.builtins.hash;
    return write_entry_points(classes, count - 1, entry + EntryPoint.SIZE, high, low, words + 3);
}

// The hash of code: of its words, or of the lengths and hashes of its segments.
func hash_segment{range_check_ptr}(length: felt, data: felt*) -> (hash: felt) {
    alloc_locals;
    local is_leaf;
    %{ segment_is_leaf %}
    if (is_leaf != 0) {
        return blake_many(length, data);
    }
    let (local parts: felt*) = new_segment();
    let (end) = hash_segments(length, data, parts);
    let (hash) = blake_many(end - parts, parts);
    return (hash=hash + 1);
}

// A segment that is not run may be left out: its hash is guessed then, and no call can begin in it, as -1 is no instruction.
func hash_segments{range_check_ptr}(left: felt, data: felt*, parts: felt*) -> (end: felt*) {
    alloc_locals;
    if (left == 0) {
        return (end=parts);
    }
    local length;
    local is_loaded;
    %{ next_segment %}
    assert parts[0] = length;
    if (is_loaded != 0) {
        let (hash) = hash_segment(length, data);
        assert parts[1] = hash;
        return hash_segments(left - length, data + length, parts + 2);
    }
    assert [data] = -1;
    assert [range_check_ptr] = length;
    let range_check_ptr = range_check_ptr + 1;
    local hash;
    %{ skipped_segment %}
    assert parts[1] = hash;
    return hash_segments(left - length, data + length, parts + 2);
}

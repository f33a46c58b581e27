%builtins output pedersen range_check ecdsa bitwise ec_op keccak poseidon range_check96 add_mod mul_mod

from lib.memory import copy, new_segment
from lib.patricia import powers_of_two
from lib.pedersen import PedersenBuiltin
from lib.poseidon import PoseidonBuiltin
from os.blocks import run_blocks
from os.builtins import Builtins, builtin_sizes, new_arena, validate_arena
from os.classes import Classes, guess_classes, validate_classes
from os.config import config_hash
from os.context import Outputs, Range
from os.header import Header, block_hash

// What the program says of all blocks; those of each follow, then messages to L1 and messages from there, each list with its length.
struct Statement {
    format: felt,
    first: felt,
    last: felt,
    parent_hash: felt,
    last_hash: felt,
    root_before: felt,
    root_after: felt,
    config_hash: felt,
    block_count: felt,
}

// Proves consecutive blocks: from the header of the first one's parent to the hash of the last.
func main{
    output_ptr: felt*,
    pedersen_ptr: PedersenBuiltin*,
    range_check_ptr,
    ecdsa_ptr: felt,
    bitwise_ptr: felt,
    ec_op_ptr: felt,
    keccak_ptr: felt,
    poseidon_ptr: PoseidonBuiltin*,
    range_check96_ptr: felt,
    add_mod_ptr: felt,
    mul_mod_ptr: felt,
}() {
    alloc_locals;
    // Kept for the size of the contracts' range checks, which follow our own in the end. It is a real one if there is any at all.
    local first_check = range_check_ptr;
    let range_check_ptr = range_check_ptr + 1;
    local contract_checks;
    local chain;
    local fee_token;
    local block_count;
    local parent: Header*;
    %{ range_start %}

    let (local classes: Classes*) = guess_classes();
    let (local powers) = powers_of_two();
    let (local sizes) = builtin_sizes();
    local range: Range* = new Range(chain, fee_token, classes, powers, sizes);
    let (local parent_hash) = block_hash(parent);
    let (local hashes: felt*) = new_segment();
    assert [hashes] = parent_hash;
    let (arena) = new_arena();
    local builtins: Builtins* = new Builtins(
        pedersen_ptr,
        contract_checks,
        bitwise_ptr,
        ec_op_ptr,
        poseidon_ptr,
        arena,
        range_check96_ptr,
        add_mod_ptr,
        mul_mod_ptr,
    );
    let (local messages: felt*) = new_segment();
    let (local consumed: felt*) = new_segment();
    let (events) = new_segment();
    local outputs: Outputs* = new Outputs(events, messages, 0, consumed);
    local statement: Statement* = cast(output_ptr, Statement*);
    let output_ptr = output_ptr + Statement.SIZE;
    with builtins, outputs {
        let (local root, hashes_end) = run_blocks(
            range, block_count, 0, parent.number + 1, parent.state_root, hashes + 1
        );
    }
    local last_hash = [hashes_end - 1];
    %{ calls_done %}
    let (config) = config_hash(chain, fee_token);
    assert [statement] = Statement(
        'KRAKEN_BLOCKS1',
        parent.number + 1,
        parent.number + block_count,
        parent_hash,
        last_hash,
        parent.state_root,
        root,
        config,
        block_count,
    );
    write_list(messages, outputs.messages - messages);
    write_list(consumed, outputs.consumed - consumed);
    validate_classes(classes);
    validate_arena(builtins.segment_arena);

    let pedersen_ptr = builtins.pedersen;
    let bitwise_ptr = builtins.bitwise;
    let ec_op_ptr = builtins.ec_op;
    let poseidon_ptr = builtins.poseidon;
    let range_check96_ptr = builtins.range_check96;
    let add_mod_ptr = builtins.add_mod;
    let mul_mod_ptr = builtins.mul_mod;
    // The verifier knows that the end of the range checks does not lie before their start. If it is not the start either, the first
    // is real, by which the end does not lie before the end of our own either, and those are real too.
    %{ range_end %}
    assert contract_checks = range_check_ptr;
    assert [first_check] = builtins.range_check - contract_checks;
    let range_check_ptr = builtins.range_check;
    if (range_check_ptr == first_check) {
        assert 1 = 0;
    }
    return ();
}

func write_list{output_ptr: felt*}(list: felt*, length: felt) {
    assert [output_ptr] = length;
    copy(output_ptr + 1, list, length);
    let output_ptr = output_ptr + 1 + length;
    return ();
}

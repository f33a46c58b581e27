from lib.math import is_at_most
from lib.memory import new_segment
from lib.pedersen import PedersenBuiltin
from lib.poseidon import PoseidonBuiltin
from lib.squash import Access
from os.builtins import Builtins, with_hashes
from os.commitments import root_of_leaves
from os.constants import (
    BLOCK_HASH_BUFFER,
    BLOCK_HASH_CONTRACT,
    PROTOCOL_VERSION,
    VALIDATE_NUMBER_ROUNDING,
    VALIDATE_TIMESTAMP_ROUNDING,
)
from os.context import BlockContext, BlockInfo, Outputs, Range
from os.contracts import write_storage
from os.header import GasPrices, Header, block_hash, gas_prices_hash, pack_counts
from os.revert import LogEntry
from os.state import update_state
from os.state_diff import state_diff_hash
from os.transactions import run_transactions

// What of a block's header is not proved, how many transactions it has, and the hash of the block that is BLOCK_HASH_BUFFER below it.
struct BlockEntry {
    sequencer: felt,
    timestamp: felt,
    prices: GasPrices,
    blob: felt,
    transaction_count: felt,
    old_hash: felt,
}

// What the program says of each block.
struct BlockOutput {
    hash: felt,
    old_hash: felt,  // 0 if no block lies so far below
    transaction_count: felt,
    reverted: felt,
}

// Lists that a block's transactions write one element each.
struct Leaves {
    transactions: felt*,
    receipts: felt*,
    events: felt*,
}

// Runs blocks from a number on, `index` blocks behind the first. `hashes` points behind the hash of the block before, and behind those
// of all others since the first one's parent. Returns the state root behind the last block.
func run_blocks{output_ptr: felt*, range_check_ptr, builtins: Builtins*, outputs: Outputs*}(
    range: Range*, left: felt, index: felt, number: felt, root: felt, hashes: felt*
) -> (root: felt, hashes: felt*) {
    alloc_locals;
    if (left == 0) {
        return (root=root, hashes=hashes);
    }
    local entry: BlockEntry*;
    local start: Access*;
    local classes_start: Access*;
    %{ next_block %}
    let (local block: BlockContext*) = block_context(range, number, entry);
    let contracts = start;
    let classes = classes_start;
    let (segment) = new_segment();
    local log: LogEntry* = cast(segment, LogEntry*);
    let (transactions) = new_segment();
    let (receipts) = new_segment();
    let (events) = new_segment();
    local leaves: Leaves* = new Leaves(transactions, receipts, events);
    tempvar outputs: Outputs* = new Outputs(leaves.events, outputs.messages, outputs.message_count, outputs.consumed);
    with contracts, classes, log {
        write_old_hash(number, index, hashes, entry.old_hash);
        let (local reverted) = run_transactions(
            block, entry.transaction_count, leaves.transactions, leaves.receipts, 0
        );
    }
    let pedersen_ptr = builtins.pedersen;
    let poseidon_ptr = builtins.poseidon;
    with pedersen_ptr, poseidon_ptr {
        let (local new_root, local hash) = close_block(
            range,
            block,
            entry,
            root,
            [hashes - 1],
            leaves,
            outputs.events - leaves.events,
            start,
            contracts,
            classes_start,
            classes,
        );
    }
    let (builtins) = with_hashes(builtins, pedersen_ptr, poseidon_ptr);
    assert [cast(output_ptr, BlockOutput*)] = BlockOutput(hash, entry.old_hash, entry.transaction_count, reverted);
    let output_ptr = output_ptr + BlockOutput.SIZE;
    assert [hashes] = hash;
    return run_blocks(range, left - 1, index + 1, number + 1, new_root, hashes + 1);
}

func block_context{range_check_ptr}(range: Range*, number: felt, entry: BlockEntry*) -> (block: BlockContext*) {
    alloc_locals;
    let (local validation_number) = round_down(number, VALIDATE_NUMBER_ROUNDING);
    let (local validation_timestamp) = round_down(entry.timestamp, VALIDATE_TIMESTAMP_ROUNDING);
    local info: BlockInfo* = new BlockInfo(number, entry.timestamp, entry.sequencer);
    local validation_info: BlockInfo* = new BlockInfo(validation_number, validation_timestamp, 0);
    local block: BlockContext* = new BlockContext(range, info, validation_info);
    return (block=block);
}

// The largest multiple of a unit that is at most `value`.
func round_down{range_check_ptr}(value: felt, unit: felt) -> (rounded: felt) {
    alloc_locals;
    local multiple;
    %{ multiple_below %}
    tempvar rest = value - multiple * unit;
    assert [range_check_ptr] = multiple;
    assert [range_check_ptr + 1] = rest;
    assert [range_check_ptr + 2] = unit - 1 - rest;
    let range_check_ptr = range_check_ptr + 3;
    return (rounded=multiple * unit);
}

// Makes the hash of an old block readable. One that was computed here must be that one.
func write_old_hash{range_check_ptr, contracts: Access*}(number: felt, index: felt, hashes: felt*, old_hash: felt) {
    alloc_locals;
    let (has_old) = is_at_most(BLOCK_HASH_BUFFER, number);
    if (has_old == 0) {
        assert old_hash = 0;
        return ();
    }
    write_storage(BLOCK_HASH_CONTRACT, number - BLOCK_HASH_BUFFER, old_hash);
    let (is_known) = is_at_most(BLOCK_HASH_BUFFER - 1, index);
    if (is_known != 0) {
        assert old_hash = [hashes - BLOCK_HASH_BUFFER];
        return ();
    }
    return ();
}

// The state root behind a block, and its hash.
func close_block{range_check_ptr, pedersen_ptr: PedersenBuiltin*, poseidon_ptr: PoseidonBuiltin*}(
    range: Range*,
    block: BlockContext*,
    entry: BlockEntry*,
    root: felt,
    parent_hash: felt,
    leaves: Leaves*,
    event_count: felt,
    contracts: Access*,
    contracts_end: Access*,
    classes: Access*,
    classes_end: Access*,
) -> (root: felt, hash: felt) {
    alloc_locals;
    let (
        root_before, local root_after, changes, changes_end, class_changes, class_changes_end
    ) = update_state(range.powers, contracts, contracts_end, classes, classes_end);
    assert root_before = root;
    let (local diff_hash, local diff_length) = state_diff_hash(changes, changes_end, class_changes, class_changes_end);
    let (local transactions) = root_of_leaves(entry.transaction_count, leaves.transactions);
    let (local events) = root_of_leaves(event_count, leaves.events);
    let (local receipts) = root_of_leaves(entry.transaction_count, leaves.receipts);
    let (local prices) = gas_prices_hash(&entry.prices);
    let (local counts) = pack_counts(entry.transaction_count, event_count, diff_length, entry.blob);
    local header: Header* = new Header(
        block.info.number,
        root_after,
        entry.sequencer,
        entry.timestamp,
        counts,
        diff_hash,
        transactions,
        events,
        receipts,
        prices,
        PROTOCOL_VERSION,
        0,
        parent_hash,
    );
    let (hash) = block_hash(header);
    return (root=root_after, hash=hash);
}

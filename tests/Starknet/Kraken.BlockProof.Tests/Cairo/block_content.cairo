%builtins output pedersen range_check poseidon

from lib.memory import new_segment
from lib.pedersen import PedersenBuiltin
from lib.poseidon import PoseidonBuiltin
from lib.squash import Access
from os.commitments import Receipt, event_leaf, receipt_leaf, root_of_leaves, transaction_leaf
from os.header import GasPrices, Header, block_hash, gas_prices_hash, pack_counts
from os.state_diff import ContractChange, state_diff_hash
from os.transaction_hash import (
    Declare,
    DeployAccount,
    Invoke,
    L1Handler,
    declare_hash,
    deploy_account_hash,
    invoke_hash,
    l1_handler_hash,
)

struct Event {
    from_address: felt,
    key_count: felt,
    keys: felt*,
    data_length: felt,
    data: felt*,
}

struct Entry {
    kind: felt,
    content: felt*,
    hash: felt,  // of those whose kind is 0
    signature_length: felt,
    signature: felt*,
    event_count: felt,
    events: Event*,
    receipt: Receipt*,
}

struct Block {
    chain: felt,
    entry_count: felt,
    entries: Entry*,
    has_diff: felt,
    contracts: ContractChange*,
    contracts_end: ContractChange*,
    classes: Access*,
    classes_end: Access*,
    diff_hash: felt,
    diff_length: felt,
    number: felt,
    state_root: felt,
    sequencer: felt,
    timestamp: felt,
    prices: GasPrices,
    blob: felt,
    version: felt,
    parent_hash: felt,
}

// Puts out the hash of each transaction, the four commitments and the hash of a block.
func main{
    output_ptr: felt*,
    pedersen_ptr: PedersenBuiltin*,
    range_check_ptr,
    poseidon_ptr: PoseidonBuiltin*,
}() {
    alloc_locals;
    local block: Block*;
    %{ block_under_test %}
    let (local transactions: felt*) = new_segment();
    let (local events: felt*) = new_segment();
    let (local receipts: felt*) = new_segment();
    let (event_end) = entries(block.chain, block.entry_count, block.entries, transactions, events, receipts);
    local event_count = event_end - events;
    let (local transaction_root) = root_of_leaves(block.entry_count, transactions);
    let (local event_root) = root_of_leaves(event_count, events);
    let (local receipt_root) = root_of_leaves(block.entry_count, receipts);
    let (local diff_hash, local diff_length) = diff(block);
    let (counts) = pack_counts(block.entry_count, event_count, diff_length, block.blob);
    local counts = counts;
    let (prices) = gas_prices_hash(&block.prices);
    local header: Header* = new Header(
        block.number,
        block.state_root,
        block.sequencer,
        block.timestamp,
        counts,
        diff_hash,
        transaction_root,
        event_root,
        receipt_root,
        prices,
        block.version,
        0,
        block.parent_hash,
    );
    let (hash) = block_hash(header);
    assert output_ptr[0] = transaction_root;
    assert output_ptr[1] = event_root;
    assert output_ptr[2] = receipt_root;
    assert output_ptr[3] = diff_hash;
    assert output_ptr[4] = diff_length;
    assert output_ptr[5] = hash;
    let output_ptr = output_ptr + 6;
    return ();
}

func diff{poseidon_ptr: PoseidonBuiltin*}(block: Block*) -> (hash: felt, length: felt) {
    if (block.has_diff == 0) {
        return (hash=block.diff_hash, length=block.diff_length);
    }
    return state_diff_hash(block.contracts, block.contracts_end, block.classes, block.classes_end);
}

func entries{
    output_ptr: felt*, pedersen_ptr: PedersenBuiltin*, range_check_ptr, poseidon_ptr: PoseidonBuiltin*
}(chain: felt, count: felt, entry: Entry*, transactions: felt*, events: felt*, receipts: felt*) -> (
    event_end: felt*
) {
    alloc_locals;
    if (count == 0) {
        return (event_end=events);
    }
    let (local hash) = entry_hash(chain, entry);
    assert [output_ptr] = hash;
    let output_ptr = output_ptr + 1;
    let (leaf) = transaction_leaf(hash, entry.signature_length, entry.signature);
    assert [transactions] = leaf;
    let (local event_end) = event_leaves(hash, entry.event_count, entry.events, events);
    let (leaf) = receipt_leaf(hash, entry.receipt);
    assert [receipts] = leaf;
    return entries(chain, count - 1, entry + Entry.SIZE, transactions + 1, event_end, receipts + 1);
}

func event_leaves{poseidon_ptr: PoseidonBuiltin*}(hash: felt, count: felt, event: Event*, leaves: felt*) -> (
    end: felt*
) {
    alloc_locals;
    if (count == 0) {
        return (end=leaves);
    }
    let (leaf) = event_leaf(
        event.from_address, hash, event.key_count, event.keys, event.data_length, event.data
    );
    assert [leaves] = leaf;
    return event_leaves(hash, count - 1, event + Event.SIZE, leaves + 1);
}

func entry_hash{pedersen_ptr: PedersenBuiltin*, range_check_ptr, poseidon_ptr: PoseidonBuiltin*}(
    chain: felt, entry: Entry*
) -> (hash: felt) {
    if (entry.kind == 0) {
        return (hash=entry.hash);
    }
    if (entry.kind == 1) {
        let (hash) = invoke_hash(chain, cast(entry.content, Invoke*));
        return (hash=hash);
    }
    if (entry.kind == 2) {
        let (hash) = declare_hash(chain, cast(entry.content, Declare*));
        return (hash=hash);
    }
    if (entry.kind == 3) {
        let (hash) = deploy_account_hash(chain, cast(entry.content, DeployAccount*));
        return (hash=hash);
    }
    let (hash) = l1_handler_hash(chain, cast(entry.content, L1Handler*));
    return (hash=hash);
}

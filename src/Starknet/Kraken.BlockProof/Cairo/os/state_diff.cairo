from lib.memory import new_segment
from lib.poseidon import PoseidonBuiltin, poseidon_many
from lib.squash import Access

// What the state holds of a contract. Of a squashed state the storage is squashed and stands in the state after the block.
struct Contract {
    class_hash: felt,
    nonce: felt,
    storage: Access*,
    storage_end: Access*,
}

// A contract's change over a block.
struct ContractChange {
    address: felt,
    before: Contract*,
    after: Contract*,
}

// The commitment to the changes of a block, and their number. Both lists are squashed, so they are sorted and name each key once;
// entries that change nothing are left out.
func state_diff_hash{poseidon_ptr: PoseidonBuiltin*}(
    contracts: ContractChange*, contracts_end: ContractChange*, classes: Access*, classes_end: Access*
) -> (hash: felt, length: felt) {
    alloc_locals;
    let (local words: felt*) = new_segment();
    assert words[0] = 'STARKNET_STATE_DIFF0';
    let (local class_count, end) = write_classes(contracts, contracts_end, 0, words + 2);
    assert words[1] = class_count;
    local declared: felt* = end;
    let (local declared_count, end) = write_cells(classes, classes_end, 0, declared + 1);
    assert declared[0] = declared_count;
    assert end[0] = 0;  // classes of Cairo 0
    assert end[1] = 1;  // one data availability mode follows,
    assert end[2] = 0;  // that of L1
    local storage: felt* = end + 3;
    let (storage_count, local cell_count, end) = write_storage(contracts, contracts_end, 0, 0, storage + 1);
    assert storage[0] = storage_count;
    local nonces: felt* = end;
    let (local nonce_count, end) = write_nonces(contracts, contracts_end, 0, nonces + 1);
    assert nonces[0] = nonce_count;
    let (hash) = poseidon_many(end - words, words);
    return (hash=hash, length=class_count + declared_count + cell_count + nonce_count);
}

func write_classes(change: ContractChange*, end: ContractChange*, count: felt, words: felt*) -> (
    count: felt, words: felt*
) {
    if (change == end) {
        return (count=count, words=words);
    }
    if (change.before.class_hash == change.after.class_hash) {
        return write_classes(change + ContractChange.SIZE, end, count, words);
    }
    assert words[0] = change.address;
    assert words[1] = change.after.class_hash;
    return write_classes(change + ContractChange.SIZE, end, count + 1, words + 2);
}

func write_nonces(change: ContractChange*, end: ContractChange*, count: felt, words: felt*) -> (
    count: felt, words: felt*
) {
    if (change == end) {
        return (count=count, words=words);
    }
    if (change.before.nonce == change.after.nonce) {
        return write_nonces(change + ContractChange.SIZE, end, count, words);
    }
    assert words[0] = change.address;
    assert words[1] = change.after.nonce;
    return write_nonces(change + ContractChange.SIZE, end, count + 1, words + 2);
}

func write_cells(access: Access*, end: Access*, count: felt, words: felt*) -> (count: felt, words: felt*) {
    if (access == end) {
        return (count=count, words=words);
    }
    if (access.before == access.after) {
        return write_cells(access + Access.SIZE, end, count, words);
    }
    assert words[0] = access.key;
    assert words[1] = access.after;
    return write_cells(access + Access.SIZE, end, count + 1, words + 2);
}

// Contracts of which no cell changes are left out. Their two cells in front are free then, and the next contract takes them.
func write_storage(
    change: ContractChange*, end: ContractChange*, count: felt, cell_count: felt, words: felt*
) -> (count: felt, cell_count: felt, words: felt*) {
    alloc_locals;
    if (change == end) {
        return (count=count, cell_count=cell_count, words=words);
    }
    let (cells, after) = write_cells(change.after.storage, change.after.storage_end, 0, words + 2);
    if (cells == 0) {
        return write_storage(change + ContractChange.SIZE, end, count, cell_count, words);
    }
    assert words[0] = change.address;
    assert words[1] = cells;
    return write_storage(change + ContractChange.SIZE, end, count + 1, cell_count + cells, after);
}

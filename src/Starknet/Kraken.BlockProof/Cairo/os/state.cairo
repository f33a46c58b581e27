from lib.memory import new_segment
from lib.patricia import HEIGHT, PEDERSEN, POSEIDON, assert_update
from lib.pedersen import PedersenBuiltin, pedersen_pair
from lib.poseidon import PoseidonBuiltin, poseidon_many, poseidon_pair
from lib.squash import Access, squash
from os.aliases import allocate_aliases
from os.constants import ALIAS_CONTRACT, BLOCK_HASH_CONTRACT
from os.state_diff import Contract, ContractChange

// Closes the state of a block: joins the accesses to contracts (values are Contract*), to their storage and to classes (values are
// compiled class hashes), gives aliases, and tells the state roots before and after. Each contract's first access begins with empty
// storage accesses, and the later ones continue its list.
func update_state{range_check_ptr, pedersen_ptr: PedersenBuiltin*, poseidon_ptr: PoseidonBuiltin*}(
    powers: felt*, contracts: Access*, contracts_end: Access*, classes: Access*, classes_end: Access*
) -> (
    root_before: felt,
    root_after: felt,
    changes: ContractChange*,
    changes_end: ContractChange*,
    class_changes: Access*,
    class_changes_end: Access*,
) {
    alloc_locals;
    %{ state_start %}
    let (local changes: ContractChange*, local changes_end: ContractChange*) = squash_contracts(contracts, contracts_end);
    let (segment) = new_segment();
    local class_changes: Access* = cast(segment, Access*);
    let (local class_changes_end) = squash(classes, classes_end, class_changes);

    local contracts_before;
    local contracts_after;
    local classes_before;
    local classes_after;
    %{ state_roots %}
    let (segment) = new_segment();
    local leaves: Access* = cast(segment, Access*);
    let (leaves_end) = write_contract_leaves(powers, changes, changes_end, leaves);
    assert_update(PEDERSEN, HEIGHT, powers, contracts_before, contracts_after, leaves, leaves_end);
    let (segment) = new_segment();
    local class_leaves: Access* = cast(segment, Access*);
    let (leaves_end) = write_class_leaves(class_changes, class_changes_end, class_leaves);
    assert_update(POSEIDON, HEIGHT, powers, classes_before, classes_after, class_leaves, leaves_end);
    let (local root_before) = state_root(contracts_before, classes_before);
    let (root_after) = state_root(contracts_after, classes_after);
    return (
        root_before=root_before,
        root_after=root_after,
        changes=changes,
        changes_end=changes_end,
        class_changes=class_changes,
        class_changes_end=class_changes_end,
    );
}

func state_root{poseidon_ptr: PoseidonBuiltin*}(contracts: felt, classes: felt) -> (root: felt) {
    if (contracts == 0) {
        if (classes == 0) {
            return (root=0);
        }
    }
    tempvar words: felt* = new ('STARKNET_STATE_V0', contracts, classes);
    let (root) = poseidon_many(3, words);
    return (root=root);
}

// One change a contract, ascending by address, with that of the aliases among them.
func squash_contracts{range_check_ptr}(contracts: Access*, end: Access*) -> (
    changes: ContractChange*, changes_end: ContractChange*
) {
    alloc_locals;
    let (segment) = new_segment();
    local squashed: Access* = cast(segment, Access*);
    let (local squashed_end) = squash(contracts, end, squashed);
    let (segment) = new_segment();
    local changes: ContractChange* = cast(segment, ContractChange*);
    local below;  // contracts below that of the aliases
    local is_read;  // whether the latter was asked for its class
    %{ contracts_below_aliases %}
    local rest: Access* = squashed + below * Access.SIZE;
    let (local own: ContractChange*) = squash_storages(squashed, rest, changes);
    local own_end: ContractChange* = own + ContractChange.SIZE;
    assert_below_aliases(squashed, rest);
    if (is_read != 0) {
        assert_unused(rest);
        let (changes_end) = squash_storages(rest + Access.SIZE, squashed_end, own_end);
        allocate_aliases(own_end, changes_end, own);
        return (changes=changes, changes_end=changes_end);
    }
    let (changes_end) = squash_storages(rest, squashed_end, own_end);
    allocate_aliases(own_end, changes_end, own);
    return (changes=changes, changes_end=changes_end);
}

func assert_below_aliases(access: Access*, end: Access*) {
    if (access == end) {
        return ();
    }
    assert (access.key - BLOCK_HASH_CONTRACT) * access.key = 0;
    return assert_below_aliases(access + Access.SIZE, end);
}

// The contract of aliases as it is for others: without class, nonce and accesses to storage.
func assert_unused(access: Access*) {
    assert access.key = ALIAS_CONTRACT;
    assert access.before = access.after;
    let contract = cast(access.before, Contract*);
    assert contract.class_hash = 0;
    assert contract.nonce = 0;
    assert contract.storage_end = contract.storage;
    return ();
}

func squash_storages{range_check_ptr}(access: Access*, end: Access*, change: ContractChange*) -> (
    end: ContractChange*
) {
    alloc_locals;
    if (access == end) {
        return (end=change);
    }
    local before: Contract* = cast(access.before, Contract*);
    local after: Contract* = cast(access.after, Contract*);
    assert before.storage_end = before.storage;
    assert after.storage = before.storage;
    let (segment) = new_segment();
    local cells: Access* = cast(segment, Access*);
    let (cells_end) = squash(after.storage, after.storage_end, cells);
    assert [change] = ContractChange(
        access.key, before, new Contract(after.class_hash, after.nonce, cells, cells_end)
    );
    return squash_storages(access + Access.SIZE, end, change + ContractChange.SIZE);
}

// The leaves of contracts before and after, each with the roots of its storage.
func write_contract_leaves{range_check_ptr, pedersen_ptr: PedersenBuiltin*, poseidon_ptr: PoseidonBuiltin*}(
    powers: felt*, change: ContractChange*, end: ContractChange*, leaf: Access*
) -> (end: Access*) {
    alloc_locals;
    if (change == end) {
        return (end=leaf);
    }
    local root_before;
    local root_after;
    %{ storage_roots %}
    assert_update(PEDERSEN, HEIGHT, powers, root_before, root_after, change.after.storage, change.after.storage_end);
    let (local leaf_before) = contract_leaf(change.before, root_before);
    let (leaf_after) = contract_leaf(change.after, root_after);
    assert [leaf] = Access(change.address, leaf_before, leaf_after);
    return write_contract_leaves(powers, change + ContractChange.SIZE, end, leaf + Access.SIZE);
}

func contract_leaf{pedersen_ptr: PedersenBuiltin*}(contract: Contract*, storage_root: felt) -> (leaf: felt) {
    if (contract.class_hash == 0) {
        if (storage_root == 0) {
            if (contract.nonce == 0) {
                return (leaf=0);
            }
        }
    }
    let (hash) = pedersen_pair(contract.class_hash, storage_root);
    let (hash) = pedersen_pair(hash, contract.nonce);
    let (hash) = pedersen_pair(hash, 0);
    return (leaf=hash);
}

func write_class_leaves{poseidon_ptr: PoseidonBuiltin*}(class: Access*, end: Access*, leaf: Access*) -> (end: Access*) {
    alloc_locals;
    if (class == end) {
        return (end=leaf);
    }
    let (local before) = class_leaf(class.before);
    let (after) = class_leaf(class.after);
    assert [leaf] = Access(class.key, before, after);
    return write_class_leaves(class + Access.SIZE, end, leaf + Access.SIZE);
}

func class_leaf{poseidon_ptr: PoseidonBuiltin*}(compiled_hash: felt) -> (leaf: felt) {
    if (compiled_hash == 0) {
        return (leaf=0);
    }
    let (leaf) = poseidon_pair('CONTRACT_CLASS_LEAF_V0', compiled_hash);
    return (leaf=leaf);
}

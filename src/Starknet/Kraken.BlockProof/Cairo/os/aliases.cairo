from lib.math import assert_less, split
from lib.memory import new_segment
from lib.squash import Access, squash
from os.constants import ALIAS_CONTRACT
from os.state_diff import Contract, ContractChange

// Storage keys and addresses below it stand for themselves; it is the first alias that is given.
const FIRST_ALIAS = 128;

// Contracts up to this address have no aliases, and neither have their keys.
const LAST_UNALIASED = 15;

// Where the contract of aliases has the next one.
const COUNTER = 0;

// Gives aliases to the keys and the addresses that changes name for the first time, by which L1 knows them from then on. They stand in
// a contract without a class; its change is written to `own`. Changes ascend by address and are squashed.
func allocate_aliases{range_check_ptr}(change: ContractChange*, end: ContractChange*, own: ContractChange*) {
    alloc_locals;
    let (segment) = new_segment();
    local start: Access* = cast(segment, Access*);
    local counter;
    %{ alias_counter %}
    let aliases = start;
    let next = counter;
    with aliases, next {
        if (counter == 0) {
            tempvar next = FIRST_ALIAS;
        } else {
            tempvar next = counter;
        }
        alias_contracts(change, end);
    }
    local range_check_ptr = range_check_ptr;
    assert [aliases] = Access(COUNTER, counter, next);
    let (segment) = new_segment();
    local cells: Access* = cast(segment, Access*);
    let (cells_end) = squash(start, aliases + Access.SIZE, cells);
    assert [own] = ContractChange(
        ALIAS_CONTRACT, new Contract(0, 0, cells, cells), new Contract(0, 0, cells, cells_end)
    );
    return ();
}

func alias_contracts{range_check_ptr, aliases: Access*, next: felt}(change: ContractChange*, end: ContractChange*) {
    alloc_locals;
    if (change == end) {
        return ();
    }
    local is_unaliased;
    %{ is_unaliased %}
    if (is_unaliased != 0) {
        assert [range_check_ptr] = change.address;
        assert [range_check_ptr + 1] = LAST_UNALIASED - change.address;
        let range_check_ptr = range_check_ptr + 2;
        return alias_contracts(change + ContractChange.SIZE, end);
    }
    let (high, low) = split(change.address);
    assert_less(0, LAST_UNALIASED, high, low);
    let (is_changed) = alias_cells(change.after.storage, change.after.storage_end, 0);
    // What changes of a contract is its class, its nonce or a cell.
    if (is_changed == 0) {
        if (change.before.class_hash == change.after.class_hash) {
            if (change.before.nonce == change.after.nonce) {
                return alias_contracts(change + ContractChange.SIZE, end);
            }
        }
    }
    alias_key(change.address);
    return alias_contracts(change + ContractChange.SIZE, end);
}

// The keys of a contract's cells that change, and whether any does.
func alias_cells{range_check_ptr, aliases: Access*, next: felt}(cell: Access*, end: Access*, is_changed: felt) -> (
    is_changed: felt
) {
    if (cell == end) {
        return (is_changed=is_changed);
    }
    if (cell.before == cell.after) {
        return alias_cells(cell + Access.SIZE, end, is_changed);
    }
    alias_key(cell.key);
    return alias_cells(cell + Access.SIZE, end, 1);
}

// An address or a key that changes.
func alias_key{range_check_ptr, aliases: Access*, next: felt}(key: felt) {
    alloc_locals;
    local is_small;
    %{ key_is_small %}
    if (is_small != 0) {
        assert [range_check_ptr] = key;
        assert [range_check_ptr + 1] = FIRST_ALIAS - 1 - key;
        let range_check_ptr = range_check_ptr + 2;
        return ();
    }
    let (high, low) = split(key);
    assert_less(0, FIRST_ALIAS - 1, high, low);
    local alias;
    %{ alias_of_key %}
    let access = aliases;
    let aliases = aliases + Access.SIZE;
    if (alias == 0) {
        assert [access] = Access(key, 0, next);
        let next = next + 1;
        return ();
    }
    assert [access] = Access(key, alias, alias);
    return ();
}

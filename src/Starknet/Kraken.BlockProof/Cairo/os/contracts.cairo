from lib.dict import dict_read, dict_write
from lib.squash import Access
from os.state_diff import Contract

// The accesses of a block to its contracts have pointers to Contract as their values.

func read_contract{contracts: Access*}(address: felt) -> (contract: Contract*) {
    let (contract) = dict_read{dict=contracts}(address);
    return (contract=cast(contract, Contract*));
}

// The contract at an address, which an access that is to be completed replaces.
func open_contract{contracts: Access*}(address: felt) -> (contract: Contract*, access: Access*) {
    assert contracts.key = address;
    %{ contract_access %}
    let access = contracts;
    let contracts = contracts + Access.SIZE;
    return (contract=cast(access.before, Contract*), access=access);
}

func read_storage{contracts: Access*}(address: felt, key: felt) -> (value: felt) {
    alloc_locals;
    let (contract, access) = open_contract(address);
    let storage = contract.storage_end;
    let (value) = dict_read{dict=storage}(key);
    assert access.after = cast(new Contract(contract.class_hash, contract.nonce, contract.storage, storage), felt);
    return (value=value);
}

func write_storage{contracts: Access*}(address: felt, key: felt, value: felt) -> (before: felt) {
    alloc_locals;
    let (contract, access) = open_contract(address);
    let storage = contract.storage_end;
    let (before) = dict_write{dict=storage}(key, value);
    assert access.after = cast(new Contract(contract.class_hash, contract.nonce, contract.storage, storage), felt);
    return (before=before);
}

func set_class{contracts: Access*}(address: felt, class_hash: felt) -> (before: Contract*) {
    let (contract, access) = open_contract(address);
    assert access.after = cast(
        new Contract(class_hash, contract.nonce, contract.storage, contract.storage_end), felt
    );
    return (before=contract);
}

// Raises a nonce from what it must be.
func raise_nonce{contracts: Access*}(address: felt, nonce: felt) {
    let (contract, access) = open_contract(address);
    assert contract.nonce = nonce;
    assert access.after = cast(
        new Contract(contract.class_hash, nonce + 1, contract.storage, contract.storage_end), felt
    );
    return ();
}

from lib.math import assert_128_bits, assert_64_bits, to_address
from lib.memory import new_segment
from lib.pedersen import PedersenBuiltin, pedersen_many
from lib.poseidon import PoseidonBuiltin, poseidon_many

const VERSION = 3;

struct Resource {
    max_amount: felt,
    max_price: felt,
}

// What all transactions of accounts have. Data for paymasters and for accounts to deploy are empty, nonces and fees lie on L1:
// the protocol takes nothing else.
struct Common {
    sender: felt,
    tip: felt,
    l1_gas: Resource,
    l2_gas: Resource,
    l1_data_gas: Resource,
    nonce: felt,
}

struct Invoke {
    common: Common,
    calldata_length: felt,
    calldata: felt*,
    proof_facts_length: felt,
    proof_facts: felt*,
}

struct Declare {
    common: Common,
    class_hash: felt,
    compiled_class_hash: felt,
}

// Its sender is the address that follows from the other fields.
struct DeployAccount {
    common: Common,
    class_hash: felt,
    salt: felt,
    calldata_length: felt,
    calldata: felt*,
}

struct L1Handler {
    address: felt,
    selector: felt,
    nonce: felt,
    calldata_length: felt,
    calldata: felt*,
}

func invoke_hash{range_check_ptr, poseidon_ptr: PoseidonBuiltin*}(chain: felt, tx: Invoke*) -> (hash: felt) {
    alloc_locals;
    let (local words: felt*) = new_segment();
    let (local empty) = write_common('invoke', chain, &tx.common, words);
    let (calldata_hash) = poseidon_many(tx.calldata_length, tx.calldata);
    assert words[8] = empty;
    assert words[9] = calldata_hash;
    if (tx.proof_facts_length == 0) {
        let (hash) = poseidon_many(10, words);
        return (hash=hash);
    }
    let (facts_hash) = poseidon_many(tx.proof_facts_length, tx.proof_facts);
    assert words[10] = facts_hash;
    let (hash) = poseidon_many(11, words);
    return (hash=hash);
}

func declare_hash{range_check_ptr, poseidon_ptr: PoseidonBuiltin*}(chain: felt, tx: Declare*) -> (hash: felt) {
    alloc_locals;
    let (local words: felt*) = new_segment();
    let (empty) = write_common('declare', chain, &tx.common, words);
    assert words[8] = empty;
    assert words[9] = tx.class_hash;
    assert words[10] = tx.compiled_class_hash;
    let (hash) = poseidon_many(11, words);
    return (hash=hash);
}

func deploy_account_hash{
    range_check_ptr, pedersen_ptr: PedersenBuiltin*, poseidon_ptr: PoseidonBuiltin*
}(chain: felt, tx: DeployAccount*) -> (hash: felt) {
    alloc_locals;
    let (address) = contract_address(0, tx.salt, tx.class_hash, tx.calldata_length, tx.calldata);
    assert tx.common.sender = address;
    let (local words: felt*) = new_segment();
    write_common('deploy_account', chain, &tx.common, words);
    let (calldata_hash) = poseidon_many(tx.calldata_length, tx.calldata);
    assert words[8] = calldata_hash;
    assert words[9] = tx.class_hash;
    assert words[10] = tx.salt;
    let (hash) = poseidon_many(11, words);
    return (hash=hash);
}

func l1_handler_hash{pedersen_ptr: PedersenBuiltin*}(chain: felt, tx: L1Handler*) -> (hash: felt) {
    alloc_locals;
    let (calldata_hash) = pedersen_many(tx.calldata_length, tx.calldata);
    local words: felt* = new (
        'l1_handler',
        0,  // version
        tx.address,
        tx.selector,
        calldata_hash,
        0,  // fee
        chain,
        tx.nonce,
    );
    return pedersen_many(8, words);
}

// The address of a contract that `deployer` deploys; 0 for none.
func contract_address{range_check_ptr, pedersen_ptr: PedersenBuiltin*}(
    deployer: felt, salt: felt, class_hash: felt, calldata_length: felt, calldata: felt*
) -> (address: felt) {
    alloc_locals;
    let (calldata_hash) = pedersen_many(calldata_length, calldata);
    local words: felt* = new ('STARKNET_CONTRACT_ADDRESS', deployer, salt, class_hash, calldata_hash);
    let (hash) = pedersen_many(5, words);
    let (address) = to_address(hash);
    return (address=address);
}

// The first eight elements, and the hash of an empty list.
func write_common{range_check_ptr, poseidon_ptr: PoseidonBuiltin*}(
    kind: felt, chain: felt, common: Common*, words: felt*
) -> (empty: felt) {
    alloc_locals;
    assert_64_bits(common.tip);
    let (local fee_words: felt*) = new_segment();
    assert fee_words[0] = common.tip;
    write_resource('L1_GAS', &common.l1_gas, fee_words + 1);
    write_resource('L2_GAS', &common.l2_gas, fee_words + 2);
    write_resource('L1_DATA', &common.l1_data_gas, fee_words + 3);
    let (local fee_hash) = poseidon_many(4, fee_words);
    let (empty) = poseidon_many(0, words);
    assert words[0] = kind;
    assert words[1] = VERSION;
    assert words[2] = common.sender;
    assert words[3] = fee_hash;
    assert words[4] = empty;
    assert words[5] = chain;
    assert words[6] = common.nonce;
    assert words[7] = 0;
    return (empty=empty);
}

// Name, amount (64 bits) and price (128 bits) in one element.
func write_resource{range_check_ptr}(name: felt, resource: Resource*, word: felt*) {
    assert_64_bits(resource.max_amount);
    assert_128_bits(resource.max_price);
    assert [word] = name * 2 ** 192 + resource.max_amount * 2 ** 128 + resource.max_price;
    return ();
}

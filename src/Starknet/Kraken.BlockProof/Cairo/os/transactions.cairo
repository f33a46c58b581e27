from lib.dict import dict_update
from lib.math import assert_128_bits, minimum, split, to_address
from lib.memory import copy, new_segment
from lib.poseidon import poseidon_many
from lib.squash import Access
from os.builtins import Builtins, with_hashes
from os.classes import EXTERNAL, L1_HANDLER
from os.commitments import Receipt, receipt_leaf, transaction_leaf
from os.constants import (
    GAS_EXECUTE_MAX,
    GAS_L1_HANDLER,
    GAS_UNMETERED,
    GAS_VALIDATE_MAX,
    SELECTOR_EXECUTE,
    SELECTOR_TRANSFER,
    SELECTOR_VALIDATE,
    SELECTOR_VALIDATE_DECLARE,
    SELECTOR_VALIDATE_DEPLOY,
    VALIDATED,
)
from os.context import BlockContext, BlockInfo, Call, ExecutionInfo, Outputs, TransactionInfo
from os.contracts import raise_nonce, read_contract
from os.entry_point import MAX_LENGTH, call_entry_point, deploy_contract
from os.revert import LogEntry
from os.transaction_hash import (
    VERSION,
    Common,
    Declare,
    DeployAccount,
    Invoke,
    L1Handler,
    declare_hash,
    deploy_account_hash,
    invoke_hash,
    l1_handler_hash,
)

const INVOKE = 0;
const DECLARE = 1;
const DEPLOY_ACCOUNT = 2;
const MESSAGE = 3;

// A transaction as a hint brings it, with what of its receipt is not proved.
struct Entry {
    kind: felt,
    content: felt*,
    signature_length: felt,
    signature: felt*,
    is_reverted: felt,
    fee: felt,
    reason_hash: felt,
    l1_gas: felt,
    l1_data_gas: felt,
    class_parts: felt*,  // of a declare: what its class hash is the hash of
}

// Elements that a class hash is the hash of: version, three lists of entry points, ABI, program.
const CLASS_PARTS = 6;

// Runs transactions, and writes a leaf for each and for its receipt.
func run_transactions{
    range_check_ptr,
    builtins: Builtins*,
    contracts: Access*,
    classes: Access*,
    log: LogEntry*,
    outputs: Outputs*,
}(block: BlockContext*, count: felt, leaves: felt*, receipts: felt*, reverted: felt) -> (reverted: felt) {
    alloc_locals;
    if (count == 0) {
        return (reverted=reverted);
    }
    local entry: Entry*;
    %{ next_transaction %}
    assert_reason(entry.is_reverted, entry.reason_hash);
    assert [range_check_ptr] = entry.signature_length;
    assert [range_check_ptr + 1] = entry.signature_length + (2 ** 128 - MAX_LENGTH);
    let range_check_ptr = range_check_ptr + 2;
    local messages: felt* = outputs.messages;
    local message_count = outputs.message_count;
    let (local hash) = run_transaction(block, entry);
    local receipt: Receipt* = new Receipt(
        entry.fee,
        outputs.message_count - message_count,
        outputs.messages - messages,
        messages,
        entry.reason_hash,
        entry.l1_gas,
        entry.l1_data_gas,
    );
    let poseidon_ptr = builtins.poseidon;
    with poseidon_ptr {
        let (leaf) = transaction_leaf(hash, entry.signature_length, entry.signature);
        assert [leaves] = leaf;
        let (leaf) = receipt_leaf(hash, receipt);
        assert [receipts] = leaf;
    }
    let (builtins) = with_hashes(builtins, builtins.pedersen, poseidon_ptr);
    return run_transactions(block, count - 1, leaves + 1, receipts + 1, reverted + entry.is_reverted);
}

// The receipt's leaf says by the reason alone whether the transaction was reverted: each reason has a hash, which is not 0.
func assert_reason(is_reverted: felt, reason_hash: felt) {
    if (reason_hash == 0) {
        assert is_reverted = 0;
        return ();
    }
    assert is_reverted = 1;
    return ();
}

func run_transaction{
    range_check_ptr,
    builtins: Builtins*,
    contracts: Access*,
    classes: Access*,
    log: LogEntry*,
    outputs: Outputs*,
}(block: BlockContext*, entry: Entry*) -> (hash: felt) {
    if (entry.kind == INVOKE) {
        return run_invoke(block, entry, cast(entry.content, Invoke*));
    }
    if (entry.kind == MESSAGE) {
        return run_l1_handler(block, entry, cast(entry.content, L1Handler*));
    }
    assert entry.is_reverted = 0;
    if (entry.kind == DEPLOY_ACCOUNT) {
        return run_deploy_account(block, entry, cast(entry.content, DeployAccount*));
    }
    assert entry.kind = DECLARE;
    return run_declare(block, entry, cast(entry.content, Declare*));
}

func run_invoke{
    range_check_ptr,
    builtins: Builtins*,
    contracts: Access*,
    classes: Access*,
    log: LogEntry*,
    outputs: Outputs*,
}(block: BlockContext*, entry: Entry*, tx: Invoke*) -> (hash: felt) {
    alloc_locals;
    assert tx.proof_facts_length = 0;
    let poseidon_ptr = builtins.poseidon;
    let (local hash) = invoke_hash{poseidon_ptr=poseidon_ptr}(block.range.chain, tx);
    let (builtins) = with_hashes(builtins, builtins.pedersen, poseidon_ptr);
    let (local transaction: TransactionInfo*) = account_transaction(block, entry, &tx.common, hash);
    raise_nonce(tx.common.sender, tx.common.nonce);
    let (local gas) = validate(
        block, transaction, tx.common.l2_gas.max_amount, SELECTOR_VALIDATE, tx.calldata_length, tx.calldata
    );
    if (entry.is_reverted == 0) {
        let (gas) = minimum(gas, GAS_EXECUTE_MAX);
        let (_, failed, _, _) = call_contract_at(
            block, block.info, transaction, EXTERNAL, 0, tx.common.sender, SELECTOR_EXECUTE, gas, tx.calldata_length, tx.calldata
        );
        assert failed = 0;
        charge_fee(block, transaction, &tx.common, entry.fee);
        return (hash=hash);
    }
    charge_fee(block, transaction, &tx.common, entry.fee);
    return (hash=hash);
}

// The constructor runs as part of the validation.
func run_deploy_account{
    range_check_ptr,
    builtins: Builtins*,
    contracts: Access*,
    classes: Access*,
    log: LogEntry*,
    outputs: Outputs*,
}(block: BlockContext*, entry: Entry*, tx: DeployAccount*) -> (hash: felt) {
    alloc_locals;
    let pedersen_ptr = builtins.pedersen;
    let poseidon_ptr = builtins.poseidon;
    with pedersen_ptr, poseidon_ptr {
        let (local hash) = deploy_account_hash(block.range.chain, tx);
    }
    let (builtins) = with_hashes(builtins, pedersen_ptr, poseidon_ptr);
    let (local transaction: TransactionInfo*) = account_transaction(block, entry, &tx.common, hash);
    local gas = tx.common.l2_gas.max_amount;
    let (local given) = minimum(gas, GAS_VALIDATE_MAX);
    let (left, _, _) = deploy_contract(
        given,
        block,
        block.validation_info,
        transaction,
        0,
        tx.common.sender,
        tx.class_hash,
        tx.calldata_length,
        tx.calldata,
    );
    local gas = gas - (given - left);
    raise_nonce(tx.common.sender, tx.common.nonce);
    assert tx.common.nonce = 0;
    let (local calldata: felt*) = new_segment();
    assert calldata[0] = tx.class_hash;
    assert calldata[1] = tx.salt;
    copy(calldata + 2, tx.calldata, tx.calldata_length);
    validate(block, transaction, gas, SELECTOR_VALIDATE_DEPLOY, tx.calldata_length + 2, calldata);
    charge_fee(block, transaction, &tx.common, entry.fee);
    return (hash=hash);
}

// Brings in a class that was not there. Its code is not looked at: whoever declared a hash that no class has can never run it.
func run_declare{
    range_check_ptr,
    builtins: Builtins*,
    contracts: Access*,
    classes: Access*,
    log: LogEntry*,
    outputs: Outputs*,
}(block: BlockContext*, entry: Entry*, tx: Declare*) -> (hash: felt) {
    alloc_locals;
    let poseidon_ptr = builtins.poseidon;
    with poseidon_ptr {
        let (local hash) = declare_hash(block.range.chain, tx);
        assert entry.class_parts[0] = 'CONTRACT_CLASS_V0.1.0';
        let (class_hash) = poseidon_many(CLASS_PARTS, entry.class_parts);
    }
    let (class_hash) = to_address(class_hash);
    assert tx.class_hash = class_hash;
    let (builtins) = with_hashes(builtins, builtins.pedersen, poseidon_ptr);
    let (local transaction: TransactionInfo*) = account_transaction(block, entry, &tx.common, hash);
    raise_nonce(tx.common.sender, tx.common.nonce);
    validate(block, transaction, tx.common.l2_gas.max_amount, SELECTOR_VALIDATE_DECLARE, 1, &tx.class_hash);
    if (tx.compiled_class_hash == 0) {
        assert 1 = 0;
    }
    dict_update{dict=classes}(tx.class_hash, 0, tx.compiled_class_hash);
    charge_fee(block, transaction, &tx.common, entry.fee);
    return (hash=hash);
}

// A message from L1 has no signature and pays no fee here. One whose handler is reverted counts as not consumed.
func run_l1_handler{
    range_check_ptr,
    builtins: Builtins*,
    contracts: Access*,
    classes: Access*,
    log: LogEntry*,
    outputs: Outputs*,
}(block: BlockContext*, entry: Entry*, tx: L1Handler*) -> (hash: felt) {
    alloc_locals;
    let pedersen_ptr = builtins.pedersen;
    let (local hash) = l1_handler_hash{pedersen_ptr=pedersen_ptr}(block.range.chain, tx);
    let (builtins) = with_hashes(builtins, pedersen_ptr, builtins.poseidon);
    assert entry.fee = 0;
    assert entry.signature_length = 0;
    if (entry.is_reverted != 0) {
        return (hash=hash);
    }
    local message: felt* = outputs.consumed;
    local payload = tx.calldata_length - 1;
    assert message[0] = tx.calldata[0];
    assert message[1] = tx.address;
    assert message[2] = tx.nonce;
    assert message[3] = tx.selector;
    assert message[4] = payload;
    copy(message + 5, tx.calldata + 1, payload);
    local outputs: Outputs* = new Outputs(
        outputs.events, outputs.messages, outputs.message_count, message + 5 + payload
    );
    local none: felt* = cast(0, felt*);
    local transaction: TransactionInfo* = new TransactionInfo(
        0,
        tx.address,
        0,
        entry.signature,
        entry.signature,
        hash,
        block.range.chain,
        tx.nonce,
        none,
        none,
        0,
        none,
        none,
        0,
        0,
        none,
        none,
        none,
        none,
    );
    let (_, failed, _, _) = call_contract_at(
        block, block.info, transaction, L1_HANDLER, 0, tx.address, tx.selector, GAS_L1_HANDLER, tx.calldata_length, tx.calldata
    );
    assert failed = 0;
    return (hash=hash);
}

// What calls see of an account's transaction. Lists that must be empty lie at the start of another.
func account_transaction{range_check_ptr}(block: BlockContext*, entry: Entry*, common: Common*, hash: felt) -> (
    transaction: TransactionInfo*
) {
    alloc_locals;
    local signature: felt* = entry.signature;
    local bounds: felt* = new (
        'L1_GAS',
        common.l1_gas.max_amount,
        common.l1_gas.max_price,
        'L2_GAS',
        common.l2_gas.max_amount,
        common.l2_gas.max_price,
        'L1_DATA',
        common.l1_data_gas.max_amount,
        common.l1_data_gas.max_price,
    );
    local transaction: TransactionInfo* = new TransactionInfo(
        VERSION,
        common.sender,
        0,
        signature,
        signature + entry.signature_length,
        hash,
        block.range.chain,
        common.nonce,
        bounds,
        bounds + 9,
        common.tip,
        signature,
        signature,
        0,
        0,
        signature,
        signature,
        signature,
        signature,
    );
    return (transaction=transaction);
}

// A call that the transaction itself makes.
func call_contract_at{
    range_check_ptr,
    builtins: Builtins*,
    contracts: Access*,
    classes: Access*,
    log: LogEntry*,
    outputs: Outputs*,
}(
    block: BlockContext*,
    info: BlockInfo*,
    transaction: TransactionInfo*,
    kind: felt,
    caller: felt,
    address: felt,
    selector: felt,
    gas: felt,
    calldata_length: felt,
    calldata: felt*,
) -> (gas: felt, failed: felt, length: felt, data: felt*) {
    alloc_locals;
    let (contract) = read_contract(address);
    local class_hash = contract.class_hash;
    local execution: ExecutionInfo* = new ExecutionInfo(info, transaction, caller, address, selector);
    local frame: Call* = new Call(block, kind, class_hash, calldata_length, calldata, execution);
    return call_entry_point(gas, frame);
}

// Asks an account whether the transaction is its own. Returns the gas that is left of the transaction's.
func validate{
    range_check_ptr,
    builtins: Builtins*,
    contracts: Access*,
    classes: Access*,
    log: LogEntry*,
    outputs: Outputs*,
}(
    block: BlockContext*, transaction: TransactionInfo*, gas: felt, selector: felt, calldata_length: felt, calldata: felt*
) -> (gas: felt) {
    alloc_locals;
    let (local given) = minimum(gas, GAS_VALIDATE_MAX);
    let (left, failed, length, data) = call_contract_at(
        block,
        block.validation_info,
        transaction,
        EXTERNAL,
        0,
        transaction.sender,
        selector,
        given,
        calldata_length,
        calldata,
    );
    assert failed = 0;
    assert length = 1;
    assert data[0] = VALIDATED;
    return (gas=gas - (given - left));
}

// Lets an account pay the fee, which is not proved but for its bound.
func charge_fee{
    range_check_ptr,
    builtins: Builtins*,
    contracts: Access*,
    classes: Access*,
    log: LogEntry*,
    outputs: Outputs*,
}(block: BlockContext*, transaction: TransactionInfo*, common: Common*, fee: felt) {
    alloc_locals;
    assert_128_bits(fee);
    // The amounts have 64 bits, the prices 128.
    let (high, low) = split(
        common.l1_gas.max_amount * common.l1_gas.max_price +
        common.l2_gas.max_amount * (common.l2_gas.max_price + common.tip) +
        common.l1_data_gas.max_amount * common.l1_data_gas.max_price,
    );
    if (high == 0) {
        assert [range_check_ptr] = low - fee;
        tempvar range_check_ptr = range_check_ptr + 1;
    } else {
        tempvar range_check_ptr = range_check_ptr;
    }
    if (fee == 0) {
        return ();
    }
    local calldata: felt* = new (block.info.sequencer, fee, 0);
    let (_, failed, _, _) = call_contract_at(
        block,
        block.info,
        transaction,
        EXTERNAL,
        transaction.sender,
        block.range.fee_token,
        SELECTOR_TRANSFER,
        GAS_UNMETERED,
        3,
        calldata,
    );
    assert failed = 0;
    return ();
}

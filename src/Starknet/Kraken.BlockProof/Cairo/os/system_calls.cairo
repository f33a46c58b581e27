from lib.dict import dict_read
from lib.math import is_at_most
from lib.memory import copy
from lib.poseidon import PoseidonBuiltin
from lib.squash import Access
from os.builtins import Builtins, with_hashes
from os.commitments import event_leaf
from os.constants import (
    BLOCK_HASH_BUFFER,
    BLOCK_HASH_CONTRACT,
    ERROR_BLOCK_NUMBER_OUT_OF_RANGE,
    ERROR_OUT_OF_GAS,
    GAS_EMIT_EVENT,
    GAS_GET_BLOCK_HASH,
    GAS_GET_CLASS_HASH_AT,
    GAS_GET_EXECUTION_INFO,
    GAS_REPLACE_CLASS,
    GAS_SEND_MESSAGE_TO_L1,
    GAS_SEND_MESSAGE_TO_L1_ELEMENT,
    GAS_STORAGE_READ,
    GAS_STORAGE_WRITE,
    GAS_SYSCALL_BASE,
)
from os.context import Call, Outputs
from os.contracts import read_contract, read_storage, set_class, write_storage
from os.revert import CLASS_KEY, LogEntry

// System calls that call no other code. A request is its name, the gas that is left, and what is asked for; the answer behind it is the
// gas left then, whether the call failed, and results, or start and end of the reason. Requests were written by code, answers are
// guesses. All functions return where the next request stands.

const HEADER = 2;

// Cells of the answer of a call that failed.
const FAILURE = 4;

// Takes gas for a call that fails only without it; the code has paid the base. The answer says whether it suffices.
func pay_and_succeed{range_check_ptr}(request: felt*, answer: felt*, price: felt) -> (is_paid: felt) {
    if (answer[1] == 0) {
        tempvar left = request[1] - price;
        assert [range_check_ptr] = left;
        assert answer[0] = left;
        let range_check_ptr = range_check_ptr + 1;
        return (is_paid=1);
    }
    assert [range_check_ptr] = price - request[1] - 1;
    let range_check_ptr = range_check_ptr + 1;
    fail(answer, request[1], ERROR_OUT_OF_GAS);
    return (is_paid=0);
}

// Takes gas for a call that can fail in other ways too, whose answer is begun later.
func pay{range_check_ptr}(request: felt*, answer: felt*, price: felt) -> (is_paid: felt, gas: felt) {
    alloc_locals;
    tempvar due = price - GAS_SYSCALL_BASE;
    local gas = request[1];
    let (is_paid) = is_at_most(due, gas);
    if (is_paid == 0) {
        fail(answer, gas, ERROR_OUT_OF_GAS);
        return (is_paid=0, gas=gas);
    }
    return (is_paid=1, gas=gas - (price - GAS_SYSCALL_BASE));
}

func fail(answer: felt*, gas: felt, reason: felt) {
    assert answer[0] = gas;
    assert answer[1] = 1;
    tempvar start = cast(answer[2], felt*);
    assert start[0] = reason;
    assert answer[3] = cast(start + 1, felt);
    return ();
}

func succeed(answer: felt*, gas: felt) {
    assert answer[0] = gas;
    assert answer[1] = 0;
    return ();
}

func storage_read{range_check_ptr, contracts: Access*}(frame: Call*, request: felt*) -> (next: felt*) {
    alloc_locals;
    local answer: felt* = request + 4;
    let (is_paid) = pay_and_succeed(request, answer, GAS_STORAGE_READ - GAS_SYSCALL_BASE);
    if (is_paid == 0) {
        return (next=answer + FAILURE);
    }
    assert request[2] = 0;  // the domain
    let (value) = read_storage(frame.info.contract, request[3]);
    assert answer[2] = value;
    return (next=answer + 3);
}

func storage_write{range_check_ptr, contracts: Access*, log: LogEntry*}(frame: Call*, request: felt*) -> (next: felt*) {
    alloc_locals;
    local answer: felt* = request + 5;
    let (is_paid) = pay_and_succeed(request, answer, GAS_STORAGE_WRITE - GAS_SYSCALL_BASE);
    if (is_paid == 0) {
        return (next=answer + FAILURE);
    }
    assert request[2] = 0;  // the domain
    let (before) = write_storage(frame.info.contract, request[3], request[4]);
    assert [log] = LogEntry(frame.info.contract, request[3], before);
    let log = log + LogEntry.SIZE;
    return (next=answer + HEADER);
}

func get_execution_info{range_check_ptr}(frame: Call*, request: felt*) -> (next: felt*) {
    alloc_locals;
    local answer: felt* = request + 2;
    let (is_paid) = pay_and_succeed(request, answer, GAS_GET_EXECUTION_INFO - GAS_SYSCALL_BASE);
    if (is_paid == 0) {
        return (next=answer + FAILURE);
    }
    assert answer[2] = cast(frame.info, felt);
    return (next=answer + 3);
}

func get_class_hash_at{range_check_ptr, contracts: Access*}(request: felt*) -> (next: felt*) {
    alloc_locals;
    local answer: felt* = request + 3;
    let (is_paid) = pay_and_succeed(request, answer, GAS_GET_CLASS_HASH_AT - GAS_SYSCALL_BASE);
    if (is_paid == 0) {
        return (next=answer + FAILURE);
    }
    let (contract) = read_contract(request[2]);
    assert answer[2] = contract.class_hash;
    return (next=answer + 3);
}

// The new class must be declared.
func replace_class{range_check_ptr, contracts: Access*, classes: Access*, log: LogEntry*}(
    frame: Call*, request: felt*
) -> (next: felt*) {
    alloc_locals;
    local answer: felt* = request + 3;
    let (is_paid) = pay_and_succeed(request, answer, GAS_REPLACE_CLASS - GAS_SYSCALL_BASE);
    if (is_paid == 0) {
        return (next=answer + FAILURE);
    }
    let (compiled_hash) = dict_read{dict=classes}(request[2]);
    if (compiled_hash == 0) {
        assert 1 = 0;
    }
    let (before) = set_class(frame.info.contract, request[2]);
    assert [log] = LogEntry(frame.info.contract, CLASS_KEY, before.class_hash);
    let log = log + LogEntry.SIZE;
    return (next=answer + HEADER);
}

func get_block_hash{range_check_ptr, contracts: Access*}(frame: Call*, request: felt*) -> (next: felt*) {
    alloc_locals;
    local answer: felt* = request + 3;
    let (is_paid, gas) = pay(request, answer, GAS_GET_BLOCK_HASH);
    if (is_paid == 0) {
        return (next=answer + FAILURE);
    }
    let (is_old) = is_at_most(request[2] + BLOCK_HASH_BUFFER, frame.block.info.number);
    if (is_old == 0) {
        fail(answer, gas, ERROR_BLOCK_NUMBER_OUT_OF_RANGE);
        return (next=answer + FAILURE);
    }
    succeed(answer, gas);
    let (hash) = read_storage(BLOCK_HASH_CONTRACT, request[2]);
    assert answer[2] = hash;
    return (next=answer + 3);
}

func emit_event{range_check_ptr, builtins: Builtins*, outputs: Outputs*}(frame: Call*, request: felt*) -> (
    next: felt*
) {
    alloc_locals;
    local answer: felt* = request + 6;
    let (is_paid) = pay_and_succeed(request, answer, GAS_EMIT_EVENT - GAS_SYSCALL_BASE);
    if (is_paid == 0) {
        return (next=answer + FAILURE);
    }
    local keys: felt* = cast(request[2], felt*);
    local data: felt* = cast(request[4], felt*);
    let poseidon_ptr = builtins.poseidon;
    let (leaf) = event_leaf{poseidon_ptr=poseidon_ptr}(
        frame.info.contract, frame.info.transaction.hash, request[3] - request[2], keys, request[5] - request[4], data
    );
    let (builtins) = with_hashes(builtins, builtins.pedersen, poseidon_ptr);
    assert [outputs.events] = leaf;
    tempvar outputs: Outputs* = new Outputs(
        outputs.events + 1, outputs.messages, outputs.message_count, outputs.consumed
    );
    return (next=answer + HEADER);
}

func send_message{range_check_ptr, outputs: Outputs*}(frame: Call*, request: felt*) -> (next: felt*) {
    alloc_locals;
    local answer: felt* = request + 5;
    local length = request[4] - request[3];
    let (is_paid) = pay_and_succeed(
        request, answer, GAS_SEND_MESSAGE_TO_L1 - GAS_SYSCALL_BASE + GAS_SEND_MESSAGE_TO_L1_ELEMENT * length
    );
    if (is_paid == 0) {
        return (next=answer + FAILURE);
    }
    local message: felt* = outputs.messages;
    assert message[0] = frame.info.contract;
    assert message[1] = request[2];
    assert message[2] = length;
    copy(message + 3, cast(request[3], felt*), length);
    tempvar outputs: Outputs* = new Outputs(
        outputs.events, message + 3 + length, outputs.message_count + 1, outputs.consumed
    );
    return (next=answer + HEADER);
}

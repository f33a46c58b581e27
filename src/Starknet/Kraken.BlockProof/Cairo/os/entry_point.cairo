from starkware.cairo.lang.compiler.lib.registers import get_ap, get_fp_and_pc
from lib.dict import dict_read
from lib.math import is_at_most
from lib.memory import copy, new_segment
from lib.squash import Access
from os.builtins import Builtins, advance_builtins, with_hashes
from os.classes import CONSTRUCTOR, EXTERNAL, CompiledClass, EntryPoint, find_class, find_entry_point
from os.constants import (
    ERROR_ENTRY_POINT_FAILED,
    ERROR_ENTRY_POINT_NOT_FOUND,
    ERROR_INVALID_ARGUMENT,
    ERROR_OUT_OF_GAS,
    GAS_CALL_CONTRACT,
    GAS_DEPLOY,
    GAS_DEPLOY_ELEMENT,
    GAS_ENTRY_POINT,
    GAS_LIBRARY_CALL,
    SELECTOR_CONSTRUCTOR,
    SELECTOR_EXECUTE,
)
from os.context import BlockContext, BlockInfo, Call, ExecutionInfo, Outputs, TransactionInfo
from os.contracts import read_contract, set_class
from os.revert import CLASS_KEY, LogEntry, undo
from os.system_calls import (
    FAILURE,
    emit_event,
    fail,
    get_block_hash,
    get_class_hash_at,
    get_execution_info,
    pay,
    replace_class,
    send_message,
    storage_read,
    storage_write,
)
from os.transaction_hash import contract_address

// What an entry point takes behind its builtins.
struct Arguments {
    gas: felt,
    system_calls: felt*,
    calldata: felt*,
    calldata_end: felt*,
}

// What it leaves behind them.
struct Results {
    gas: felt,
    system_calls_end: felt*,
    failed: felt,
    data: felt*,
    data_end: felt*,
}

// Lists of calldata are shorter.
const MAX_LENGTH = 2 ** 32;

// Cells of run_code's frame before the arguments of the code: the local, and the call of get_fp_and_pc, which returns what it was
// called with.
const STACK = 3;

// Calls an entry point. What a failed call has done is undone.
func call_entry_point{
    range_check_ptr,
    builtins: Builtins*,
    contracts: Access*,
    classes: Access*,
    log: LogEntry*,
    outputs: Outputs*,
}(gas: felt, frame: Call*) -> (gas: felt, failed: felt, length: felt, data: felt*) {
    alloc_locals;
    let (compiled_hash) = dict_read{dict=classes}(frame.class_hash);
    let (class) = find_class(frame.block.range.classes, compiled_hash);
    local class: CompiledClass* = class;
    let (entry, found) = find_entry_point(class, frame.kind, frame.info.selector);
    local entry: EntryPoint* = entry;
    if (found == 0) {
        tempvar reason: felt* = new (ERROR_ENTRY_POINT_NOT_FOUND);
        return (gas=gas, failed=1, length=1, data=reason);
    }
    let (is_enough) = is_at_most(GAS_ENTRY_POINT, gas);
    if (is_enough == 0) {
        tempvar reason: felt* = new (ERROR_OUT_OF_GAS);
        return (gas=gas, failed=1, length=1, data=reason);
    }
    return run_entry_point(gas - GAS_ENTRY_POINT, frame, class.bytecode + entry.offset, entry);
}

func run_entry_point{
    range_check_ptr,
    builtins: Builtins*,
    contracts: Access*,
    classes: Access*,
    log: LogEntry*,
    outputs: Outputs*,
}(gas: felt, frame: Call*, code: felt*, entry: EntryPoint*) -> (gas: felt, failed: felt, length: felt, data: felt*) {
    alloc_locals;
    assert [range_check_ptr] = frame.calldata_length;
    assert [range_check_ptr + 1] = frame.calldata_length + (2 ** 128 - MAX_LENGTH);
    let range_check_ptr = range_check_ptr + 2;
    local builtin_count = entry.builtins.count;
    let (local given: felt*, local returned: felt*) = run_code(
        code, builtin_count + Arguments.SIZE, gas, frame, builtins, entry
    );
    local arguments: Arguments* = cast(given + builtin_count, Arguments*);
    local results: Results* = cast(returned - Results.SIZE, Results*);
    assert arguments.gas = gas;
    assert arguments.calldata = frame.calldata;
    assert arguments.calldata_end = frame.calldata + frame.calldata_length;
    let (builtins) = advance_builtins(
        frame.block.range.builtin_sizes, builtins, entry.builtins.indices, builtin_count, given,
        cast(results, felt*) - builtin_count,
    );
    local failed = results.failed;
    if (failed == 0) {
        execute_system_calls(frame, arguments.system_calls, results.system_calls_end);
        return (gas=results.gas, failed=0, length=results.data_end - results.data, data=results.data);
    }
    assert failed = 1;
    // Events and messages of a failed call never were; what it changed is noted apart from what its caller changed, and undone.
    local kept_log: LogEntry* = log;
    local kept_outputs: Outputs* = outputs;
    let (local events: felt*) = new_segment();
    let (local messages: felt*) = new_segment();
    let (local changes: felt*) = new_segment();
    let log = cast(changes, LogEntry*);
    local dropped: Outputs* = new Outputs(events, messages, 0, kept_outputs.consumed);
    let outputs = dropped;
    execute_system_calls(frame, arguments.system_calls, results.system_calls_end);
    undo(cast(changes, LogEntry*), log);
    let log = kept_log;
    let outputs = kept_outputs;
    return (gas=results.gas, failed=1, length=results.data_end - results.data, data=results.data);
}

// Runs code whose arguments, `count` cells, a hint puts on the stack, where the caller has to compare them with what they must be.
// Returns where they are, and the end of what the code left behind.
func run_code(code: felt*, count: felt, gas: felt, frame: Call*, builtins: Builtins*, entry: EntryPoint*) -> (
    given: felt*, returned_end: felt*
) {
    alloc_locals;
    let (fp_value, _) = get_fp_and_pc();
    local given: felt* = fp_value + STACK;
    %{ enter_call %}
    ap += count;
    call abs code;
    let (returned_end) = get_ap();
    %{ exit_call %}
    return (given=given, returned_end=returned_end);
}

// Answers the system calls of code that has run. Calls within run here, so that all happens in its order.
func execute_system_calls{
    range_check_ptr,
    builtins: Builtins*,
    contracts: Access*,
    classes: Access*,
    log: LogEntry*,
    outputs: Outputs*,
}(frame: Call*, request: felt*, end: felt*) {
    if (request == end) {
        return ();
    }
    tempvar name = [request];
    if (name == 'StorageRead') {
        let (next) = storage_read(frame, request);
        return execute_system_calls(frame, next, end);
    }
    if (name == 'StorageWrite') {
        let (next) = storage_write(frame, request);
        return execute_system_calls(frame, next, end);
    }
    if (name == 'GetExecutionInfo') {
        let (next) = get_execution_info(frame, request);
        return execute_system_calls(frame, next, end);
    }
    if (name == 'EmitEvent') {
        let (next) = emit_event(frame, request);
        return execute_system_calls(frame, next, end);
    }
    if (name == 'CallContract') {
        let (next) = call_contract(frame, request);
        return execute_system_calls(frame, next, end);
    }
    if (name == 'LibraryCall') {
        let (next) = library_call(frame, request);
        return execute_system_calls(frame, next, end);
    }
    if (name == 'SendMessageToL1') {
        let (next) = send_message(frame, request);
        return execute_system_calls(frame, next, end);
    }
    if (name == 'Deploy') {
        let (next) = deploy(frame, request);
        return execute_system_calls(frame, next, end);
    }
    if (name == 'GetClassHashAt') {
        let (next) = get_class_hash_at(request);
        return execute_system_calls(frame, next, end);
    }
    if (name == 'ReplaceClass') {
        let (next) = replace_class(frame, request);
        return execute_system_calls(frame, next, end);
    }
    assert name = 'GetBlockHash';
    let (next) = get_block_hash(frame, request);
    return execute_system_calls(frame, next, end);
}

func call_contract{
    range_check_ptr,
    builtins: Builtins*,
    contracts: Access*,
    classes: Access*,
    log: LogEntry*,
    outputs: Outputs*,
}(frame: Call*, request: felt*) -> (next: felt*) {
    alloc_locals;
    local answer: felt* = request + 6;
    let (is_paid, gas) = pay(request, answer, GAS_CALL_CONTRACT);
    if (is_paid == 0) {
        return (next=answer + FAILURE);
    }
    if (request[3] == SELECTOR_EXECUTE) {
        fail(answer, gas, ERROR_INVALID_ARGUMENT);
        return (next=answer + FAILURE);
    }
    let (contract) = read_contract(request[2]);
    local outer: ExecutionInfo* = frame.info;
    local info: ExecutionInfo* = new ExecutionInfo(
        outer.block, outer.transaction, outer.contract, request[2], request[3]
    );
    local inner: Call* = new Call(
        frame.block, EXTERNAL, contract.class_hash, request[5] - request[4], cast(request[4], felt*), info
    );
    return answer_call(gas, inner, answer);
}

// Other code over the caller's storage, in its name.
func library_call{
    range_check_ptr,
    builtins: Builtins*,
    contracts: Access*,
    classes: Access*,
    log: LogEntry*,
    outputs: Outputs*,
}(frame: Call*, request: felt*) -> (next: felt*) {
    alloc_locals;
    local answer: felt* = request + 6;
    let (is_paid, gas) = pay(request, answer, GAS_LIBRARY_CALL);
    if (is_paid == 0) {
        return (next=answer + FAILURE);
    }
    local outer: ExecutionInfo* = frame.info;
    local info: ExecutionInfo* = new ExecutionInfo(
        outer.block, outer.transaction, outer.caller, outer.contract, request[3]
    );
    local inner: Call* = new Call(
        frame.block, EXTERNAL, request[2], request[5] - request[4], cast(request[4], felt*), info
    );
    return answer_call(gas, inner, answer);
}

// Makes a call and compares the answer with what it returns; a failed one has a last element more.
func answer_call{
    range_check_ptr,
    builtins: Builtins*,
    contracts: Access*,
    classes: Access*,
    log: LogEntry*,
    outputs: Outputs*,
}(gas: felt, inner: Call*, answer: felt*) -> (next: felt*) {
    alloc_locals;
    let (gas, failed, length, data) = call_entry_point(gas, inner);
    assert answer[0] = gas;
    assert answer[1] = failed;
    local start: felt* = cast(answer[2], felt*);
    copy(start, data, length);
    if (failed == 0) {
        assert answer[3] = cast(start + length, felt);
        return (next=answer + 4);
    }
    assert start[length] = ERROR_ENTRY_POINT_FAILED;
    assert answer[3] = cast(start + length + 1, felt);
    return (next=answer + 4);
}

func deploy{
    range_check_ptr,
    builtins: Builtins*,
    contracts: Access*,
    classes: Access*,
    log: LogEntry*,
    outputs: Outputs*,
}(frame: Call*, request: felt*) -> (next: felt*) {
    alloc_locals;
    local answer: felt* = request + 7;
    local length = request[5] - request[4];
    let (is_paid, gas) = pay(request, answer, GAS_DEPLOY + GAS_DEPLOY_ELEMENT * length);
    local gas = gas;
    if (is_paid == 0) {
        return (next=answer + FAILURE);
    }
    local class_hash = request[2];
    local calldata: felt* = cast(request[4], felt*);
    local outer: ExecutionInfo* = frame.info;
    local from_zero = request[6];
    assert from_zero * from_zero = from_zero;
    let pedersen_ptr = builtins.pedersen;
    let (local address) = contract_address{pedersen_ptr=pedersen_ptr}(
        (1 - from_zero) * outer.contract, request[3], class_hash, length, calldata
    );
    let (builtins) = with_hashes(builtins, pedersen_ptr, builtins.poseidon);
    let (gas, data_length, data) = deploy_contract(
        gas,
        frame.block,
        outer.block,
        outer.transaction,
        outer.contract,
        address,
        class_hash,
        length,
        calldata,
    );
    assert answer[0] = gas;
    assert answer[1] = 0;
    assert answer[2] = address;
    local start: felt* = cast(answer[3], felt*);
    copy(start, data, data_length);
    assert answer[4] = cast(start + data_length, felt);
    return (next=answer + 5);
}

// Addresses up to this one are the protocol's.
const LAST_RESERVED = 3;

// Gives an address a class and runs its constructor, which must not fail. A class without one takes no calldata.
func deploy_contract{
    range_check_ptr,
    builtins: Builtins*,
    contracts: Access*,
    classes: Access*,
    log: LogEntry*,
    outputs: Outputs*,
}(
    gas: felt,
    block: BlockContext*,
    info: BlockInfo*,
    transaction: TransactionInfo*,
    caller: felt,
    address: felt,
    class_hash: felt,
    calldata_length: felt,
    calldata: felt*,
) -> (gas: felt, length: felt, data: felt*) {
    alloc_locals;
    assert_not_reserved(address);
    let (before) = set_class(address, class_hash);
    assert before.class_hash = 0;
    assert before.nonce = 0;
    assert [log] = LogEntry(address, CLASS_KEY, 0);
    let log = log + LogEntry.SIZE;
    let (compiled_hash) = dict_read{dict=classes}(class_hash);
    let (class) = find_class(block.range.classes, compiled_hash);
    if (class.constructors.count == 0) {
        assert calldata_length = 0;
        return (gas=gas, length=0, data=calldata);
    }
    local execution: ExecutionInfo* = new ExecutionInfo(info, transaction, caller, address, SELECTOR_CONSTRUCTOR);
    local inner: Call* = new Call(block, CONSTRUCTOR, class_hash, calldata_length, calldata, execution);
    let (gas, failed, length, data) = call_entry_point(gas, inner);
    assert failed = 0;
    return (gas=gas, length=length, data=data);
}

func assert_not_reserved(address: felt) {
    tempvar lowest = address * (address - 1);
    tempvar others = (address - 2) * (address - LAST_RESERVED);
    if (lowest * others == 0) {
        assert 1 = 0;
    }
    return ();
}

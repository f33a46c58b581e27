from os.classes import Classes

// What a call is told of its block.
struct BlockInfo {
    number: felt,
    timestamp: felt,
    sequencer: felt,
}

// What a call is told of its transaction; lists are given by their start and end.
struct TransactionInfo {
    version: felt,
    sender: felt,
    max_fee: felt,
    signature: felt*,
    signature_end: felt*,
    hash: felt,
    chain: felt,
    nonce: felt,
    bounds: felt*,
    bounds_end: felt*,
    tip: felt,
    paymaster: felt*,
    paymaster_end: felt*,
    nonce_mode: felt,
    fee_mode: felt,
    deployment: felt*,
    deployment_end: felt*,
    proof_facts: felt*,
    proof_facts_end: felt*,
}

// What a call is told of its surroundings.
struct ExecutionInfo {
    block: BlockInfo*,
    transaction: TransactionInfo*,
    caller: felt,
    contract: felt,
    selector: felt,
}

// What all blocks of a proof have in common.
struct Range {
    chain: felt,
    fee_token: felt,
    classes: Classes*,
    powers: felt*,  // of 2
    builtin_sizes: felt*,
}

// What the transactions of a block have in common. Validation sees a rounded block.
struct BlockContext {
    range: Range*,
    info: BlockInfo*,
    validation_info: BlockInfo*,
}

// Ends of the lists that transactions write: leaves of events, and messages to L1 and from there (`from, to, length, payload` and
// `from, to, nonce, selector, length, payload`).
struct Outputs {
    events: felt*,
    messages: felt*,
    message_count: felt,
    consumed: felt*,
}

// A call of an entry point.
struct Call {
    block: BlockContext*,
    kind: felt,
    class_hash: felt,
    calldata_length: felt,
    calldata: felt*,
    info: ExecutionInfo*,
}

from lib.memory import copy, new_segment
from lib.poseidon import PoseidonBuiltin, poseidon_many, poseidon_pair, poseidon_prefixed

// Levels of the trees over transactions, events and receipts.
const HEIGHT = 64;

// What a receipt's leaf says beside the transaction's hash.
struct Receipt {
    actual_fee: felt,
    message_count: felt,
    messages_size: felt,
    messages: felt*,  // to L1, one behind the other: from, to, length of the payload, payload
    reason_hash: felt,  // of the text why it was reverted, 0 if it was not
    l1_gas: felt,
    l1_data_gas: felt,
}

func transaction_leaf{poseidon_ptr: PoseidonBuiltin*}(hash: felt, signature_length: felt, signature: felt*) -> (
    hash: felt
) {
    return poseidon_prefixed(hash, signature_length, signature);
}

func event_leaf{poseidon_ptr: PoseidonBuiltin*}(
    from_address: felt,
    transaction_hash: felt,
    key_count: felt,
    keys: felt*,
    data_length: felt,
    data: felt*,
) -> (hash: felt) {
    alloc_locals;
    let (local words: felt*) = new_segment();
    assert words[0] = transaction_hash;
    assert words[1] = key_count;
    copy(words + 2, keys, key_count);
    assert words[2 + key_count] = data_length;
    copy(words + 3 + key_count, data, data_length);
    return poseidon_prefixed(from_address, 3 + key_count + data_length, words);
}

func receipt_leaf{poseidon_ptr: PoseidonBuiltin*}(transaction_hash: felt, receipt: Receipt*) -> (hash: felt) {
    alloc_locals;
    let (messages_hash) = poseidon_prefixed(receipt.message_count, receipt.messages_size, receipt.messages);
    local words: felt* = new (
        transaction_hash,
        receipt.actual_fee,
        messages_hash,
        receipt.reason_hash,
        0,  // L2 gas, which the protocol leaves out
        receipt.l1_gas,
        receipt.l1_data_gas,
    );
    return poseidon_many(7, words);
}

// The root over leaves with the keys 0, 1, 2, ...; no leaf is 0, as each is a hash.
func root_of_leaves{poseidon_ptr: PoseidonBuiltin*}(count: felt, leaves: felt*) -> (hash: felt) {
    if (count == 0) {
        return (hash=0);
    }
    return climb(count, leaves, 0, HEIGHT);
}

// Nodes of one level, `above` levels below the root. The last of them hangs on an edge of `edge` steps to the left, not yet hashed.
func climb{poseidon_ptr: PoseidonBuiltin*}(count: felt, nodes: felt*, edge: felt, above: felt) -> (hash: felt) {
    alloc_locals;
    if (count == 1) {
        return hang([nodes], edge + above);
    }
    let (local parents: felt*) = new_segment();
    let (parent_count, edge) = pair_up(count, nodes, edge, 0, parents);
    return climb(parent_count, parents, edge, above - 1);
}

func pair_up{poseidon_ptr: PoseidonBuiltin*}(
    count: felt, nodes: felt*, edge: felt, written: felt, parents: felt*
) -> (count: felt, edge: felt) {
    alloc_locals;
    if (count == 1) {
        assert [parents] = [nodes];
        return (count=written + 1, edge=edge + 1);
    }
    if (count == 2) {
        let (right) = hang(nodes[1], edge);
        let (parent) = poseidon_pair(nodes[0], right);
        assert [parents] = parent;
        return (count=written + 1, edge=0);
    }
    let (parent) = poseidon_pair(nodes[0], nodes[1]);
    assert [parents] = parent;
    return pair_up(count - 2, nodes + 2, edge, written + 1, parents + 1);
}

// The top of an edge of `length` steps to the left.
func hang{poseidon_ptr: PoseidonBuiltin*}(bottom: felt, length: felt) -> (hash: felt) {
    if (length == 0) {
        return (hash=bottom);
    }
    let (hash) = poseidon_pair(bottom, 0);
    return (hash=hash + length);
}

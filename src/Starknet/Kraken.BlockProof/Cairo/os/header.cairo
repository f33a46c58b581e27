from lib.poseidon import PoseidonBuiltin, poseidon_prefixed

// The elements that a block's hash is made of, behind its domain.
struct Header {
    number: felt,
    state_root: felt,
    sequencer: felt,
    timestamp: felt,
    counts: felt,
    state_diff: felt,
    transactions: felt,
    events: felt,
    receipts: felt,
    gas_prices: felt,
    version: felt,
    zero: felt,
    parent_hash: felt,
}

// Prices of gas in Wei and in Fri.
struct GasPrices {
    l1_wei: felt,
    l1_fri: felt,
    l1_data_wei: felt,
    l1_data_fri: felt,
    l2_wei: felt,
    l2_fri: felt,
}

func block_hash{poseidon_ptr: PoseidonBuiltin*}(header: Header*) -> (hash: felt) {
    return poseidon_prefixed('STARKNET_BLOCK_HASH1', Header.SIZE, header);
}

func gas_prices_hash{poseidon_ptr: PoseidonBuiltin*}(prices: GasPrices*) -> (hash: felt) {
    return poseidon_prefixed('STARKNET_GAS_PRICES0', GasPrices.SIZE, prices);
}

// Numbers of things in a block; none can reach 2^64, as each thing takes a step to count. `blob` is 1 if its data goes to L1 as blobs.
func pack_counts(transactions: felt, events: felt, state_diff: felt, blob: felt) -> (counts: felt) {
    assert blob * blob = blob;
    return (counts=transactions * 2 ** 192 + events * 2 ** 128 + state_diff * 2 ** 64 + blob * 2 ** 63);
}

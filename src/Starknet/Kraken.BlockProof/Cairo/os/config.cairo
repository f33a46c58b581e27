from lib.blake import blake_many

// The hash of what the protocol lets chains choose.
func config_hash{range_check_ptr}(chain: felt, fee_token: felt) -> (hash: felt) {
    tempvar words: felt* = new ('StarknetOsConfig4', chain, fee_token);
    return blake_many(3, words);
}

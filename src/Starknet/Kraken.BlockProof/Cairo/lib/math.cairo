// Integers are elements from 0 to P - 1; a range check says 0 <= x < 2^128.
const RANGE = 2 ** 128;

// P - 1 is MAX_HIGH * 2^128.
const MAX_HIGH = 2 ** 123 + 17 * 2 ** 64;

// Addresses and class hashes lie below 2^251 - 256, whose halves these are.
const ADDRESS_BOUND_HIGH = 2 ** 123 - 1;
const ADDRESS_BOUND_LOW = 2 ** 128 - 256;
const ADDRESS_BOUND = ADDRESS_BOUND_HIGH * RANGE + ADDRESS_BOUND_LOW;

func assert_128_bits{range_check_ptr}(value: felt) {
    assert [range_check_ptr] = value;
    let range_check_ptr = range_check_ptr + 1;
    return ();
}

func assert_64_bits{range_check_ptr}(value: felt) {
    assert [range_check_ptr] = value;
    assert [range_check_ptr + 1] = value + (2 ** 128 - 2 ** 64);
    let range_check_ptr = range_check_ptr + 2;
    return ();
}

// value = high * 2^128 + low as integers, so that the halves of two elements compare as the elements do.
func split{range_check_ptr}(value: felt) -> (high: felt, low: felt) {
    let high = [range_check_ptr];
    let low = [range_check_ptr + 1];
    %{ split_at_128 %}
    assert value = high * RANGE + low;
    // Only one multiple of 2^128 is left at the top: of value and value + P the second is out of reach.
    assert [range_check_ptr + 2] = MAX_HIGH - high;
    let range_check_ptr = range_check_ptr + 3;
    if (high == MAX_HIGH) {
        assert low = 0;
        return (high=high, low=low);
    }
    return (high=high, low=low);
}

// a < b of two elements by their halves.
func assert_less{range_check_ptr}(a_high: felt, a_low: felt, b_high: felt, b_low: felt) {
    if (a_high == b_high) {
        assert [range_check_ptr] = b_low - a_low - 1;
        let range_check_ptr = range_check_ptr + 1;
        return ();
    }
    assert [range_check_ptr] = b_high - a_high - 1;
    let range_check_ptr = range_check_ptr + 1;
    return ();
}

// hash modulo 2^251 - 256. As P is below twice that, at most one subtraction is needed; the halves of the hash say whether.
func to_address{range_check_ptr}(hash: felt) -> (address: felt) {
    alloc_locals;
    let (high, low) = split(hash);
    local high = high;
    local low = low;
    local exceeds;
    %{ exceeds_address_bound %}
    if (exceeds == 0) {
        assert_less(high, low, ADDRESS_BOUND_HIGH, ADDRESS_BOUND_LOW);
        return (address=hash);
    }
    assert_less(ADDRESS_BOUND_HIGH, ADDRESS_BOUND_LOW - 1, high, low);
    return (address=hash - ADDRESS_BOUND);
}

// Whether a <= b, of integers whose difference has 128 bits.
func is_at_most{range_check_ptr}(a: felt, b: felt) -> (is_at_most: felt) {
    alloc_locals;
    local is_at_most;
    %{ is_at_most %}
    if (is_at_most != 0) {
        assert [range_check_ptr] = b - a;
        let range_check_ptr = range_check_ptr + 1;
        return (is_at_most=1);
    }
    assert [range_check_ptr] = a - b - 1;
    let range_check_ptr = range_check_ptr + 1;
    return (is_at_most=0);
}

func minimum{range_check_ptr}(a: felt, b: felt) -> (minimum: felt) {
    let (is_first) = is_at_most(a, b);
    if (is_first != 0) {
        return (minimum=a);
    }
    return (minimum=b);
}

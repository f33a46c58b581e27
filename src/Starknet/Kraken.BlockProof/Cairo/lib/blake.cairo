from lib.memory import new_segment

const WORD = 2 ** 32;

// Set in the first of eight words; the first of two has it clear.
const MARK = 2 ** 31;

// Words of a compressed block and of the state.
const BLOCK = 16;
const STATE = 8;

// The instructions that compress a block (the last one of a message finalises): by the frame pointer, the state that op0 points to,
// the message that op1 points to, and in dst the bytes up to and with this block. The new state goes where [ap] points to.
const OFFSET_BIAS = 2 ** 15;
const BY_FRAME = (1 + 2 + 8 + 2 ** 11) * 2 ** 48;  // dst, op0 and op1, and ap moves by one
const OPERANDS = OFFSET_BIAS + 1 + (OFFSET_BIAS - 7) * 2 ** 16 + (OFFSET_BIAS - 5) * 2 ** 32 + BY_FRAME;
const COMPRESS = OPERANDS + 2 ** 63;
const COMPRESS_LAST = OPERANDS + 2 * 2 ** 63;

// The hash of a list of elements by BLAKE2s. An element below 2^63 is two words, any other eight, the most significant first. Which of
// the forms stands there, and which of equal elements modulo P, the prover may choose: words say only one list in any case, and no
// other list has the same hash.
func blake_many{range_check_ptr}(length: felt, data: felt*) -> (hash: felt) {
    alloc_locals;
    let (local words: felt*) = new_segment();
    let (local end) = encode(length, data, words);
    pad(end);
    let (states) = new_segment();
    // The initialisation vector for digests of 32 bytes without a key.
    tempvar initial: felt* = new (
        0x6b08e647, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
    );
    let (digest) = compress(initial, states, words, end - words, 0);
    let low = digest[0] + digest[1] * WORD + digest[2] * WORD ** 2 + digest[3] * WORD ** 3;
    let high = digest[4] + digest[5] * WORD + digest[6] * WORD ** 2 + digest[7] * WORD ** 3;
    return (hash=low + high * WORD ** 4);
}

// Writes the words of elements. That words are below 2^32 the instruction sees to which compresses them.
func encode{range_check_ptr}(length: felt, data: felt*, words: felt*) -> (end: felt*) {
    if (length == 0) {
        return (end=words);
    }
    let is_small = [ap];
    %{ blake_words %}
    jmp small if is_small != 0, ap++;

    assert [range_check_ptr] = words[0] - MARK;
    let high = (words[0] - MARK) * WORD ** 3 + words[1] * WORD ** 2 + words[2] * WORD + words[3];
    let low = words[4] * WORD ** 3 + words[5] * WORD ** 2 + words[6] * WORD + words[7];
    assert [data] = high * WORD ** 4 + low;
    let range_check_ptr = range_check_ptr + 1;
    return encode(length - 1, data + 1, words + 8);

    small:
    assert [range_check_ptr] = MARK - 1 - words[0];
    assert [data] = words[0] * WORD + words[1];
    let range_check_ptr = range_check_ptr + 1;
    return encode(length - 1, data + 1, words + 2);
}

// Zeros for what a last block lacks.
func pad(end: felt*) {
    alloc_locals;
    local zero = 0;
    assert end[0] = zero;
    assert end[1] = zero;
    assert end[2] = zero;
    assert end[3] = zero;
    assert end[4] = zero;
    assert end[5] = zero;
    assert end[6] = zero;
    assert end[7] = zero;
    assert end[8] = zero;
    assert end[9] = zero;
    assert end[10] = zero;
    assert end[11] = zero;
    assert end[12] = zero;
    assert end[13] = zero;
    assert end[14] = zero;
    assert end[15] = zero;
    return ();
}

// Compresses `left` words behind `count` bytes that went before; states are written one behind the other from `next` on. No reference
// lives on behind a word of data, so what follows these is said in cells.
func compress{range_check_ptr}(state: felt*, next: felt*, message: felt*, left: felt, count: felt) -> (digest: felt*) {
    alloc_locals;
    local is_last;
    local bytes;
    static_assert [fp - 8] == range_check_ptr;
    static_assert [fp - 7] == state;
    static_assert [fp - 6] == next;
    static_assert [fp - 5] == message;
    static_assert [fp - 4] == left;
    static_assert [fp + 1] == bytes;
    %{ is_last_block %}
    jmp last if is_last != 0;

    assert bytes = count + 4 * BLOCK;
    assert [range_check_ptr] = left - BLOCK - 1;
    [ap] = next;
    dw COMPRESS;
    [ap] = [fp - 8] + 1, ap++;
    [ap] = [fp - 6], ap++;
    [ap] = [fp - 6] + STATE, ap++;
    [ap] = [fp - 5] + BLOCK, ap++;
    [ap] = [fp - 4] + (-BLOCK), ap++;
    [ap] = [fp + 1], ap++;
    call compress;
    ret;

    last:
    assert bytes = count + 4 * left;
    assert [range_check_ptr] = BLOCK - left;
    [ap] = next;
    dw COMPRESS_LAST;
    [ap] = [fp - 8] + 1, ap++;
    [ap] = [fp - 6], ap++;
    ret;
}

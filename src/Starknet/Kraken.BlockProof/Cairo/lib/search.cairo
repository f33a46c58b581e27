// The row of a table whose first cell is `key`; a table without one has no run. Rows have `size` cells, and there are `count` of them.
func find_row{range_check_ptr}(table: felt*, size: felt, count: felt, key: felt) -> (row: felt*) {
    let index = [range_check_ptr];
    %{ index_of_key %}
    assert [range_check_ptr + 1] = count - 1 - index;
    tempvar row = table + index * size;
    assert [row] = key;
    let range_check_ptr = range_check_ptr + 2;
    return (row=row);
}

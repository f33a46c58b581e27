from lib.dict import dict_write
from lib.squash import Access
from os.contracts import read_contract, set_class, write_storage

// What a call changed, by what stood there before; the class of a contract has a key that no cell has.
struct LogEntry {
    contract: felt,
    key: felt,
    before: felt,
}

const CLASS_KEY = 2 ** 251;

// Takes back what the entries behind `start` say, the last one first.
func undo{contracts: Access*}(start: LogEntry*, end: LogEntry*) {
    if (start == end) {
        return ();
    }
    tempvar entry = end - LogEntry.SIZE;
    if (entry.key == CLASS_KEY) {
        set_class(entry.contract, entry.before);
        return undo(start, entry);
    }
    write_storage(entry.contract, entry.key, entry.before);
    return undo(start, entry);
}

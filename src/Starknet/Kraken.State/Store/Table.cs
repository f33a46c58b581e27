namespace Kraken.State.Store;

/// <summary>The tables of the store: the first byte of every key.</summary>
internal enum Table : byte
{
    /// <summary>One record: the number of the latest block.</summary>
    Latest = 1,

    /// <summary>Block number to header.</summary>
    Header,

    /// <summary>Block number and index to a transaction.</summary>
    Transactions,

    /// <summary>Block number and index to a receipt.</summary>
    Receipts,

    /// <summary>Block number to state diff.</summary>
    StateDiff,

    /// <summary>Block number to the roots of the tries, of states that are held.</summary>
    Roots,

    /// <summary>Block number to commit certificate, opaque.</summary>
    Certificate,

    /// <summary>Block hash to number.</summary>
    NumberByHash,

    /// <summary>Transaction hash to block number and index.</summary>
    TransactionPlace,

    /// <summary>Class hash to the declared class.</summary>
    Sierra,

    /// <summary>Class hash to the compiled class.</summary>
    Casm,

    /// <summary>Present values with the block that set them, by kind and cell.</summary>
    Value,

    /// <summary>Values by kind, cell and block, latest block first.</summary>
    History,

    /// <summary>
    /// Trie nodes of the contracts trie, the storage tries and the class trie, by hash and the block that put them, with the uses that
    /// are left of what it put.
    /// </summary>
    TrieNode,

    /// <summary>One record: the version of the store's format.</summary>
    Format,

    /// <summary>One record: the number of the oldest block whose state is held; absent while that is block 0.</summary>
    OldestState,

    /// <summary>The journal of records of the tables whose keys are scattered (<see cref="ChainJournal"/>).</summary>
    Journal,

    /// <summary>Block number to the filter of its events, of the newest blocks (<see cref="Events.EventIndex"/>).</summary>
    EventBits,

    /// <summary>Group of blocks and bit to the blocks of the group whose filter has the bit.</summary>
    EventRow,

    /// <summary>One record: how many blocks are in the index of events.</summary>
    EventCount,
}

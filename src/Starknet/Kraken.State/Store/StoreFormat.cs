using System.Buffers.Binary;
using System.Globalization;
using Kraken.Storage;

namespace Kraken.State.Store;

/// <summary>
/// The version of the store's records, which stands beside block 0. 1, which carries no version: a block's transactions are one record,
/// its receipts another. 2: a record for every transaction and for every receipt. 3: trie nodes with their uses. 4: present
/// values with the block that set them. 5: trie nodes by hash and block, and a journal of what is scattered.
/// </summary>
internal static class StoreFormat
{
    internal const uint Current = 5;

    private const uint BeforeVersions = 1;

    internal static void Put(WriteBatch batch)
    {
        byte[] version = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(version, Current);
        batch.Put(StoreKey.Single(Table.Format), version);
    }

    /// <exception cref="StoreFormatException">The store holds a chain of another format.</exception>
    internal static void Require(IStoreReader store)
    {
        if (!store.TryGet(StoreKey.Single(Table.Latest), out _))
        {
            return;
        }

        uint found = !store.TryGet(StoreKey.Single(Table.Format), out byte[]? bytes) ? BeforeVersions
            : bytes.Length == sizeof(uint) ? BinaryPrimitives.ReadUInt32BigEndian(bytes)
            : throw new DamagedStoreException("the format's version");
        if (found != Current)
        {
            throw new StoreFormatException(string.Create(
                CultureInfo.InvariantCulture,
                $"the chain's store: expected format {Current}, got format {found}; "
                + $"keep it for its own program, and begin in an empty folder"));
        }
    }
}

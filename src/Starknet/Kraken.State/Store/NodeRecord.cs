using System;
using System.Buffers.Binary;
using Kraken.Trie;

namespace Kraken.State.Store;

/// <summary>
/// A trie node as it is stored: its bytes, and how many uses are left of what a block put, where that is more than one, 8 bytes
/// big-endian. Most have one.
/// </summary>
/// <param name="Uses">Its uses, at least 1 (see <see cref="TrieNodeUses"/>).</param>
internal readonly record struct NodeRecord(TrieNode Node, ulong Uses)
{
    internal byte[] Encode()
    {
        int size = Node.EncodedSize;
        byte[] bytes = new byte[Uses == 1 ? size : size + sizeof(ulong)];
        Node.Encode(bytes);
        if (Uses != 1)
        {
            BinaryPrimitives.WriteUInt64BigEndian(bytes.AsSpan(size), Uses);
        }

        return bytes;
    }

    internal static bool TryDecode(ReadOnlySpan<byte> bytes, out NodeRecord record)
    {
        bool counted = bytes.Length > TrieNode.MaxEncodedSize;
        ReadOnlySpan<byte> content = counted ? bytes[..^sizeof(ulong)] : bytes;
        ulong uses = counted ? BinaryPrimitives.ReadUInt64BigEndian(bytes[^sizeof(ulong)..]) : 1;
        bool read = TrieNode.TryDecode(content, out TrieNode node);
        record = new NodeRecord(node, uses);
        return read && (uses > 1 || !counted);
    }
}

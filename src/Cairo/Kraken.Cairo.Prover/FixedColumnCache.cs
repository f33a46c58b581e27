using System;
using System.Globalization;
using System.IO;
using System.Runtime.InteropServices;
using Kraken.Cairo.Air.Preprocessed;
using Kraken.Fields;
using Kraken.Stark.Channels;
using Kraken.Stark.Prover.Merkle;

namespace Kraken.Cairo.Prover;

/// <summary>
/// A folder in which the trees over the fixed columns outlive the process: for each tree a file with one layer of its nodes, the lowest
/// that a prover keeps. It is not believed: the layer is hashed up and serves only if it comes to the root that
/// <see cref="PreprocessedRoots"/> has for the tree, so that each of its nodes is the right one; the columns themselves are computed. A
/// file that is damaged, cut short, too long, another tree's or unreadable is as good as none and is written anew; a folder that cannot be
/// written to stays as it is.
/// </summary>
/// <param name="folder">The folder; made when the first file is written.</param>
public sealed class FixedColumnCache(string folder)
{
    /// <summary>The most bytes of a file; larger trees are not kept. A tree over canonical_small takes 4 MiB at a blowup of 2.</summary>
    public const long MaxFileBytes = 128L << 20;

    private const int NodeBytes = 32;
    private static readonly TimeSpan LongestWrite = TimeSpan.FromHours(1);

    /// <summary>The place that was given, whether anything is there or not.</summary>
    public string Folder => folder;

    /// <summary>The user's own: $XDG_CACHE_HOME/kraken, else ~/.cache/kraken; null for a user who has neither.</summary>
    public static FixedColumnCache? OfUser()
    {
        string? root = Environment.GetEnvironmentVariable("XDG_CACHE_HOME");
        if (!Path.IsPathRooted(root))
        {
            string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
            root = home.Length == 0 ? null : Path.Combine(home, ".cache");
        }

        return root is null ? null : new(Path.Combine(root, "kraken"));
    }

    /// <summary>The root that a kept tree must have.</summary>
    /// <returns>Null for a tree that is not kept: lifted, too large, or without a known root.</returns>
    internal static string? RootOf(PreprocessedTree tree) =>
        tree.Height == tree.NaturalHeight
        && (long)NodeBytes << MerkleTrees.LogKeptNodes(tree.Height) <= MaxFileBytes
        && PreprocessedRoots.TryGet(tree, out string? root)
            ? root
            : null;

    /// <summary>The file of a tree.</summary>
    internal string PathOf(PreprocessedTree tree) => Path.Combine(folder, string.Create(
        CultureInfo.InvariantCulture,
        $"fixed-columns-{tree.HashName}-{PreprocessedLayout.Of(tree.Variant).Name}-{tree.LogBlowup}-{tree.Height}.nodes"));

    /// <summary>The lowest kept layer of a tree, if the file has it: it comes to the known root.</summary>
    /// <returns>Null if the tree must be made.</returns>
    internal THash[]? Find<TChannel, THash>(PreprocessedTree tree)
        where TChannel : IMerkleChannel<THash>
        where THash : unmanaged, IEquatable<THash>
    {
        if (RootOf(tree) is not { } root || Read(tree) is not { } content)
        {
            return null;
        }

        THash[] nodes = new THash[content.Length / NodeBytes];
        return TryDecode(content, nodes) && MerkleTrees.RootOver<TChannel, THash>(nodes).ToString() == root ? nodes : null;
    }

    /// <summary>Writes the file of a tree, if it is one that is kept, whole or not at all: several processes may do so at once.</summary>
    internal void Keep<THash>(PreprocessedTree tree, MerkleTree<THash> nodes)
        where THash : unmanaged, IEquatable<THash>
    {
        if (RootOf(tree) is null)
        {
            return;
        }

        int log = MerkleTrees.LogKeptNodes(tree.Height);
        byte[] content = new byte[NodeBytes << log];
        for (int i = 0; i < 1 << log; i++)
        {
            Encode(nodes.Node(log, i), content.AsSpan(i * NodeBytes, NodeBytes));
        }

        Write(PathOf(tree), content);
    }

    private byte[]? Read(PreprocessedTree tree)
    {
        byte[] content = new byte[NodeBytes << MerkleTrees.LogKeptNodes(tree.Height)];
        try
        {
            using FileStream file = new(PathOf(tree), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            if (file.Length != content.Length)
            {
                return null;
            }

            file.ReadExactly(content);
            return content;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private void Write(string path, byte[] content)
    {
        string unfinished = $"{path}.{Guid.NewGuid():n}";
        try
        {
            Directory.CreateDirectory(folder);
            DeleteUnfinished(Path.GetFileName(path));
            File.WriteAllBytes(unfinished, content);
            File.Move(unfinished, path, overwrite: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            TryDelete(unfinished);
        }
    }

    /// <summary>Deletes what writers of a file that were killed left behind.</summary>
    private void DeleteUnfinished(string name)
    {
        foreach (string unfinished in Directory.EnumerateFiles(folder, name + ".*"))
        {
            if (File.GetLastWriteTimeUtc(unfinished) < DateTime.UtcNow - LongestWrite)
            {
                TryDelete(unfinished);
            }
        }
    }

    /// <summary>A digest's bytes, or an element's canonical ones.</summary>
    internal static void Encode<THash>(THash node, Span<byte> bytes)
        where THash : unmanaged
    {
        if (node is Felt felt)
        {
            felt.ToBytesBigEndian().CopyTo(bytes);
        }
        else
        {
            MemoryMarshal.Write(bytes, node);
        }
    }

    /// <summary>The nodes of a file's bytes.</summary>
    /// <returns>False if they are not all elements of the field.</returns>
    internal static bool TryDecode<THash>(ReadOnlySpan<byte> content, Span<THash> nodes)
        where THash : unmanaged
    {
        if (typeof(THash) != typeof(Felt))
        {
            MemoryMarshal.Cast<byte, THash>(content).CopyTo(nodes);
            return true;
        }

        Span<Felt> felts = MemoryMarshal.Cast<THash, Felt>(nodes);
        for (int i = 0; i < felts.Length; i++)
        {
            if (!Felt.TryFromBytesBigEndian(content.Slice(i * NodeBytes, NodeBytes), out felts[i]))
            {
                return false;
            }
        }

        return true;
    }

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // What cannot be deleted stays: a few megabytes of a cache.
        }
    }
}

using System;
using System.Collections.Immutable;
using System.Linq;
using Kraken.Casm.Classes;
using Kraken.Fields;
using Kraken.Hashing;

namespace Kraken.Starknet.Classes;

/// <summary>
/// The hash of a compiled class: by Poseidon ("V1"), and by the felt-wise Blake hash ("V2"), which declarations carry since
/// protocol 0.14.1. Both have the same structure.
/// </summary>
public static class CompiledClassHash
{
    /// <summary>The name of this form of hash, its first element.</summary>
    public static Felt Version { get; } = Felt.FromShortString("COMPILED_CLASS_V1");

    private delegate Felt ListHash(ReadOnlySpan<Felt> elements);

    /// <summary>The hash by Blake, which is what a declaration of today carries.</summary>
    public static Felt Blake(CasmClass casm) => Compute(casm, BlakeFelt.HashMany);

    /// <summary>The hash by Poseidon, of the time before 0.14.1.</summary>
    public static Felt Poseidon(CasmClass casm) => Compute(casm, Hashing.Poseidon.HashMany);

    /// <summary>The hash by Blake of a segment of code.</summary>
    public static Felt BlakeOfSegment(SegmentLengths segment, ReadOnlySpan<Felt> words) => SegmentHash(segment, words, BlakeFelt.HashMany);

    private static Felt Compute(CasmClass casm, ListHash hash) => hash(
    [
        Version,
        EntryPointsHash(casm.EntryPoints.External, hash),
        EntryPointsHash(casm.EntryPoints.L1Handler, hash),
        EntryPointsHash(casm.EntryPoints.Constructor, hash),
        casm.Segments is { } segments ? SegmentHash(segments, casm.Bytecode.AsSpan(), hash) : hash(casm.Bytecode.AsSpan()),
    ]);

    private static Felt EntryPointsHash(ImmutableArray<CasmEntryPoint> entryPoints, ListHash hash) => hash(
    [
        .. entryPoints.SelectMany(entry => (Felt[])[entry.Selector, entry.Offset, BuiltinsHash(entry.Builtins, hash)]),
    ]);

    private static Felt BuiltinsHash(ImmutableArray<string> builtins, ListHash hash) => hash([.. builtins.Select(Felt.FromShortString)]);

    private static Felt SegmentHash(SegmentLengths segment, ReadOnlySpan<Felt> words, ListHash hash)
    {
        if (segment.IsLeaf)
        {
            return hash(words);
        }

        Felt[] parts = new Felt[2 * segment.Children.Length];
        int start = 0;
        for (int i = 0; i < segment.Children.Length; i++)
        {
            SegmentLengths child = segment.Children[i];
            parts[2 * i] = child.Length;
            parts[(2 * i) + 1] = SegmentHash(child, words.Slice(start, child.Length), hash);
            start += child.Length;
        }

        return hash(parts) + Felt.One;
    }
}

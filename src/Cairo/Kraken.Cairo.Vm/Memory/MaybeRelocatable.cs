using System;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Kraken.Fields;

namespace Kraken.Cairo.Vm.Memory;

/// <summary>
/// The content of a memory cell: nothing (the default), a field element, or an address. 40 bytes: the element in Montgomery form, then a
/// word of kind (bits 0, 1), accessed flag (bit 2), segment (bits 3..26, signed) and offset (bits 27..63). The flag is a mark of the cell
/// and takes no part in equality.
/// </summary>
public struct MaybeRelocatable : IEquatable<MaybeRelocatable>
{
    private const ulong FeltKind = 1;
    private const ulong AddressKind = 2;
    private const ulong KindMask = 3;
    private const ulong AccessedMark = 4;

    private Felt value;
    private ulong tag;

    /// <summary>Wraps a field element.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public MaybeRelocatable(Felt value)
    {
        this.value = value;
        tag = FeltKind;
    }

    /// <summary>Wraps an address.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public MaybeRelocatable(Relocatable address)
        : this(address.Segment, address.Offset)
    {
    }

    /// <summary>Wraps an address.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public MaybeRelocatable(int segment, long offset)
    {
        value = default;
        tag = AddressKind | ((ulong)(segment & 0xff_ffff) << 3) | ((ulong)offset << 27);
    }

    /// <summary>The cell holds nothing.</summary>
    public readonly bool IsEmpty => (tag & KindMask) == 0;

    /// <summary>The cell holds a field element.</summary>
    public readonly bool IsFelt => (tag & KindMask) == FeltKind;

    /// <summary>The cell holds an address.</summary>
    public readonly bool IsAddress => (tag & KindMask) == AddressKind;

    /// <summary>The field element; zero for anything else.</summary>
    public readonly Felt Felt => value;

    /// <summary>The address. Meaningful only if <see cref="IsAddress"/>.</summary>
    public readonly Relocatable Address => new(Segment, Offset);

    /// <summary>The address's segment. Meaningful only if <see cref="IsAddress"/>.</summary>
    public readonly int Segment => (int)((long)(tag << 37) >> 40);

    /// <summary>The address's offset. Meaningful only if <see cref="IsAddress"/>.</summary>
    public readonly long Offset => (long)(tag >> 27);

    /// <summary>The field element in place.</summary>
    [UnscopedRef]
    internal readonly ref readonly Felt FeltRef => ref value;

    /// <summary>The cell was an operand of an executed instruction, or marked by the host.</summary>
    internal readonly bool IsAccessed => (tag & AccessedMark) != 0;

    /// <summary>An address in a temporary segment, which relocation rules may replace.</summary>
    internal readonly bool IsTemporaryAddress => IsAddress && (long)(tag << 37) < 0;

    /// <summary>Wraps a field element.</summary>
    public static implicit operator MaybeRelocatable(Felt value) => new(value);

    /// <summary>Wraps an address.</summary>
    public static implicit operator MaybeRelocatable(Relocatable address) => new(address);

    /// <summary>Equality of contents.</summary>
    public static bool operator ==(in MaybeRelocatable left, in MaybeRelocatable right) => left.Same(right);

    /// <summary>Inequality of contents.</summary>
    public static bool operator !=(in MaybeRelocatable left, in MaybeRelocatable right) => !left.Same(right);

    /// <summary>The field element, if it is one.</summary>
    public readonly bool TryFelt(out Felt felt)
    {
        felt = value;
        return IsFelt;
    }

    /// <summary>The content as an address; false for a field element or an empty cell.</summary>
    public readonly bool TryAddress(out Relocatable address)
    {
        address = Address;
        return IsAddress;
    }

    /// <inheritdoc/>
    public readonly bool Equals(MaybeRelocatable other) => Same(other);

    /// <inheritdoc/>
    public override readonly bool Equals(object? obj) => obj is MaybeRelocatable other && Same(other);

    /// <inheritdoc/>
    public override readonly int GetHashCode() => HashCode.Combine(value, tag & ~AccessedMark);

    /// <summary>Decimal digits of an element, "segment:offset" of an address.</summary>
    public override readonly string ToString() => IsFelt ? value.ToBigInteger().ToString() : IsAddress ? Address.ToString() : "nothing";

    /// <summary>Equality of contents without copies.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal readonly bool Same(in MaybeRelocatable other) => ((tag ^ other.tag) & ~AccessedMark) == 0 && value == other.value;

    /// <summary>Marks the cell as accessed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void MarkAccessed() => tag |= AccessedMark;

    /// <summary>Sets a field element and the mark.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void SetAccessed(in Felt content)
    {
        value = content;
        tag = FeltKind | AccessedMark;
    }

    /// <summary>Sets the content and the mark.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void SetAccessed(in MaybeRelocatable content)
    {
        value = content.value;
        tag = content.tag | AccessedMark;
    }

    /// <summary>Sets the content and keeps the mark.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Set(in MaybeRelocatable content)
    {
        value = content.value;
        tag = (tag & AccessedMark) | (content.tag & ~AccessedMark);
    }
}

using System;
using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Text;

namespace Kraken.Fields;

/// <content>Conversions between field elements and integers, bytes and text.</content>
public readonly partial struct Felt
{
    /// <summary>The number of bytes of an element's canonical form.</summary>
    public const int ByteCount = 32;

    /// <summary>The most ASCII characters of a short string, and the bytes of a whole word of a byte array.</summary>
    public const int ShortStringLength = 31;

    // 2^512 mod P, which takes a canonical value into Montgomery form.
    private static Felt MontgomerySquare => new(0xffff_fd73_7e00_0401, 0x0000_0001_330f_ffff, 0xffff_ffff_ff6f_8000, 0x07ff_d4ab_5e00_8810);

    /// <summary>Embeds an unsigned integer.</summary>
    public static implicit operator Felt(ulong value)
    {
        FromUInt64(value, out Felt felt);
        return felt;
    }

    /// <summary>Embeds an integer; a negative one maps to P - |value|.</summary>
    public static implicit operator Felt(int value) =>
        value >= 0 ? (ulong)value : -(Felt)(ulong)-(long)value;

    /// <summary>Embeds an integer; a negative one maps to P - |value|.</summary>
    public static implicit operator Felt(long value) =>
        value >= 0 ? (ulong)value : -(Felt)(ulong)-(Int128)value;

    /// <summary>Embeds an unsigned 128-bit integer.</summary>
    public static implicit operator Felt(UInt128 value) => FromCanonicalLimbs((ulong)value, (ulong)(value >> 64), 0, 0);

    /// <summary>Embeds an unsigned integer, by reference.</summary>
    /// <remarks>
    /// 2^256 = 32 * 2^251 = -(32 + 544 * 2^192) mod P. Of 544 v, what is above 59 bits goes once more over 2^251 = -(1 + 17 * 2^192).
    /// </remarks>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void FromUInt64(ulong value, out Felt felt)
    {
        const int TopBits = 59;
        ulong high = Math.BigMul(value, 32 * 17, out ulong low);
        ulong over = (high << (64 - TopBits)) | (low >> TopBits);
        ulong rest = low & ((1UL << TopBits) - 1);

        // P + over - 32 v + (17 over - rest) 2^192, which is above zero and below 2P.
        ulong borrow = 0;
        ulong r0 = SubtractWithBorrow(1 + over, value << 5, ref borrow);
        ulong r1 = SubtractWithBorrow(0, value >> 59, ref borrow);
        ReduceOnce(r0, r1, 0 - borrow, TopModulusLimb + (17 * over) - rest - borrow, out felt);
    }

    /// <summary>Builds an element from four little-endian 64-bit limbs of an integer below P.</summary>
    /// <remarks>The caller guarantees the range; use <see cref="TryFromBytesBigEndian"/> for foreign data.</remarks>
    public static Felt FromCanonicalLimbs(ulong l0, ulong l1, ulong l2, ulong l3) => new Felt(l0, l1, l2, l3) * MontgomerySquare;

    /// <summary>Reduces any integer modulo P; a negative one maps to its non-negative residue.</summary>
    public static Felt FromBigInteger(BigInteger value)
    {
        BigInteger residue = BigInteger.Remainder(value, Modulus);
        return FromReduced(residue.Sign < 0 ? residue + Modulus : residue);
    }

    /// <summary>Reads 1 to 32 big-endian bytes as an integer below P.</summary>
    /// <returns>False when the length is not 1..32 or the integer is not below P.</returns>
    public static bool TryFromBytesBigEndian(ReadOnlySpan<byte> bytes, out Felt value)
    {
        value = default;
        if (bytes.Length is 0 or > ByteCount)
        {
            return false;
        }

        Span<byte> padded = stackalloc byte[ByteCount];
        padded.Clear();
        bytes.CopyTo(padded[(ByteCount - bytes.Length)..]);
        ulong a3 = BinaryPrimitives.ReadUInt64BigEndian(padded);
        ulong a2 = BinaryPrimitives.ReadUInt64BigEndian(padded[8..]);
        ulong a1 = BinaryPrimitives.ReadUInt64BigEndian(padded[16..]);
        ulong a0 = BinaryPrimitives.ReadUInt64BigEndian(padded[24..]);
        if (a3 > TopModulusLimb || (a3 == TopModulusLimb && (a0 | a1 | a2) != 0))
        {
            return false;
        }

        value = FromCanonicalLimbs(a0, a1, a2, a3);
        return true;
    }

    /// <summary>Reduces a 256-bit integer, given as four little-endian limbs, modulo P.</summary>
    /// <remarks>The Montgomery product is below 2P for any first factor below 2^256, so one conversion reduces as well.</remarks>
    public static Felt FromLimbsReduced(ulong l0, ulong l1, ulong l2, ulong l3) => new Felt(l0, l1, l2, l3) * MontgomerySquare;

    /// <summary>Reads at most 32 big-endian bytes and reduces them modulo P.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There are more than 32 bytes.</exception>
    public static Felt FromBytesBigEndianReduced(ReadOnlySpan<byte> bytes)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bytes.Length, ByteCount);
        Span<byte> padded = stackalloc byte[ByteCount];
        padded.Clear();
        bytes.CopyTo(padded[(ByteCount - bytes.Length)..]);
        return FromLimbsReduced(
            BinaryPrimitives.ReadUInt64BigEndian(padded[24..]),
            BinaryPrimitives.ReadUInt64BigEndian(padded[16..]),
            BinaryPrimitives.ReadUInt64BigEndian(padded[8..]),
            BinaryPrimitives.ReadUInt64BigEndian(padded));
    }

    /// <summary>Reads at most 32 little-endian bytes and reduces them modulo P.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There are more than 32 bytes.</exception>
    public static Felt FromBytesLittleEndianReduced(ReadOnlySpan<byte> bytes)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bytes.Length, ByteCount);
        Span<byte> padded = stackalloc byte[ByteCount];
        padded.Clear();
        bytes.CopyTo(padded);
        return FromLimbsReduced(
            BinaryPrimitives.ReadUInt64LittleEndian(padded),
            BinaryPrimitives.ReadUInt64LittleEndian(padded[8..]),
            BinaryPrimitives.ReadUInt64LittleEndian(padded[16..]),
            BinaryPrimitives.ReadUInt64LittleEndian(padded[24..]));
    }

    /// <summary>Parses "0x…" hexadecimal or plain decimal text of an integer below P.</summary>
    /// <returns>False when the text is malformed, too long or not below P.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, out Felt value)
    {
        value = default;
        if (text.StartsWith("0x", StringComparison.OrdinalIgnoreCase))
        {
            ReadOnlySpan<char> digits = text[2..].TrimStart('0');
            return digits.IsEmpty ? text.Length > 2 : TryReadDigits(digits, out value);
        }

        // The framework's parsers pass over zero characters at the end.
        if (text.Length > 80
            || text.ContainsAnyExceptInRange('0', '9')
            || !BigInteger.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out BigInteger integer)
            || integer >= Modulus)
        {
            return false;
        }

        value = FromReduced(integer);
        return true;
    }

    /// <summary>Parses 1 to 64 hexadecimal digits, without a prefix, of an integer below P.</summary>
    /// <param name="digits">The digits as ASCII, in either case.</param>
    /// <param name="value">The element.</param>
    public static bool TryParseHexadecimal(ReadOnlySpan<byte> digits, out Felt value)
    {
        const int ShortDigits = 16;
        value = default;

        // Few digits are read sooner one by one than they are padded; too many are refused there.
        if (digits.Length is <= ShortDigits or > 2 * ByteCount)
        {
            return TryReadDigits(digits, out value);
        }

        Span<byte> padded = stackalloc byte[2 * ByteCount];
        padded.Fill((byte)'0');
        digits.CopyTo(padded[^digits.Length..]);
        Span<byte> bytes = stackalloc byte[ByteCount];
        return Convert.FromHexString(padded, bytes, out _, out _) == OperationStatus.Done && TryFromBytesBigEndian(bytes, out value);
    }

    /// <summary>Parses a literal of our own; see <see cref="TryParse"/> for foreign text.</summary>
    /// <exception cref="FormatException">The text is not an integer below P.</exception>
    public static Felt Parse(string text) =>
        TryParse(text, out Felt value) ? value : throw new FormatException($"expected a field element, got '{text}'");

    /// <summary>The ASCII text as a big-endian integer, at most 31 characters ("short string").</summary>
    /// <exception cref="ArgumentException">The text is longer or not ASCII.</exception>
    public static Felt FromShortString(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length > ShortStringLength || !Ascii.IsValid(text))
        {
            throw new ArgumentException($"a short string has at most {ShortStringLength} ASCII characters, got '{text}'", nameof(text));
        }

        return text.Length == 0 ? Zero : FromBytesBigEndianReduced(Encoding.ASCII.GetBytes(text));
    }

    /// <summary>The canonical integer as four little-endian 64-bit limbs.</summary>
    public void ToCanonicalLimbs(out ulong c0, out ulong c1, out ulong c2, out ulong c3)
    {
        Felt canonical = this * new Felt(1, 0, 0, 0);
        c0 = canonical.l0;
        c1 = canonical.l1;
        c2 = canonical.l2;
        c3 = canonical.l3;
    }

    /// <summary>The canonical integer, 0 .. P-1.</summary>
    public BigInteger ToBigInteger()
    {
        Span<byte> bytes = stackalloc byte[ByteCount];
        WriteBigEndian(bytes);
        return new BigInteger(bytes, isUnsigned: true, isBigEndian: true);
    }

    /// <summary>The canonical integer when it fits 64 bits.</summary>
    public bool TryToUInt64(out ulong value)
    {
        ToCanonicalLimbs(out value, out ulong c1, out ulong c2, out ulong c3);
        return (c1 | c2 | c3) == 0;
    }

    /// <summary>The canonical integer when it fits 128 bits.</summary>
    public bool TryToUInt128(out UInt128 value)
    {
        ToCanonicalLimbs(out ulong c0, out ulong c1, out ulong c2, out ulong c3);
        value = new UInt128(c1, c0);
        return (c2 | c3) == 0;
    }

    /// <summary>Writes the canonical integer as 32 big-endian bytes.</summary>
    public void WriteBigEndian(Span<byte> destination)
    {
        ToCanonicalLimbs(out ulong c0, out ulong c1, out ulong c2, out ulong c3);
        BinaryPrimitives.WriteUInt64BigEndian(destination, c3);
        BinaryPrimitives.WriteUInt64BigEndian(destination[8..], c2);
        BinaryPrimitives.WriteUInt64BigEndian(destination[16..], c1);
        BinaryPrimitives.WriteUInt64BigEndian(destination[24..], c0);
    }

    /// <summary>Writes the canonical integer as 32 little-endian bytes.</summary>
    public void WriteLittleEndian(Span<byte> destination)
    {
        ToCanonicalLimbs(out ulong c0, out ulong c1, out ulong c2, out ulong c3);
        BinaryPrimitives.WriteUInt64LittleEndian(destination, c0);
        BinaryPrimitives.WriteUInt64LittleEndian(destination[8..], c1);
        BinaryPrimitives.WriteUInt64LittleEndian(destination[16..], c2);
        BinaryPrimitives.WriteUInt64LittleEndian(destination[24..], c3);
    }

    /// <summary>The canonical integer as 32 big-endian bytes.</summary>
    public byte[] ToBytesBigEndian()
    {
        byte[] bytes = new byte[ByteCount];
        WriteBigEndian(bytes);
        return bytes;
    }

    /// <summary>Lower-case hexadecimal with "0x" and no leading zeros, the form of Starknet's JSON-RPC.</summary>
    public override string ToString()
    {
        ReadOnlySpan<char> digits = Convert.ToHexStringLower(ToBytesBigEndian()).AsSpan().TrimStart('0');
        return digits.IsEmpty ? "0x0" : $"0x{digits}";
    }

    // Bytes or characters; digits beyond the 64th do not fit into the limbs.
    private static bool TryReadDigits<T>(ReadOnlySpan<T> digits, out Felt value)
        where T : unmanaged, IBinaryInteger<T>
    {
        value = default;
        if (digits.Length is 0 or > 2 * ByteCount)
        {
            return false;
        }

        Span<ulong> limbs = stackalloc ulong[4];
        limbs.Clear();
        for (int i = 0; i < digits.Length; i++)
        {
            int digit = DigitOf(int.CreateTruncating(digits[digits.Length - 1 - i]));
            if (digit < 0)
            {
                return false;
            }

            limbs[i >> 4] |= (ulong)digit << (4 * (i & 15));
        }

        if (limbs[3] > TopModulusLimb || (limbs[3] == TopModulusLimb && (limbs[0] | limbs[1] | limbs[2]) != 0))
        {
            return false;
        }

        value = FromCanonicalLimbs(limbs[0], limbs[1], limbs[2], limbs[3]);
        return true;
    }

    private static int DigitOf(int character) => character switch
    {
        >= '0' and <= '9' => character - '0',
        >= 'a' and <= 'f' => character - 'a' + 10,
        >= 'A' and <= 'F' => character - 'A' + 10,
        _ => -1,
    };

    private static Felt FromReduced(BigInteger value)
    {
        Span<byte> bytes = stackalloc byte[ByteCount];
        bytes.Clear();
        value.TryWriteBytes(bytes, out _, isUnsigned: true);
        return FromCanonicalLimbs(
            BinaryPrimitives.ReadUInt64LittleEndian(bytes),
            BinaryPrimitives.ReadUInt64LittleEndian(bytes[8..]),
            BinaryPrimitives.ReadUInt64LittleEndian(bytes[16..]),
            BinaryPrimitives.ReadUInt64LittleEndian(bytes[24..]));
    }
}

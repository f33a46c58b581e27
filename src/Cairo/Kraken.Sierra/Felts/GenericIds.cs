using System;
using System.Collections.Generic;
using System.Numerics;
using System.Text;
using Kraken.Fields;

namespace Kraken.Sierra.Felts;

/// <summary>The felt form of generic identities: a short string, or the Keccak hash of one of the known long names.</summary>
internal static class GenericIds
{
    private const int ShortStringBound = 31;

    private static readonly string[] LongNames =
    [
        "storage_address_from_base_and_offset",
        "contract_address_try_from_felt252",
        "storage_base_address_from_felt252",
        "storage_address_try_from_felt252",
        "secp256k1_get_point_from_x_syscall",
        "secp256r1_get_point_from_x_syscall",
        "circuit_failure_guarantee_verify",
        "u96_limbs_less_than_guarantee_verify",
        "u96_single_limb_less_than_guarantee_verify",
    ];

    private static readonly Dictionary<Felt, string> LongByHash = IndexLongNames();

    /// <summary>Reads an identity; false when its bytes are no text.</summary>
    public static bool TryDecode(Felt value, out string name)
    {
        if (LongByHash.TryGetValue(value, out name!))
        {
            return true;
        }

        byte[] bytes = value.ToBigInteger().ToByteArray(isUnsigned: true, isBigEndian: true);
        foreach (byte b in bytes)
        {
            if (b is < 0x20 or > 0x7e)
            {
                return false;
            }
        }

        name = Encoding.ASCII.GetString(bytes);
        return true;
    }

    /// <summary>Writes an identity; false when the name is too long and not a known one, or no printable ASCII.</summary>
    public static bool TryEncode(string name, out Felt value)
    {
        if (name.Length > ShortStringBound)
        {
            value = Felt.FromBigInteger(UserTypeNames.Identity(name));
            return LongByHash.ContainsKey(value);
        }

        value = Felt.FromBigInteger(new BigInteger(Encoding.ASCII.GetBytes(name), isUnsigned: true, isBigEndian: true));
        return name.Length > 0 && !name.AsSpan().ContainsAnyExceptInRange(' ', '~');
    }

    private static Dictionary<Felt, string> IndexLongNames()
    {
        Dictionary<Felt, string> index = [];
        foreach (string name in LongNames)
        {
            index[Felt.FromBigInteger(UserTypeNames.Identity(name))] = name;
        }

        return index;
    }
}

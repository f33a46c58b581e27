using System;
using System.Linq;
using Kraken.Fields;
using Kraken.Serialization.Json;

namespace Kraken.Rpc.Methods;

/// <summary>Values of L1 in parameters.</summary>
public static class L1Values
{
    private const int HashDigits = 2 * Felt.ByteCount;
    private const int AddressBits = 160;

    private static readonly Felt AfterAddresses = Felt.FromBigInteger(System.Numerics.BigInteger.One << AddressBits);

    /// <summary>Reads the hash of a transaction, 256 bits in hexadecimal; it need not fit a felt.</summary>
    public static string ReadTransactionHash(JsonNode node)
    {
        string text = node.IsString ? node.Text(2 + HashDigits) : string.Empty;
        if (text.Length < 3 || !text.StartsWith("0x", StringComparison.Ordinal) || !text.Skip(2).All(char.IsAsciiHexDigit))
        {
            node.Fail("a hash in hexadecimal");
        }

        return text;
    }

    /// <summary>Reads an address of 160 bits; leading zeros may be left out.</summary>
    public static Felt ReadAddress(JsonNode node)
    {
        Felt address = node.Felt();
        if (address >= AfterAddresses)
        {
            node.Fail("an address of 160 bits in hexadecimal");
        }

        return address;
    }
}

using System;
using System.Globalization;
using System.Text.Json;
using Kraken.Serialization.Json;
using Kraken.Starknet.Blocks;

namespace Kraken.Dev.Chain;

/// <summary>Gas prices as starknet-devnet names them.</summary>
internal static class GasPriceFields
{
    /// <summary>The names, in the order of parameters.</summary>
    internal static readonly string[] Names =
        ["gas_price_wei", "data_gas_price_wei", "gas_price_fri", "data_gas_price_fri", "l2_gas_price_wei", "l2_gas_price_fri"];

    private const int MaxDigits = 40;

    /// <summary>Prices with those that a reader gives in place.</summary>
    /// <param name="old">The prices before.</param>
    /// <param name="read">Gives the price of a name, or the one that is passed.</param>
    internal static GasPrices Change(GasPrices old, Func<string, UInt128, UInt128> read) => new(
        new(read(Names[0], old.L1Gas.InWei), read(Names[2], old.L1Gas.InFri)),
        new(read(Names[1], old.L1DataGas.InWei), read(Names[3], old.L1DataGas.InFri)),
        new(read(Names[4], old.L2Gas.InWei), read(Names[5], old.L2Gas.InFri)));

    /// <summary>Reads a price: a JSON integer of 1 to <see cref="DevOptions.MaxPrice"/>.</summary>
    internal static UInt128 Read(JsonNode node)
    {
        JsonElement element = node.Element;
        if (element.ValueKind == JsonValueKind.Number
            && element.GetRawText() is { Length: <= MaxDigits } text
            && UInt128.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out UInt128 price)
            && DevOptions.IsPrice(price))
        {
            return price;
        }

        node.Fail($"an integer of 1 to {DevOptions.MaxPrice}");
        return UInt128.One;
    }

    /// <summary>Writes prices as members.</summary>
    internal static void Write(Utf8JsonWriter writer, GasPrices prices)
    {
        UInt128[] values =
        [
            prices.L1Gas.InWei, prices.L1DataGas.InWei, prices.L1Gas.InFri, prices.L1DataGas.InFri, prices.L2Gas.InWei, prices.L2Gas.InFri,
        ];
        for (int i = 0; i < Names.Length; i++)
        {
            writer.WritePropertyName(Names[i]);
            writer.WriteRawValue(values[i].ToString(CultureInfo.InvariantCulture));
        }
    }
}

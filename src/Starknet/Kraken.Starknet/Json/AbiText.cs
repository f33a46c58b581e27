using System.Text;
using System.Text.Json;

namespace Kraken.Starknet.Json;

/// <summary>
/// The text of an ABI that compilers give as an array: one space after every comma and colon, members in their order. Wallets make
/// this text when they declare a class, and the class hash covers it.
/// </summary>
public static class AbiText
{
    /// <summary>An ABI with one space after every comma and colon, whatever blanks its source has.</summary>
    public static string Canonical(JsonElement abi)
    {
        StringBuilder text = new();
        Append(text, abi);
        return text.ToString();
    }

    private static void Append(StringBuilder text, JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                AppendObject(text, element);
                break;
            case JsonValueKind.Array:
                AppendArray(text, element);
                break;
            default:
                text.Append(element.GetRawText());
                break;
        }
    }

    private static void AppendObject(StringBuilder text, JsonElement element)
    {
        string separator = string.Empty;
        text.Append('{');
        foreach (JsonProperty property in element.EnumerateObject())
        {
            text.Append(separator).Append('"').Append(JsonEncodedText.Encode(property.Name)).Append("\": ");
            Append(text, property.Value);
            separator = ", ";
        }

        text.Append('}');
    }

    private static void AppendArray(StringBuilder text, JsonElement element)
    {
        string separator = string.Empty;
        text.Append('[');
        foreach (JsonElement item in element.EnumerateArray())
        {
            text.Append(separator);
            Append(text, item);
            separator = ", ";
        }

        text.Append(']');
    }
}

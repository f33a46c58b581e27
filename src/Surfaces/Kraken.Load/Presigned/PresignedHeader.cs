using System.Collections.Immutable;
using System.Text.Json;
using Kraken.Serialization.Json;
using Kraken.Starknet;

namespace Kraken.Load.Presigned;

/// <summary>The first line of a file of signed transactions: for which chain it is, and how many it holds of which accounts.</summary>
/// <param name="Chain">The chain whose hashes are signed.</param>
/// <param name="Accounts">The accounts in the order of their transactions, each with the nonce of its first one.</param>
internal sealed record PresignedHeader(ChainId Chain, ImmutableArray<PresignedAccount> Accounts)
{
    public const string Format = "kraken-load-presigned";
    public const int Version = 1;

    private const int MaxFormat = 100;

    public static PresignedHeader Read(JsonNode node)
    {
        if (node["format"].Text(MaxFormat) != Format)
        {
            node["format"].Fail(Format);
        }

        if (node["version"].SmallNumber(int.MaxValue) != Version)
        {
            node["version"].Fail($"{Version}");
        }

        JsonNode accounts = node["accounts"];
        if (accounts.IsArray && accounts.Element.GetArrayLength() == 0)
        {
            accounts.Fail("at least one account");
        }

        return new PresignedHeader(
            new ChainId(node["chain_id"].Felt()),
            accounts.List(LoadOptions.MaxAccounts, account => new PresignedAccount(
                account["address"].Felt(), account["first_nonce"].Number(), account["count"].SmallNumber(int.MaxValue))));
    }

    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("format", Format);
        writer.WriteNumber("version", Version);
        writer.WriteFelt("chain_id", Chain.Value);
        writer.WriteStartArray("accounts");
        foreach (PresignedAccount account in Accounts)
        {
            writer.WriteStartObject();
            writer.WriteFelt("address", account.Address);
            writer.WriteNumber("first_nonce", account.FirstNonce);
            writer.WriteNumber("count", account.Count);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}

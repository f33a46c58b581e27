using System;
using System.Text.Json;
using Kraken.Dev.Chain;
using Kraken.Fields;
using Kraken.Serialization.Json;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Json;

namespace Kraken.Dev.Recording;

/// <summary>
/// What the calls of a dump left behind that is in no block: a process that goes on with the blocks goes on with this as well, so that its
/// own calls mean behind those of the dump what they mean to it.
/// </summary>
/// <param name="Prices">The prices of the next block.</param>
/// <param name="Impersonated">Whose transactions are not validated.</param>
/// <param name="AcceptedOnL1">The newest block of which it was said that L1 accepted it; null for none.</param>
internal sealed record RecordedSettings(GasPrices Prices, Impersonation Impersonated, ulong? AcceptedOnL1)
{
    private const string StartingBlock = "starting_block_id";

    /// <summary>The settings after one more call.</summary>
    /// <param name="call">The call of JSON-RPC, its parameters by name or by position.</param>
    /// <exception cref="DevRefusalException">One of its parameters is not as its method takes it.</exception>
    internal RecordedSettings After(string method, JsonElement call) => method switch
    {
        "devnet_setGasPrice" => this with { Prices = GasPriceFields.Change(Prices, (name, before) => PriceOf(call, name) ?? before) },
        "devnet_impersonateAccount" => this with { Impersonated = Impersonated.With(AccountOf(call)) },
        "devnet_stopImpersonateAccount" =>
            this with { Impersonated = Impersonated with { Accounts = Impersonated.Accounts.Remove(AccountOf(call)) } },
        "devnet_autoImpersonate" => this with { Impersonated = Impersonated with { IsForAll = true } },
        "devnet_stopAutoImpersonate" => this with { Impersonated = Impersonated with { IsForAll = false } },
        "devnet_acceptOnL1" when NumberOf(call) is { } number => this with { AcceptedOnL1 = Math.Max(AcceptedOnL1 ?? 0, number) },
        "devnet_abortBlocks" when NumberOf(call) is > 0 and { } number && number <= AcceptedOnL1 =>
            this with { AcceptedOnL1 = number - 1 },
        _ => this,
    };

    private static UInt128? PriceOf(JsonElement call, string name) =>
        Find(call, name, Array.IndexOf(GasPriceFields.Names, name)) is { ValueKind: not JsonValueKind.Null } given
            ? Read(given, name, GasPriceFields.Read)
            : null;

    private static Felt AccountOf(JsonElement call) =>
        Read(Find(call, "account_address", 0) ?? default, "account_address", static node => node.Felt());

    private static ulong? NumberOf(JsonElement call) =>
        Read(Find(call, StartingBlock, 0) ?? default, StartingBlock, BlockIdJson.Read) is BlockId.ByNumber { Number: var number }
            ? number
            : null;

    private static JsonElement? Find(JsonElement call, string name, int index) =>
        !JsonText.TryGet(call, "params", out JsonElement all) ? null
        : all.ValueKind == JsonValueKind.Array ? index < all.GetArrayLength() ? all[index] : null
        : JsonText.TryGet(all, name, out JsonElement found) ? found
        : null;

    private static T Read<T>(JsonElement value, string name, Func<JsonNode, T> read)
    {
        JsonDecoding decoding = new();
        T got = read(decoding.At(value, name));
        return decoding.Error is { } error ? throw new DevRefusalException(error.ToString()) : got;
    }
}

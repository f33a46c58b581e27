using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Text.Json;
using Kraken.Fields;

namespace Kraken.BlockProof.Tests;

/// <summary>A call of the demo contract in the development node's run, with the contract's storage around it.</summary>
internal sealed record DevnetCall(
    string Name,
    Felt Contract,
    Felt ClassHash,
    Felt Selector,
    ImmutableArray<Felt> Calldata,
    ImmutableArray<Felt> Result,
    ulong L2Gas,
    ImmutableArray<(ImmutableArray<Felt> Keys, ImmutableArray<Felt> Data)> Events,
    IReadOnlyDictionary<Felt, Felt> Before,
    IReadOnlyDictionary<Felt, Felt> After)
{
    public static IReadOnlyList<DevnetCall> All { get; } = Read();

    public static DevnetCall Named(string name) => All.Single(call => call.Name == name);

    private static List<DevnetCall> Read()
    {
        using JsonDocument run = JsonDocument.Parse(RepositoryData.Read("starknet", "devnet-run", "chain_contracts.json"));
        Felt demo = Felt.Parse(run.RootElement.GetProperty("contracts").GetProperty("demo").GetString()!);
        List<DevnetCall> calls = [];
        Dictionary<Felt, Felt> storage = [];
        foreach (JsonElement transaction in run.RootElement.GetProperty("transactions").EnumerateArray())
        {
            Dictionary<Felt, Felt> before = new(storage);
            foreach (JsonElement diff in transaction.GetProperty("state_diff")
                .GetProperty("storage_diffs").EnumerateArray().Where(diff => One(diff, "address") == demo))
            {
                foreach (JsonElement entry in diff.GetProperty("storage_entries").EnumerateArray())
                {
                    storage[One(entry, "key")] = One(entry, "value");
                }
            }

            bool succeeded = transaction.GetProperty("receipt").GetProperty("execution_status").GetString() == "SUCCEEDED";
            if (succeeded && transaction.GetProperty("trace").TryGetProperty("execute_invocation", out JsonElement execute))
            {
                calls.AddRange(execute.GetProperty("calls").EnumerateArray().Where(call => One(call, "contract_address") == demo)
                    .Select(call => Read(transaction.GetProperty("name").GetString()!, call, before, new Dictionary<Felt, Felt>(storage))));
            }
        }

        return calls;
    }

    private static DevnetCall Read(string name, JsonElement call, Dictionary<Felt, Felt> before, Dictionary<Felt, Felt> after) => new(
        name,
        One(call, "contract_address"),
        One(call, "class_hash"),
        One(call, "entry_point_selector"),
        Many(call, "calldata"),
        Many(call, "result"),
        call.GetProperty("execution_resources").GetProperty("l2_gas").GetUInt64(),
        [.. call.GetProperty("events").EnumerateArray().Select(item => (Many(item, "keys"), Many(item, "data")))],
        before,
        after);

    private static Felt One(JsonElement element, string name) => Felt.Parse(element.GetProperty(name).GetString()!);

    private static ImmutableArray<Felt> Many(JsonElement element, string name) =>
        [.. element.GetProperty(name).EnumerateArray().Select(item => Felt.Parse(item.GetString()!))];
}

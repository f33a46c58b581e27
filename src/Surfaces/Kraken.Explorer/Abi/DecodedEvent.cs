using System.Collections.Generic;
using System.Linq;
using Kraken.Fields;
using Kraken.Serialization;
using Kraken.Starknet.Receipts;

namespace Kraken.Explorer.Abi;

/// <summary>An event with its members read by the ABI of the emitting class.</summary>
internal sealed record DecodedEvent(Felt Contract, string Name, IReadOnlyList<NamedText> Members)
{
    /// <summary>Decodes an event; keys and data as they are where the ABI does not fit.</summary>
    public static DecodedEvent Of(ContractEvent happened, ContractAbi abi, DecodingBudget? budget = null)
    {
        budget ??= new DecodingBudget();

        // Events of embedded components have the component's selector first.
        for (int key = 0; key < happened.Keys.Length; key++)
        {
            if (abi.Event(happened.Keys[key]) is { } known && Read(happened, abi, known, key + 1, budget) is { } members)
            {
                return new DecodedEvent(happened.FromAddress, ForeignText.Name(known.ShortName), members);
            }
        }

        return new DecodedEvent(
            happened.FromAddress,
            "event",
            [
                new NamedText("keys", "felt252[]", DecodedCall.Felts(happened.Keys, budget)),
                new NamedText("data", "felt252[]", DecodedCall.Felts(happened.Data, budget)),
            ]);
    }

    private static List<NamedText>? Read(
        ContractEvent happened, ContractAbi abi, AbiEvent known, int firstKey, DecodingBudget budget)
    {
        ValueDecoder keys = new(abi, [.. happened.Keys.Skip(firstKey)], budget);
        ValueDecoder data = new(abi, happened.Data, budget);
        List<NamedText> members = [];
        foreach (AbiMember member in known.Members.TakeWhile(_ => !keys.Failed && !data.Failed))
        {
            members.AddRange((member.Kind == "key" ? keys : data).Read([member]));
        }

        return keys.Failed || data.Failed || keys.Rest.Count > 0 || data.Rest.Count > 0 ? null : members;
    }
}

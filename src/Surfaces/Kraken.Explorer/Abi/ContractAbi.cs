using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using Kraken.Fields;

namespace Kraken.Explorer.Abi;

/// <summary>The ABI of a class. What cannot be read is left out: an ABI is a claim of whoever declared the class.</summary>
internal sealed class ContractAbi
{
    private const int MaxBytes = 8 << 20;

    // Inputs, outputs, members and variants together: a type is some five objects. The largest classes in use have some hundreds.
    private const int MaxMembers = 20_000;

    private readonly Dictionary<Felt, AbiFunction> functionsBySelector = [];
    private readonly Dictionary<Felt, AbiEvent> eventsBySelector = [];

    private ContractAbi(
        IReadOnlyList<AbiFunction> functions,
        IReadOnlyDictionary<string, IReadOnlyList<AbiMember>> structs,
        IReadOnlyDictionary<string, IReadOnlyList<AbiMember>> enums,
        IReadOnlyList<AbiEvent> events)
    {
        Functions = functions;
        Structs = structs;
        Enums = enums;
        Events = events;
        foreach (AbiFunction function in functions)
        {
            functionsBySelector.TryAdd(function.Selector, function);
        }

        foreach (AbiEvent declared in events)
        {
            eventsBySelector.TryAdd(declared.Selector, declared);
        }
    }

    /// <summary>An ABI that knows nothing.</summary>
    public static ContractAbi Empty { get; } =
        new([], new Dictionary<string, IReadOnlyList<AbiMember>>(), new Dictionary<string, IReadOnlyList<AbiMember>>(), []);

    public IReadOnlyList<AbiFunction> Functions { get; }

    public IReadOnlyDictionary<string, IReadOnlyList<AbiMember>> Structs { get; }

    public IReadOnlyDictionary<string, IReadOnlyList<AbiMember>> Enums { get; }

    public IReadOnlyList<AbiEvent> Events { get; }

    /// <summary>Reads the ABI text of a class, as far as its members are not too many; an empty ABI when it is none.</summary>
    public static ContractAbi Parse(string text)
    {
        if (text.Length is 0 or > MaxBytes)
        {
            return Empty;
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 32 });
            return document.RootElement.ValueKind == JsonValueKind.Array ? Read(document.RootElement) : Empty;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // The second is thrown for escapes of half a surrogate pair.
            return Empty;
        }
    }

    /// <summary>The function with a selector; null when the ABI names none.</summary>
    public AbiFunction? Function(Felt selector) => functionsBySelector.GetValueOrDefault(selector);

    /// <summary>The event whose name hashes to an event's first key; null when the ABI names none.</summary>
    public AbiEvent? Event(Felt selector) => eventsBySelector.GetValueOrDefault(selector);

    private static ContractAbi Read(JsonElement items)
    {
        List<AbiFunction> functions = [];
        Dictionary<string, IReadOnlyList<AbiMember>> structs = [];
        Dictionary<string, IReadOnlyList<AbiMember>> enums = [];
        List<AbiEvent> events = [];
        int room = MaxMembers;
        foreach (JsonElement item in items.EnumerateArray()
            .SelectMany(item => Text(item, "type") == "interface" ? [.. Array(item, "items")] : (JsonElement[])[item]))
        {
            string name = Text(item, "name");
            room -= 1 + Size(item, "inputs") + Size(item, "outputs") + Size(item, "members") + Size(item, "variants");
            if (room < 0)
            {
                break;
            }

            switch (Text(item, "type"))
            {
                case "function":
                case "constructor":
                case "l1_handler":
                    functions.Add(new AbiFunction(
                        name,
                        Members(item, "inputs"),
                        [.. Array(item, "outputs").Select(output => AbiType.Parse(Text(output, "type"))).OfType<AbiType>()],
                        Text(item, "state_mutability") == "view"));
                    break;
                case "struct":
                    structs[name] = Members(item, "members");
                    break;
                case "enum":
                    enums[name] = Members(item, "variants");
                    break;
                case "event" when Text(item, "kind") == "struct":
                    events.Add(new AbiEvent(name, Members(item, "members")));
                    break;
                default:
                    break;
            }
        }

        return new ContractAbi(functions, structs, enums, events);
    }

    private static List<AbiMember> Members(JsonElement item, string list)
    {
        List<AbiMember> members = [];
        foreach (JsonElement member in Array(item, list))
        {
            if (AbiType.Parse(Text(member, "type")) is { } type)
            {
                members.Add(new AbiMember(Text(member, "name"), type, Text(member, "kind")));
            }
        }

        return members;
    }

    private static int Size(JsonElement item, string list) =>
        item.ValueKind == JsonValueKind.Object && item.TryGetProperty(list, out JsonElement value) && value.ValueKind == JsonValueKind.Array
            ? value.GetArrayLength()
            : 0;

    private static string Text(JsonElement item, string name) =>
        item.ValueKind == JsonValueKind.Object
            && item.TryGetProperty(name, out JsonElement value)
            && value.ValueKind == JsonValueKind.String
            ? value.GetString()!
            : "";

    private static IEnumerable<JsonElement> Array(JsonElement item, string name) =>
        item.ValueKind == JsonValueKind.Object && item.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Array
            ? value.EnumerateArray()
            : [];
}

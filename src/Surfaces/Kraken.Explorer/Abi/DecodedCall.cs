using System.Collections.Generic;
using System.Linq;
using Kraken.Fields;
using Kraken.Serialization;

namespace Kraken.Explorer.Abi;

/// <summary>A call with its arguments read by the ABI of the called class.</summary>
/// <param name="Contract">The called contract.</param>
/// <param name="Function">The function's name, or its selector where the ABI names none.</param>
/// <param name="Arguments">The arguments; one raw list where the ABI does not fit.</param>
/// <param name="Raw">The calldata as it is.</param>
internal sealed record DecodedCall(Felt Contract, string Function, IReadOnlyList<NamedText> Arguments, IReadOnlyList<Felt> Raw)
{
    private const int MaxFelts = 100;

    /// <summary>Names the function and the arguments of a call as far as the ABI tells them.</summary>
    public static DecodedCall Of(
        Felt contract, Felt selector, IReadOnlyList<Felt> calldata, ContractAbi abi, DecodingBudget? budget = null)
    {
        budget ??= new DecodingBudget();
        if (abi.Function(selector) is not { } function)
        {
            return new DecodedCall(contract, selector.ToString(), Unread(calldata, budget), calldata);
        }

        return new DecodedCall(contract, ForeignText.Name(function.Name), ArgumentsOf(function, calldata, abi, budget), calldata);
    }

    /// <summary>Reads the values that a function returns; raw felts where the ABI does not fit.</summary>
    public static string Result(Felt selector, IReadOnlyList<Felt> result, ContractAbi abi, DecodingBudget? budget = null)
    {
        budget ??= new DecodingBudget();
        if (abi.Function(selector) is { } function)
        {
            ValueDecoder decoder = new(abi, result, budget);
            string text = string.Join(", ", function.Outputs.TakeWhile(_ => !decoder.Failed).Select(decoder.Read));
            if (!decoder.Failed && decoder.Rest.Count == 0)
            {
                return text;
            }
        }

        return Felts(result, budget);
    }

    /// <summary>Reads the arguments of a function; one raw list where they do not fit.</summary>
    public static IReadOnlyList<NamedText> ArgumentsOf(
        AbiFunction function, IReadOnlyList<Felt> calldata, ContractAbi abi, DecodingBudget budget)
    {
        ValueDecoder decoder = new(abi, calldata, budget);
        List<NamedText> arguments = decoder.Read(function.Inputs);
        return decoder.Failed || decoder.Rest.Count > 0 ? Unread(calldata, budget) : arguments;
    }

    /// <summary>Felts as text, the first of them where there are many.</summary>
    public static string Felts(IReadOnlyList<Felt> felts) =>
        felts.Count <= MaxFelts ? string.Join(' ', felts) : $"{string.Join(' ', felts.Take(MaxFelts))} ... ({felts.Count} felts)";

    /// <summary>The same where the page has room for them; else only how many they are.</summary>
    public static string Felts(IReadOnlyList<Felt> felts, DecodingBudget budget)
    {
        string text = Felts(felts);
        return budget.TryTake(text.Length) ? text : $"... ({felts.Count} felts)";
    }

    private static List<NamedText> Unread(IReadOnlyList<Felt> calldata, DecodingBudget budget) =>
        [new NamedText("calldata", "felt252[]", Felts(calldata, budget))];
}

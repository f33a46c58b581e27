using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Kraken.Explorer.Abi;
using Kraken.Fields;
using Kraken.Starknet.Chain;

namespace Kraken.Explorer.Calling;

/// <summary>A call that was put together from what somebody typed.</summary>
/// <param name="Calldata">Its arguments as felts; empty where they are none.</param>
/// <param name="Problem">What is wrong with them; null for nothing.</param>
internal sealed record PreparedCall(AbiFunction Function, ImmutableArray<Felt> Calldata, ArgumentProblem? Problem)
{
    /// <summary>Puts a call together; null where the request names no function of those.</summary>
    public static PreparedCall? Of(CallRequest request, IEnumerable<AbiFunction> functions, ContractAbi abi)
    {
        if (functions.FirstOrDefault(candidate => candidate.Name == request.Function) is not { } function || request.Function.Length == 0)
        {
            return null;
        }

        ArgumentEncoder encoder = new(abi);
        foreach ((int index, AbiMember input) in function.Inputs.Index())
        {
            encoder.Add(input.Name, input.Type, request.Argument(index));
        }

        return new(function, encoder.Problem is null ? [.. encoder.Felts] : [], encoder.Problem);
    }

    /// <summary>The call of a contract.</summary>
    public FunctionCall At(Felt contract) => new(contract, Function.Selector, Calldata);
}

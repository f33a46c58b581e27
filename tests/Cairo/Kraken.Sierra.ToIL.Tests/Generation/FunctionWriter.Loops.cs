using System.Collections.Generic;
using System.Linq;

namespace Kraken.Sierra.ToIL.Tests.Generation;

/// <summary>Functions that call themselves as often as their first parameter says, or until the gas is used up.</summary>
internal sealed partial class FunctionWriter
{
    /// <summary>Generates code of about so many steps around the call of itself.</summary>
    internal void GenerateLoop(int steps)
    {
        string counter = shape.Parameters[0];
        Hold(Remove(v => v == parameters[shape.Builtins.Length]));
        Steps(random.Next(3));
        Require(Signature.Find(Chance(75) ? "withdraw_gas" : "withdraw_gas_all")!, 0);
        Variable count = Release();
        Signature isZero = Signature.Find($"{counter}_is_zero")!;
        Branch(isZero, Collect(isZero, [count]), (branch, outputs) =>
        {
            if (branch == 0)
            {
                Steps(random.Next(3));
                return false;
            }

            Hold(outputs[0]);
            return true;
        });
        Variable rest = Release();
        Hold(Lowered(counter, Call($"unwrap_non_zero<{counter}>", rest)[0]));
        Steps(steps);
        rest = Release();
        if (Chance(50))
        {
            ReturnCall(rest);
        }
        else
        {
            Put(CallUser(shape, shape.Call, rest));
            Steps(random.Next(4));
            Return();
        }

        FinishWays();
    }

    private Variable Lowered(string counter, Variable count)
    {
        if (counter == Shapes.Felt)
        {
            return Call("felt252_sub_const<1>", count)[0];
        }

        // The first parameter is the counter, the second the one.
        Hold(count);
        Variable one = Store(Call($"{counter}_const<1>")[0]);
        count = Release();
        return Require(Signature.Find($"{counter}_overflowing_sub")!, 0, count, one)[0];
    }

    // All is used up before the call, so that nothing but the return follows.
    private void ReturnCall(Variable count)
    {
        int mark = Scope.Held.Count;
        Hold(count);
        DisposeLinear([]);
        foreach (string type in shape.Parameters[1..])
        {
            Hold(Take(type));
        }

        DisposeLinear([]);
        foreach (Variable variable in Scope.Pool.Where(v => !v.IsBuiltin).ToList())
        {
            Drop(variable);
        }

        DropUnspentAtTheEnd();
        Variable[] given = [.. Scope.Held.Skip(mark)];
        Scope.Held.RemoveRange(mark, Scope.Held.Count - mark);
        Variable[] results = CallUser(shape, shape.Call, given);
        IEnumerable<Variable> all = shape.Builtins.Select(type => Scope.Pool.Single(v => v.Type == type)).Concat(results);
        bool stores = Chance(50);
        string values = string.Join(", ", all.Select(v => (stores ? Store(v) : v).Name).ToList());
        way.Code.Add(listing => listing.Return($"({values})"));
    }
}

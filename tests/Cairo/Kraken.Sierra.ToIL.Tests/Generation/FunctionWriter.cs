using System;
using System.Collections.Generic;
using System.Linq;

namespace Kraken.Sierra.ToIL.Tests.Generation;

/// <summary>
/// Writes a function out of random library functions. Their arguments are what is at hand or is made for them; what must not be dropped is
/// used up, ways that branch meet again or return on their own, and what must outlive a call goes to the frame.
/// </summary>
internal sealed partial class FunctionWriter
{
    private const int MaxLines = 160;
    private const int MaxValues = 10;
    private const int Overflow = 20_000;

    private readonly Random random;
    private readonly FunctionShape shape;
    private readonly Palette palette;
    private readonly IReadOnlyList<FunctionShape> callees;
    private readonly List<string> locals = [];
    private readonly Queue<Way> unfinished = [];
    private readonly List<Variable> parameters = [];
    private Way way;
    private int variables;
    private int labels;
    private int depth;
    private int lines;
    private bool isReturning;

    internal FunctionWriter(Random random, FunctionShape shape, Palette palette, IReadOnlyList<FunctionShape> callees)
    {
        this.random = random;
        this.shape = shape;
        this.palette = palette;
        this.callees = callees;
        Start = new Way([], new Scope([], [], []));
        way = Start;
        parameters.AddRange(shape.Builtins.Concat(shape.Parameters).Select(type => Fresh(type, Place.Frame)));
        Give([.. parameters]);
    }

    /// <summary>The function's code from its beginning.</summary>
    private Way Start { get; }

    private Scope Scope => way.Scope;

    /// <summary>Writes the code to a listing.</summary>
    internal void WriteTo(Listing listing)
    {
        string entry = $"{shape.Name}_start";
        listing.Label(entry);
        for (int local = 0; local < locals.Count; local++)
        {
            listing.Invoke(Signature.Find($"alloc_local<{locals[local]}>", $"Uninitialized<{locals[local]}>")!, $"() -> (u{local})");
        }

        if (locals.Count > 0)
        {
            listing.Invoke(Signature.Find("finalize_locals")!, "() -> ()");
        }

        if (!shape.IsTracked)
        {
            listing.Invoke(Signature.Find("disable_ap_tracking")!, "() -> ()");
        }

        Start.Code.ForEach(line => line(listing));
        listing.Function(
            shape.Name, entry, parameters.Select(p => (p.Name, p.Type)), shape.Builtins.Concat(shape.Results!));
    }

    /// <summary>Generates code of so many steps and the return.</summary>
    internal void Generate(int steps)
    {
        Steps(steps);
        Return();
        FinishWays();
    }

    private void FinishWays()
    {
        while (unfinished.TryDequeue(out Way? next))
        {
            way = next;
            if (Chance(3))
            {
                way.Code.Add(listing => listing.Invoke(Signature.Find("unsafe_panic")!, "() { }"));
            }
            else
            {
                Return();
            }
        }
    }

    private void Steps(int count)
    {
        for (int i = 0; i < count && lines < MaxLines; i++)
        {
            Step();
            while (Scope.Pool.Count(v => !v.IsBuiltin && !v.IsLinear) > MaxValues)
            {
                Drop(Pick(Scope.Pool.Where(v => !v.IsBuiltin && !v.IsLinear))!);
            }
        }
    }

    private Variable Fresh(string type, Place place) => new(variables++, type, place);

    private T? Pick<T>(IEnumerable<T> items)
    {
        List<T> all = [.. items];
        return all.Count == 0 ? default : all[random.Next(all.Count)];
    }

    private bool Chance(int percent) => random.Next(100) < percent;

    private bool Has(string builtin) => Array.IndexOf(shape.Builtins, builtin) >= 0;

    /// <summary>Whether the function can call a library function: it has the builtins, and the values can be had.</summary>
    private bool CanCall(Signature signature) =>
        !(signature.MovesStack && shape.IsTracked)
        && signature.Parameters.All(type => Array.IndexOf(Shapes.Builtins, type) >= 0
            ? Has(type)
            : CanMake(type) || Scope.Pool.Exists(v => v.Type == type))
        && signature.Branches.All(branch => branch.All(o => CanDispose(TypeFacts.Of(o.Type))));

    /// <summary>Calls a library function of one branch; builtins go back to the pool, the other outputs to the caller.</summary>
    private Variable[] Call(Signature signature, params ReadOnlySpan<Variable> given)
    {
        Variable[] arguments = Collect(signature, given);
        if (signature.MovesStack)
        {
            SaveAll();
        }

        return KeepBuiltins(Line(signature, arguments, [])[0]);
    }

    private Variable[] Call(string libfunc, params ReadOnlySpan<Variable> given) => Call(Signature.Find(libfunc)!, given);

    private Variable[] KeepBuiltins(Variable[] outputs)
    {
        Give([.. outputs.Where(v => v.IsBuiltin)]);
        return [.. outputs.Where(v => !v.IsBuiltin)];
    }

    // The scope may be another one after an argument was made, so that it must be asked for last.
    private void Give(params ReadOnlySpan<Variable> made) => Scope.Pool.AddRange(made);

    private void Hold(params ReadOnlySpan<Variable> made) => Scope.Held.AddRange(made);

    private Variable Release()
    {
        Variable last = Scope.Held[^1];
        Scope.Held.RemoveAt(Scope.Held.Count - 1);
        return last;
    }

    private void Put(params ReadOnlySpan<Variable> made)
    {
        foreach (Variable variable in made)
        {
            // What must be used up costs code on each way from here on.
            if (variable.IsLinear && variable.Facts.Generic.Contains("Guarantee", StringComparison.Ordinal) && Chance(85))
            {
                Dispose(variable);
                continue;
            }

            bool stores = variable.Place is Place.Term or Place.Constant && variable.Facts.Flags.Storable && Chance(60);
            Give(stores ? Store(variable) : variable);
        }
    }

    // What is given stands for the first parameters of its types.
    private Variable[] Collect(Signature signature, ReadOnlySpan<Variable> given)
    {
        int mark = Scope.Held.Count;
        int[] places = new int[signature.Parameters.Length];
        Hold(given);
        bool[] used = new bool[given.Length];
        for (int i = 0; i < places.Length; i++)
        {
            string type = signature.Parameters[i];
            if (Array.IndexOf(Shapes.Builtins, type) >= 0)
            {
                continue;
            }

            int at = -1;
            for (int g = 0; g < used.Length && at < 0; g++)
            {
                at = !used[g] && Scope.Held[mark + g].Type == type ? g : -1;
            }

            if (at >= 0)
            {
                used[at] = true;
                places[i] = mark + at;
            }
            else
            {
                Variable taken = Take(type);
                places[i] = Scope.Held.Count;
                Hold(taken);
            }
        }

        Variable[] arguments = new Variable[places.Length];
        for (int i = 0; i < places.Length; i++)
        {
            bool isBuiltin = Array.IndexOf(Shapes.Builtins, signature.Parameters[i]) >= 0;
            Variable variable = isBuiltin ? Remove(v => v.Type == signature.Parameters[i]) : Scope.Held[places[i]];
            arguments[i] = Placement.MustStore(random, signature, i, variable) ? Store(variable) : variable;
        }

        Scope.Held.RemoveRange(mark, Scope.Held.Count - mark);
        return arguments;
    }

    private Variable Remove(Predicate<Variable> condition)
    {
        int at = Scope.Pool.FindIndex(condition);
        Variable found = Scope.Pool[at];
        Scope.Pool.RemoveAt(at);
        return found;
    }

    private Variable Store(Variable variable)
    {
        Signature store = Signature.Find($"store_temp<{variable.Type}>", variable.Type)!;
        return Line(store, [variable], [])[0][0];
    }

    private void Drop(Variable variable)
    {
        Scope.Pool.Remove(variable);
        Line(Signature.Find($"drop<{variable.Type}>", variable.Type)!, [variable], []);
    }

    /// <summary>Puts what stands on the stack to the frame before something moves the stack by an unknown number.</summary>
    private void SaveAll()
    {
        foreach (Variable variable in Scope.Pool.Where(IsLost).ToList())
        {
            if (variable.IsBuiltin || variable.IsLinear || Chance(60))
            {
                Scope.Pool[Scope.Pool.IndexOf(variable)] = Save(variable);
            }
            else
            {
                Drop(variable);
            }
        }

        for (int i = 0; i < Scope.Held.Count; i++)
        {
            Scope.Held[i] = IsLost(Scope.Held[i]) ? Save(Scope.Held[i]) : Scope.Held[i];
        }

        static bool IsLost(Variable variable) => variable.Place != Place.Frame && variable.Facts.Size != 0;
    }

    private Variable Save(Variable variable)
    {
        int local = locals.Count;
        locals.Add(variable.Type);
        Scope.Spent.Add(local);
        Variable saved = Fresh(variable.Type, Place.Frame);
        Signature store = Signature.Find($"store_local<{variable.Type}>", variable.Type, $"Uninitialized<{variable.Type}>")!;
        way.Code.Add(listing => listing.Invoke(store, $"(u{local}, {variable.Name}) -> ({saved.Name})"));
        return saved;
    }

    private void DropLocals(IEnumerable<int> unspent)
    {
        foreach (int local in unspent)
        {
            string type = $"Uninitialized<{locals[local]}>";
            way.Code.Add(listing => listing.Invoke(Signature.Find($"drop<{type}>", type)!, $"(u{local}) -> ()"));
        }
    }

    private Variable[][] Line(Signature signature, Variable[] arguments, string[] targets)
    {
        Variable[][] outputs = [.. signature.Branches.Select(
            branch => branch.Select(o => Fresh(o.Type, Placement.Of(signature, o, arguments))).ToArray())];
        string taken = string.Join(", ", arguments.Select(v => v.Name));
        string[] given = [.. outputs.Select(branch => $"({string.Join(", ", branch.Select(v => v.Name))})")];
        string rest = outputs.Length == 1
            ? $"({taken}) -> {given[0]}"
            : $"({taken}) {{ {string.Join(' ', given.Select((o, i) => (i == 0 ? "fallthrough" : targets[i - 1]) + o))} }}";
        way.Code.Add(listing => listing.Invoke(signature, rest));
        lines++;
        return lines < Overflow ? outputs : throw new InvalidOperationException($"{shape.Name} becomes too long");
    }
}

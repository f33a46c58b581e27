using System;
using System.Collections.Generic;
using System.Linq;

namespace Kraken.Sierra.ToIL.Tests.Generation;

/// <summary>Branches, where ways meet again, and returns.</summary>
internal sealed partial class FunctionWriter
{
    private const int MaxResults = 7;
    private const int MaxResultCells = 120;

    /// <summary>Some code and the variables at its end.</summary>
    private sealed class Way(List<Action<Listing>> code, Scope scope)
    {
        internal List<Action<Listing>> Code => code;

        internal Scope Scope => scope;
    }

    /// <summary>Calls a library function of several branches.</summary>
    /// <param name="signature">The library function.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="side">Goes on with a branch and its outputs: true when it meets the others, false when it returns on its own.</param>
    private void Branch(Signature signature, Variable[] arguments, Func<int, Variable[], bool> side)
    {
        string[] targets = [.. signature.Branches.Skip(1).Select(_ => $"{shape.Name}_{labels++}")];
        Variable[][] outputs = Line(signature, arguments, targets);
        Way outer = way;
        List<Way> meeting = [];
        bool lastFallsThrough = false;
        depth++;
        for (int branch = 0; branch < outputs.Length; branch++)
        {
            Way inner = new([], outer.Scope.Copy());
            if (branch > 0)
            {
                string target = targets[branch - 1];
                outer.Code.Add(listing => listing.Label(target));
            }

            outer.Code.Add(listing => inner.Code.ForEach(line => line(listing)));
            way = inner;
            Line(Signature.Find("branch_align")!, [], []);
            bool meets = side(branch, KeepBuiltins(outputs[branch]));
            if (meets)
            {
                meeting.Add(way);
            }
            else
            {
                // What was held for something that comes behind the meeting is free here.
                Give([.. Scope.Held]);
                Scope.Held.Clear();
                unfinished.Enqueue(way);
            }

            lastFallsThrough = meets && way.Code == inner.Code;
        }

        depth--;
        way = meeting.Count == 1 ? meeting[0] : Meet(meeting, outer, lastFallsThrough);
    }

    /// <summary>Goes on with each branch at random; at least one of them goes on behind the call.</summary>
    private void BranchAtRandom(Signature signature, params ReadOnlySpan<Variable> given)
    {
        Variable[] arguments = Collect(signature, given);
        if (signature.MovesStack)
        {
            SaveAll();
        }

        int survivor = random.Next(signature.Branches.Length);
        Branch(signature, arguments, (branch, outputs) =>
        {
            Put(outputs);
            Steps(depth > 3 ? 0 : random.Next(signature.Branches.Length > 3 ? 2 : 4));
            return branch == survivor || Chance(88);
        });
    }

    /// <summary>Calls a library function and goes on with one of its branches; the others return.</summary>
    /// <returns>The outputs of that branch.</returns>
    private Variable[] Require(Signature signature, int wanted, params ReadOnlySpan<Variable> given)
    {
        Variable[] arguments = Collect(signature, given);
        Variable[] kept = [];
        Branch(signature, arguments, (branch, outputs) =>
        {
            if (branch == wanted)
            {
                kept = outputs;
                return true;
            }

            Put(outputs);
            return false;
        });
        return kept;
    }

    /// <summary>Calls a library function whose branches all give a value of one type, and goes on with that value.</summary>
    private Variable Either(Signature signature, params ReadOnlySpan<Variable> given)
    {
        Branch(signature, Collect(signature, given), (_, outputs) =>
        {
            Hold(outputs[0]);
            return true;
        });
        Variable value = Release();
        return value;
    }

    // Brings each way to the same variables at the same places; what only some of them have is used up or dropped there.
    private Way Meet(List<Way> ways, Way outer, bool lastFallsThrough)
    {
        HashSet<Variable> shared = [.. outer.Scope.Pool.Where(v => v.IsLinear && ways.TrueForAll(w => w.Scope.Pool.Contains(v)))];
        for (int w = 0; w < ways.Count; w++)
        {
            way = ways[w];
            DisposeLinear(shared);
            lastFallsThrough &= w < ways.Count - 1 || way == ways[w];
            ways[w] = way;
        }

        List<Variable[]> groups = Groups(ways, outer.Scope);
        Variable[] met = [.. groups.Select(Met)];
        HashSet<int> spent = [.. ways.SelectMany(w => w.Scope.Spent)];
        string label = $"{shape.Name}_{labels++}";
        for (int w = 0; w < ways.Count; w++)
        {
            int number = w;
            way = ways[w];
            Bring([.. groups.Select(g => g[number])], met, spent);
            if (w < ways.Count - 1 || !lastFallsThrough || Chance(30))
            {
                way.Code.Add(listing => listing.Invoke(Signature.Find("jump")!, $"() {{ {label}() }}"));
            }
        }

        outer.Code.Add(listing => listing.Label(label));
        int held = ways[0].Scope.Held.Count;
        return new Way(outer.Code, new Scope([.. met.Skip(held)], [.. met.Take(held)], spent));
    }

    // For each variable behind the meeting what it is on each way: what is held, builtins, what must be used up, the rest.
    private List<Variable[]> Groups(List<Way> ways, Scope before)
    {
        List<Variable[]> groups = [.. ways[0].Scope.Held.Select((_, i) => ways.Select(w => w.Scope.Held[i]).ToArray())];
        groups.AddRange(shape.Builtins.Select(type => ways.Select(w => w.Scope.Pool.Single(v => v.Type == type)).ToArray()));
        Variable[][] linear =
            [.. ways.Select(w => w.Scope.Pool.Where(v => v.IsLinear).OrderBy(v => v.Type, StringComparer.Ordinal).ToArray())];
        groups.AddRange(linear[0].Select((_, i) => linear.Select(l => l[i]).ToArray()));
        groups.AddRange(before.Pool
            .Where(v => !v.IsBuiltin && !v.IsLinear && ways.TrueForAll(w => w.Scope.Pool.Contains(v)) && Chance(85))
            .Select(v => ways.Select(_ => v).ToArray()));
        List<Variable>[] rest = [.. ways.Select(w => w.Scope.Pool
            .Where(v => !v.IsBuiltin && !v.IsLinear && v.Facts.Flags.Storable && !before.Pool.Contains(v)).ToList())];
        foreach (string type in rest[0].Select(v => v.Type).Distinct().ToList())
        {
            if (Array.TrueForAll(rest, r => r.Exists(v => v.Type == type)) && Chance(70))
            {
                groups.Add([.. rest.Select(r => Pick(r.Where(v => v.Type == type))!)]);
            }
        }

        return groups;
    }

    // The same variable at a place that does not change may be left where it is.
    private Variable Met(Variable[] onWays)
    {
        Variable first = onWays[0];
        bool stays = Array.TrueForAll(onWays, v => v == first) && (first.Place == Place.Frame || (shape.IsTracked && Chance(50)));
        return stays ? first : Fresh(first.Type, Place.Stack);
    }

    private void Bring(Variable[] from, Variable[] to, HashSet<int> spent)
    {
        foreach (Variable variable in Scope.Pool.Except(from).ToList())
        {
            Drop(variable);
        }

        DropLocals(spent.Except(Scope.Spent));
        foreach ((Variable source, Variable target) in from.Zip(to).Where(pair => pair.First != pair.Second))
        {
            Signature store = Signature.Find($"store_temp<{source.Type}>", source.Type)!;
            way.Code.Add(listing => listing.Invoke(store, $"({source.Name}) -> ({target.Name})"));
        }
    }

    private void DisposeLinear(HashSet<Variable> but)
    {
        int mark = Scope.Held.Count;
        Hold([.. Scope.Pool.Where(but.Contains)]);
        Scope.Pool.RemoveAll(but.Contains);
        while (Scope.Pool.Find(v => v.IsLinear) is { } variable)
        {
            Scope.Pool.Remove(variable);
            Dispose(variable);
        }

        Give([.. Scope.Held.Skip(mark)]);
        Scope.Held.RemoveRange(mark, Scope.Held.Count - mark);
    }

    // The first return of a function decides what it gives: as much as it has.
    private void Return()
    {
        isReturning = true;
        shape.Results ??= ChooseResults();
        int mark = Scope.Held.Count;
        DisposeLinear([]);
        foreach (string type in shape.Results)
        {
            Hold(Take(type));
        }

        DisposeLinear([]);
        foreach (Variable variable in Scope.Pool.Where(v => !v.IsBuiltin).ToList())
        {
            Drop(variable);
        }

        DropUnspentAtTheEnd();
        Variable[] results = [.. shape.Builtins.Select(type => Scope.Pool.Single(v => v.Type == type)), .. Scope.Held.Skip(mark)];
        string values = string.Join(", ", results.Select(v => Store(v).Name));
        way.Code.Add(listing => listing.Return($"({values})"));
        isReturning = false;
    }

    // Which places in the frame there are is known when the whole function is.
    private void DropUnspentAtTheEnd()
    {
        HashSet<int> spent = Scope.Spent;
        way.Code.Add(listing =>
        {
            for (int local = 0; local < locals.Count; local++)
            {
                if (!spent.Contains(local))
                {
                    string type = $"Uninitialized<{locals[local]}>";
                    listing.Invoke(Signature.Find($"drop<{type}>", type)!, $"(u{local}) -> ()");
                }
            }
        });
    }

    private string[] ChooseResults()
    {
        List<string> results = [];
        int cells = 0;
        foreach (Variable variable in Scope.Pool.Where(v => !v.IsBuiltin && Palette.IsComparable(v.Type) && CanMakeStraight(v.Type)))
        {
            cells += variable.Facts.Size;
            if (results.Count < MaxResults && cells < MaxResultCells)
            {
                results.Add(variable.Type);
            }
        }

        return [.. results];
    }
}

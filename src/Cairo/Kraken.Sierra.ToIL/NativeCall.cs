using System;
using System.Collections.Generic;
using Kraken.Fields;

namespace Kraken.Sierra.ToIL;

/// <summary>
/// A system call of a native run. The arguments come in the order of the signature and the results go back in it: integers and addresses as
/// field elements, arrays whole, the members of a struct one after the other, and what a box holds between its begin and its end.
/// </summary>
public sealed class NativeCall
{
    private readonly List<Item> arguments = [];
    private readonly List<Item> results = [];
    private readonly Stack<(List<Item> Items, int Next)> outer = new();
    private List<Item> current = [];
    private int next;

    /// <summary>The library function without its ending: storage_read, call_contract ...</summary>
    public string Name { get; private set; } = "";

    /// <summary>The gas of the run; lowered by what the call takes.</summary>
    public ulong Gas { get; set; }

    /// <summary>Whether the call failed in a way that the run can act on.</summary>
    public bool Failed { get; private set; }

    /// <summary>The next argument.</summary>
    /// <exception cref="InvalidOperationException">It is an array, or there is none.</exception>
    public Felt TakeFelt() => Take(arguments).Array is null
        ? arguments[next - 1].Value
        : throw new InvalidOperationException($"{Name}: argument {next - 1} is an array");

    /// <summary>The next argument, an array.</summary>
    /// <exception cref="InvalidOperationException">It is none, or there is none.</exception>
    public Felt[] TakeArray() =>
        Take(arguments).Array ?? throw new InvalidOperationException($"{Name}: argument {next - 1} is no array");

    /// <summary>Gives a result.</summary>
    public void Give(in Felt value) => current.Add(new Item(value, null, null));

    /// <summary>Gives a result that is an array; of structs, their members one after the other.</summary>
    public void GiveArray(Felt[] values) => current.Add(new Item(default, values, null));

    /// <summary>What is given from here on is what a box holds.</summary>
    public void BeginBox()
    {
        List<Item> box = [];
        current.Add(new Item(default, null, box));
        outer.Push((current, 0));
        current = box;
    }

    /// <summary>What is given from here on stands behind the box.</summary>
    public void EndBox() => current = outer.Pop().Items;

    /// <summary>Ends the call with a failure that the run can act on.</summary>
    public void Fail(Felt[] reason)
    {
        Failed = true;
        current.Clear();
        GiveArray(reason);
    }

    internal void Begin(string name)
    {
        Name = name;
        Failed = false;
        arguments.Clear();
        results.Clear();
        outer.Clear();
        current = results;
        next = 0;
    }

    internal void Add(in Felt value) => arguments.Add(new Item(value, null, null));

    internal void AddArray(Felt[] values) => arguments.Add(new Item(default, values, null));

    /// <summary>From here on the results are read.</summary>
    internal void End()
    {
        current = results;
        next = 0;
        outer.Clear();
    }

    internal Felt NextFelt() => Take(current).Value;

    internal Felt[] NextArray() => Take(current).Array ?? throw new InvalidOperationException($"{Name}: result {next - 1} is no array");

    internal void EnterBox()
    {
        List<Item> box = Take(current).Box ?? throw new InvalidOperationException($"{Name}: result {next - 1} is no box");
        outer.Push((current, next));
        (current, next) = (box, 0);
    }

    internal void LeaveBox() => (current, next) = outer.Pop();

    private Item Take(List<Item> items) => next < items.Count
        ? items[next++]
        : throw new InvalidOperationException($"{Name}: there are {items.Count} values, one more was asked for");

    private readonly record struct Item(Felt Value, Felt[]? Array, List<Item>? Box);
}

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

    // What a box holds stands behind its item, which says where that ends.
    private readonly List<Item> results = [];

    // Of the boxes around: while they are given their own places, while they are read their ends.
    private readonly Stack<int> boxes = new();
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
    public void Give(in Felt value) => results.Add(new Item(value, null, 0));

    /// <summary>Gives a result that is an array; of structs, their members one after the other.</summary>
    public void GiveArray(Felt[] values) => results.Add(new Item(default, values, 0));

    /// <summary>What is given from here on is what a box holds.</summary>
    public void BeginBox()
    {
        boxes.Push(results.Count);
        results.Add(default);
    }

    /// <summary>What is given from here on stands behind the box.</summary>
    public void EndBox() => results[boxes.Pop()] = new Item(default, null, results.Count);

    /// <summary>Ends the call with a failure that the run can act on.</summary>
    public void Fail(Felt[] reason)
    {
        Failed = true;
        results.Clear();
        boxes.Clear();
        GiveArray(reason);
    }

    internal void Begin(string name)
    {
        Name = name;
        Failed = false;
        arguments.Clear();
        results.Clear();
        boxes.Clear();
        next = 0;
    }

    internal void Add(in Felt value) => arguments.Add(new Item(value, null, 0));

    internal void AddArray(Felt[] values) => arguments.Add(new Item(default, values, 0));

    /// <summary>From here on the results are read.</summary>
    internal void End()
    {
        next = 0;
        boxes.Clear();
    }

    internal Felt NextFelt() => Take(results).Value;

    internal Felt[] NextArray() => Take(results).Array ?? throw new InvalidOperationException($"{Name}: result {next - 1} is no array");

    internal void EnterBox()
    {
        int end = Take(results).End;
        boxes.Push(end > 0 ? end : throw new InvalidOperationException($"{Name}: result {next - 1} is no box"));
    }

    internal void LeaveBox() => next = boxes.Pop();

    private Item Take(List<Item> items) => next < items.Count
        ? items[next++]
        : throw new InvalidOperationException($"{Name}: there are {items.Count} values, one more was asked for");

    private readonly record struct Item(Felt Value, Felt[]? Array, int End);
}

using System;
using System.Collections.Generic;
using System.Globalization;
using Kraken.Cairo.Vm.Memory;
using Kraken.Fields;

namespace Kraken.Execution.Syscalls;

/// <summary>
/// Reads a system call's request and writes its answer, cell after cell. A state of a hash, a point and the execution info are pointers;
/// they stand in segments that the calls of a run share. A point is an address of one segment, which stands for it; its cells stay empty.
/// </summary>
internal sealed class SyscallCursor(SyscallMemory memory) : ISyscallWire
{
    private const int CellsPerPoint = 6;

    private readonly List<Relocatable> words = [];
    private Relocatable position;
    private Relocatable? points;
    private Relocatable? states;
    private Relocatable? executionInfo;

    /// <summary>Goes to a request.</summary>
    internal void MoveTo(Relocatable request)
    {
        position = request;
        words.Clear();
    }

    /// <inheritdoc/>
    public Felt TakeFelt()
    {
        Felt value = memory.ReadFelt(position);
        position += 1;
        return value;
    }

    /// <inheritdoc/>
    public Felt[] TakeArray()
    {
        Relocatable start = Pointer();
        return memory.ReadRange(start, Pointer());
    }

    /// <inheritdoc/>
    public int TakeWords(int count)
    {
        words.Add(Pointer());
        return words.Count - 1;
    }

    /// <inheritdoc/>
    public void ReadWords(int words, ulong max, Span<ulong> destination)
    {
        Relocatable start = this.words[words];
        for (int i = 0; i < destination.Length; i++)
        {
            destination[i] = SyscallValues.Word(memory.ReadFelt(start + i), max);
        }
    }

    /// <inheritdoc/>
    public PointReference TakePoint()
    {
        Relocatable address = Pointer();
        bool isPoint = address.Segment == points?.Segment && address.Offset % CellsPerPoint == 0;
        return new PointReference(
            isPoint ? (int)(address.Offset / CellsPerPoint) : -1, address.Segment.ToString(CultureInfo.InvariantCulture));
    }

    /// <inheritdoc/>
    public void Succeed(ulong gas)
    {
        Give((Felt)gas);
        Give(Felt.Zero);
    }

    /// <inheritdoc/>
    public void Fail(ulong gas, params ReadOnlySpan<Felt> reason)
    {
        Give((Felt)gas);
        Give(Felt.One);
        Relocatable start = memory.Allocate(reason);
        Write(start);
        Write(start + reason.Length);
    }

    /// <inheritdoc/>
    public void Give(in Felt value)
    {
        memory.Write(position, value);
        position += 1;
    }

    /// <inheritdoc/>
    public void GiveArray(Felt[] values)
    {
        Relocatable start = memory.AllocateReadOnly(values);
        Write(start);
        Write(start + values.Length);
    }

    /// <inheritdoc/>
    public void GiveWords(ReadOnlySpan<ulong> words)
    {
        Relocatable start = states ??= memory.Allocate([]);
        for (int i = 0; i < words.Length; i++)
        {
            memory.Write(start + i, (Felt)words[i]);
        }

        states = start + words.Length;
        Write(start);
    }

    /// <inheritdoc/>
    public void GivePoint(int number)
    {
        points ??= memory.Allocate([]);
        Write(points.Value + (CellsPerPoint * (long)number));
    }

    /// <inheritdoc/>
    public void GiveExecutionInfo(Func<ExecutionInfo> make)
    {
        executionInfo ??= Allocate(make());
        Write(executionInfo.Value);
    }

    private Relocatable Allocate(ExecutionInfo info)
    {
        Relocatable block = memory.AllocateReadOnly(info.Block);
        List<MaybeRelocatable> members = [];
        foreach (InfoMember member in info.Transaction)
        {
            if (!member.IsArray)
            {
                members.Add(member.Value);
            }
            else if (member.Array is not { } array)
            {
                members.Add(Felt.Zero);
                members.Add(Felt.Zero);
            }
            else
            {
                Relocatable start = memory.AllocateReadOnly(array);
                members.Add(start);
                members.Add(start + array.Length);
            }
        }

        Relocatable transaction = memory.AllocateReadOnly(members.ToArray());
        return memory.AllocateReadOnly([block, transaction, info.Call[0], info.Call[1], info.Call[2]]);
    }

    private Relocatable Pointer()
    {
        Relocatable value = memory.ReadPointer(position);
        position += 1;
        return value;
    }

    private void Write(Relocatable value)
    {
        memory.Write(position, value);
        position += 1;
    }
}

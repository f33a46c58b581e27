using System;
using System.Collections.Generic;
using System.Globalization;
using Kraken.Execution.Calls;
using Kraken.Execution.Syscalls;
using Kraken.Fields;
using Kraken.Sierra.ToIL;

namespace Kraken.Execution.Native;

/// <summary>The arguments and answers of system calls of a native run.</summary>
internal sealed class NativeWire(PassedFelts passed) : ISyscallWire
{
    // Stands for the call where there is none yet.
    private static readonly NativeCall None = new();

    private readonly List<Felt> words = [];
    private NativeCall call = None;

    /// <summary>Goes to a call.</summary>
    internal void MoveTo(NativeCall next)
    {
        call = next;
        words.Clear();
    }

    /// <inheritdoc/>
    public Felt TakeFelt() => call.TakeFelt();

    /// <inheritdoc/>
    public Felt[] TakeArray()
    {
        Felt[] values = call.TakeArray();
        return passed.TryAdd(values.Length) ? values : throw CallFrame.Fault(PassedFelts.Excess);
    }

    /// <inheritdoc/>
    public int TakeWords(int count)
    {
        int first = words.Count;
        for (int i = 0; i < count; i++)
        {
            words.Add(call.TakeFelt());
        }

        return first;
    }

    /// <inheritdoc/>
    public void ReadWords(int words, ulong max, Span<ulong> destination)
    {
        for (int i = 0; i < destination.Length; i++)
        {
            destination[i] = SyscallValues.Word(this.words[words + i], max);
        }
    }

    /// <inheritdoc/>
    public PointReference TakePoint()
    {
        Felt number = call.TakeFelt();
        return new PointReference(
            number.TryToUInt64(out ulong value) && value <= int.MaxValue ? (int)value : -1,
            string.Create(CultureInfo.InvariantCulture, $"{number}"));
    }

    /// <inheritdoc/>
    public void Succeed(ulong gas) => call.Gas = gas;

    /// <inheritdoc/>
    public void Fail(ulong gas, params ReadOnlySpan<Felt> reason)
    {
        call.Gas = gas;
        call.Fail(reason.ToArray());
    }

    /// <inheritdoc/>
    public void Give(in Felt value) => call.Give(value);

    /// <inheritdoc/>
    public void GiveArray(Felt[] values) => call.GiveArray(values);

    /// <inheritdoc/>
    public void GiveWords(ReadOnlySpan<ulong> words)
    {
        call.BeginBox();
        foreach (ulong word in words)
        {
            call.Give((Felt)word);
        }

        call.EndBox();
    }

    /// <inheritdoc/>
    public void GivePoint(int number) => call.Give(number);

    /// <inheritdoc/>
    public void GiveExecutionInfo(Func<ExecutionInfo> make)
    {
        ExecutionInfo info = make();
        call.BeginBox();
        GiveBox(info.Block);
        call.BeginBox();
        foreach (InfoMember member in info.Transaction)
        {
            if (member.IsArray)
            {
                call.GiveArray(member.Array ?? []);
            }
            else
            {
                call.Give(member.Value);
            }
        }

        call.EndBox();
        foreach (Felt value in info.Call)
        {
            call.Give(value);
        }

        call.EndBox();
    }

    private void GiveBox(Felt[] values)
    {
        call.BeginBox();
        foreach (Felt value in values)
        {
            call.Give(value);
        }

        call.EndBox();
    }
}

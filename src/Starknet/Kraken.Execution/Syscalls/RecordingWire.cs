using System;
using System.Collections.Generic;
using Kraken.Execution.Calls;
using Kraken.Execution.Constants;
using Kraken.Fields;

namespace Kraken.Execution.Syscalls;

/// <summary>
/// Passes a system call on and notes its answer. Of hashes and curves only gas and failure are noted, and of the execution info nothing
/// else, as it follows from the call.
/// </summary>
internal sealed class RecordingWire(SyscallSelector selector, ISyscallWire wire, List<SyscallAnswer> answers) : ISyscallWire
{
    /// <inheritdoc/>
    public Felt TakeFelt() => wire.TakeFelt();

    /// <inheritdoc/>
    public Felt[] TakeArray() => wire.TakeArray();

    /// <inheritdoc/>
    public int TakeWords(int count) => wire.TakeWords(count);

    /// <inheritdoc/>
    public void ReadWords(int words, ulong max, Span<ulong> destination) => wire.ReadWords(words, max, destination);

    /// <inheritdoc/>
    public PointReference TakePoint() => wire.TakePoint();

    /// <inheritdoc/>
    public void Succeed(ulong gas)
    {
        answers.Add(new(selector, gas, Failed: false));
        wire.Succeed(gas);
    }

    /// <inheritdoc/>
    public void Fail(ulong gas, params ReadOnlySpan<Felt> reason)
    {
        answers.Add(new(selector, gas, Failed: true) { List = reason.ToArray() });
        wire.Fail(gas, reason);
    }

    /// <inheritdoc/>
    public void Give(in Felt value)
    {
        answers[^1] = answers[^1] with { Value = value };
        wire.Give(value);
    }

    /// <inheritdoc/>
    public void GiveArray(Felt[] values)
    {
        answers[^1] = answers[^1] with { List = values };
        wire.GiveArray(values);
    }

    /// <inheritdoc/>
    public void GiveWords(ReadOnlySpan<ulong> words) => wire.GiveWords(words);

    /// <inheritdoc/>
    public void GivePoint(int number) => wire.GivePoint(number);

    /// <inheritdoc/>
    public void GiveExecutionInfo(Func<ExecutionInfo> make) => wire.GiveExecutionInfo(make);
}

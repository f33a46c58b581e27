using System;
using Kraken.Fields;

namespace Kraken.Execution.Syscalls;

/// <summary>
/// How a system call's arguments come and its answer goes: over cells of the VM's memory, or over values of a native run. Arguments come
/// in their order, results go in theirs, after the answer's head.
/// </summary>
internal interface ISyscallWire
{
    /// <summary>The next argument.</summary>
    Felt TakeFelt();

    /// <summary>The next argument, an array of felts.</summary>
    Felt[] TakeArray();

    /// <summary>The next argument, words of a hash's state or block, which are looked at when they are read.</summary>
    int TakeWords(int count);

    /// <summary>Reads words that were taken.</summary>
    /// <param name="words">What <see cref="TakeWords"/> gave.</param>
    /// <param name="max">The largest word of the hash.</param>
    /// <param name="destination">As many words as were taken.</param>
    void ReadWords(int words, ulong max, Span<ulong> destination);

    /// <summary>The next argument, a point of a secp curve.</summary>
    PointReference TakePoint();

    /// <summary>Begins the answer of a call that succeeded.</summary>
    /// <param name="gas">The gas left.</param>
    void Succeed(ulong gas);

    /// <summary>Answers a call that failed in a way that the caller can act on.</summary>
    void Fail(ulong gas, params ReadOnlySpan<Felt> reason);

    /// <summary>Gives a result.</summary>
    void Give(in Felt value);

    /// <summary>Gives a result that is an array.</summary>
    void GiveArray(Felt[] values);

    /// <summary>Gives a result that is words of a hash's state in a box.</summary>
    void GiveWords(ReadOnlySpan<ulong> words);

    /// <summary>Gives a result that is a point of a secp curve.</summary>
    void GivePoint(int number);

    /// <summary>Gives the execution info; what it is does not change during a call.</summary>
    void GiveExecutionInfo(Func<ExecutionInfo> make);
}

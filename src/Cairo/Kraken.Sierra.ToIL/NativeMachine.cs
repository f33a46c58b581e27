using System;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Kraken.Curves;
using Kraken.Fields;
using Kraken.Sierra.ToIL.Memory;
using Kraken.Sierra.ToIL.Runtime;

namespace Kraken.Sierra.ToIL;

/// <summary>
/// Runs entry points of contracts as machine code, one at a time. It reserves 256 MiB of address space, of which the system gives what is
/// touched; calls that are made within a call need machines of their own. Not safe for several threads, but for <see cref="AskToPoll"/>.
/// </summary>
public sealed class NativeMachine : IDisposable
{
    private const int FeltWords = 4;

    // The number of the result's variant, then start and end of the felts.
    private const int ResultWords = 3;

    // Debts and refunds never come near what is left of 64 bits.
    internal const ulong MaxGas = 1ul << 62;

    private readonly NativeContext context = new();
    private nuint stackStart;

    /// <summary>The bytes that the values of the running call take.</summary>
    public long UsedBytes => context.UsedBytes;

    /// <summary>The bytes of the thread's stack from where the running call began to where this is asked.</summary>
    public long StackBelow => (long)(stackStart - CallMemory.StackHere());

    /// <summary>What the last call used.</summary>
    public NativeUsage Usage => context.Usage;

    /// <summary>Runs an entry point, whose signature the compiler to CASM has checked.</summary>
    /// <param name="function">The entry point's function.</param>
    /// <param name="gas">The gas of the call.</param>
    /// <param name="prices">The gas of each token that is priced at run time, in the order of the table behind compiled code.</param>
    /// <param name="host">Answers system calls.</param>
    /// <param name="allowance">What the call may take.</param>
    /// <exception cref="NativeLimitException">It takes more than it may; the virtual machine runs it.</exception>
    public NativeResult Run(
        NativeProgram program,
        int function,
        ReadOnlySpan<Felt> calldata,
        ulong gas,
        ImmutableArray<long> prices,
        INativeHost host,
        NativeAllowance allowance)
    {
        ArgumentNullException.ThrowIfNull(program);
        context.Reset(prices, allowance.MemoryBytes);
        context.Host = host;
        int words = calldata.Length * FeltWords;
        int start = context.Allocate(words);
        MemoryMarshal.Cast<Felt, ulong>(calldata).CopyTo(context.Words(start, words));
        Span<ulong> exchange = context.Words(NativeContext.ExchangePlace, ResultWords);
        exchange[0] = (ulong)start;
        exchange[1] = exchange[2] = (ulong)(start + words);
        context.Gas = gas <= MaxGas ? (long)gas : throw NativeLimitException.Beyond("gas");
        stackStart = CallMemory.StackHere();
        context.AllowStack(allowance.StackBytes);
        program.Run(function, context);
        return Result();
    }

    /// <summary>
    /// Says which signature the next call on this thread will check, probably: the check takes less time if it does and the signature
    /// holds, and gives the same in any case.
    /// </summary>
    /// <param name="message">What was signed.</param>
    public static void ExpectSignature(in Felt message, EcdsaSignature signature) => CurveOperations.Expect(message, signature);

    /// <summary>
    /// Has the host of a call that runs polled (<see cref="INativeHost.Poll"/>) at its next function or loop; from any thread.
    /// </summary>
    public void AskToPoll() => context.AskToPoll();

    /// <inheritdoc/>
    public void Dispose() => context.Dispose();

    private NativeResult Result()
    {
        ReadOnlySpan<ulong> exchange = context.Words(NativeContext.ExchangePlace, ResultWords);
        int start = (int)exchange[1];
        ReadOnlySpan<ulong> data = context.Words(start, (int)exchange[2] - start);
        return new NativeResult((int)exchange[0] != 0, MemoryMarshal.Cast<ulong, Felt>(data).ToArray(), (ulong)context.Gas);
    }
}

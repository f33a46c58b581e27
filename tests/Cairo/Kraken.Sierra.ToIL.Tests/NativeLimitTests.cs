using System;
using System.Linq;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using System.Threading.Tasks;
using Kraken.Fields;
using Kraken.Sierra.ToCasm.Tests.Programs;
using Kraken.Sierra.ToIL.Runtime;
using Xunit;

namespace Kraken.Sierra.ToIL.Tests;

/// <summary>What foreign programs may take of stack, memory and time, and that they leave nothing behind.</summary>
public sealed class NativeLimitTests
{
    private const long PlentyOfGas = 1L << 60;

    // Counts down by calling itself, and up again on the way back.
    private const string Recursion = """
        fn main(RangeCheck: RangeCheck, GasBuiltin: GasBuiltin, n: felt252) -> (RangeCheck, GasBuiltin, felt252)
        disable_ap_tracking() -> ()
        withdraw_gas(RangeCheck, GasBuiltin) { fallthrough(RangeCheck, GasBuiltin) poor(RangeCheck, GasBuiltin) }
        dup<felt252>(n) -> (n, m)
        store_temp<RangeCheck>(RangeCheck) -> (RangeCheck)
        felt252_is_zero(m) { fallthrough() more(m) }
        return(RangeCheck, GasBuiltin, n)
        more:
        drop<NonZero<felt252>>(m) -> ()
        felt252_sub_const<1>(n) -> (n)
        store_temp<RangeCheck>(RangeCheck) -> (RangeCheck)
        store_temp<GasBuiltin>(GasBuiltin) -> (GasBuiltin)
        store_temp<felt252>(n) -> (n)
        function_call<user@main>(RangeCheck, GasBuiltin, n) -> (RangeCheck, GasBuiltin, n)
        felt252_add_const<1>(n) -> (n)
        return(RangeCheck, GasBuiltin, n)
        poor:
        drop<felt252>(n) -> ()
        felt252_const<0>() -> (n)
        return(RangeCheck, GasBuiltin, n)
        """;

    // Appends to an array until the number is zero.
    private const string Appending = """
        fn main(RangeCheck: RangeCheck, GasBuiltin: GasBuiltin, l: Array<felt252>, n: felt252) -> (RangeCheck, GasBuiltin, Array<felt252>)
        disable_ap_tracking() -> ()
        withdraw_gas(RangeCheck, GasBuiltin) { fallthrough(RangeCheck, GasBuiltin) poor(RangeCheck, GasBuiltin) }
        dup<felt252>(n) -> (n, m)
        store_temp<RangeCheck>(RangeCheck) -> (RangeCheck)
        felt252_is_zero(m) { fallthrough() more(m) }
        drop<felt252>(n) -> ()
        return(RangeCheck, GasBuiltin, l)
        more:
        drop<NonZero<felt252>>(m) -> ()
        dup<felt252>(n) -> (n, item)
        array_append<felt252>(l, item) -> (l)
        felt252_sub_const<1>(n) -> (n)
        store_temp<RangeCheck>(RangeCheck) -> (RangeCheck)
        store_temp<GasBuiltin>(GasBuiltin) -> (GasBuiltin)
        store_temp<Array<felt252>>(l) -> (l)
        store_temp<felt252>(n) -> (n)
        function_call<user@main>(RangeCheck, GasBuiltin, l, n) -> (RangeCheck, GasBuiltin, l)
        return(RangeCheck, GasBuiltin, l)
        poor:
        drop<felt252>(n) -> ()
        return(RangeCheck, GasBuiltin, l)
        """;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1_000)]
    public void RecursionGivesTheSameOnBothEngines(int depth) =>
        Assert.Equal(depth, new SierraMachine(Recursion).Call(depth).Numbers[0]);

    [Fact]
    public void RecursionBeyondTheStackEndsTheCallAndNotTheProcess()
    {
        using NativeContext context = new();
        SierraMachine machine = new(Recursion);
        NativeLimitException limit = Assert.Throws<NativeLimitException>(() => RunWith(machine, context, 10_000_000));
        Assert.Contains("stack", limit.Message, StringComparison.Ordinal);

        // The next call finds nothing of the one that ended.
        RunWith(machine, context, 100);
        Assert.Equal((Felt)100, Result(context));
    }

    // As many cells are copied as the compiler to CASM lets a program copy: the largest method that the runtime gets to see.
    [Fact]
    public void AFunctionAsLargeAsCodeMayBeGivesTheSameOnBothEngines()
    {
        const int Members = 400;
        const int Calls = 430;
        string members = string.Concat(Enumerable.Repeat(", felt252", Members));
        StringBuilder source = new("fn main(b: Big) -> (Big)\n");
        for (int i = 0; i < Calls; i++)
        {
            source.Append("store_temp<Big>(b) -> (b)\nfunction_call<user@other>(b) -> (b)\n");
        }

        source.Append("store_temp<Big>(b) -> (b)\nreturn(b)\nfn other(b: Big) -> (Big)\nstore_temp<Big>(b) -> (b)\nreturn(b)\n");
        SierraMachine machine = new(source.Replace("Big", $"Struct<ut@Big{members}>").ToString());
        BigInteger[] values = [.. Enumerable.Range(1, Members).Select(i => (BigInteger)i)];
        Assert.Equal(values, machine.Call(Argument.Cells(values)).Numbers);
    }

    [Fact]
    public void ALoopTakesNoStack()
    {
        SierraMachine machine = new(Appending);
        using NativeContext context = new();
        Prepare(context, 1 << 26);
        Exchange(context, 100_000, 3);
        machine.Native!.Run(0, context);
        ReadOnlySpan<ulong> list = context.Words(NativeContext.ExchangePlace, 2);
        Assert.Equal(100_000 * 4, (int)list[1] - (int)list[0]);
    }

    [Fact]
    public void ValuesBeyondTheMemoryEndTheCall()
    {
        SierraMachine machine = new(Appending);
        using NativeContext context = new();
        Prepare(context, 1 << 20);
        Exchange(context, 100_000, 3);
        Assert.Contains(
            "memory", Assert.Throws<NativeLimitException>(() => machine.Native!.Run(0, context)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ACallThatRunsLongLooksAtItsHostWhenItIsAskedTo()
    {
        SierraMachine machine = new(Recursion.Replace("felt252_add_const<1>(n) -> (n)\n", "", StringComparison.Ordinal));
        using NativeContext context = new();
        Host host = new(polls: 3);
        Task run = Task.Run(() => RunWith(machine, context, -1, host), TestContext.Current.CancellationToken);
        while (!run.IsCompleted)
        {
            // Each poll but the last lets the call go on.
            context.AskToPoll();
            await Task.Yield();
        }

        await Assert.ThrowsAsync<TimeoutException>(() => run);
        Assert.Equal(0, host.PollsLeft);
    }

    [Fact]
    public void MemoryIsAskedForBeforeItIsTaken()
    {
        SierraMachine machine = new(Appending);
        using NativeContext context = new();
        Host host = new(polls: 0);
        Prepare(context, 1 << 26, host);
        Exchange(context, 100_000, 3);
        machine.Native!.Run(0, context);
        Assert.InRange(host.Reserved, context.UsedBytes - (NativeContext.ExchangeWords * 8L) - 64, context.UsedBytes + (1 << 20));
    }

    [Fact]
    public void AHostThatRefusesMemoryEndsTheCall()
    {
        SierraMachine machine = new(Appending);
        using NativeContext context = new();
        Prepare(context, 1 << 26, new Host(polls: 0, maxBytes: 1 << 20));
        Exchange(context, 100_000, 3);
        Assert.Throws<TimeoutException>(() => machine.Native!.Run(0, context));
    }

    [Fact]
    public void ProgramsThatAreDisposedAreUnloaded()
    {
        WeakReference[] assemblies = new WeakReference[20];
        for (int i = 0; i < assemblies.Length; i++)
        {
            assemblies[i] = LoadAndDispose();
        }

        for (int i = 0; i < 20 && Array.Exists(assemblies, a => a.IsAlive); i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.DoesNotContain(assemblies, a => a.IsAlive);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference LoadAndDispose()
    {
        SierraMachine machine = new(Recursion);
        using NativeContext context = new();
        RunWith(machine, context, 10);
        WeakReference assembly = new(machine.Native!.Assembly);
        machine.Native.Dispose();
        return assembly;
    }

    private static void RunWith(SierraMachine machine, NativeContext context, long n, INativeHost? host = null)
    {
        Prepare(context, 1 << 20, host);
        Exchange(context, n, 0);
        machine.Native!.Run(0, context);
    }

    private static void Prepare(NativeContext context, long memoryBytes, INativeHost? host = null)
    {
        context.Reset(SierraMachine.TokenPrices, memoryBytes);
        context.Host = host;
        context.Gas = PlentyOfGas;
        context.AllowStack(1 << 20);
    }

    private static void Exchange(NativeContext context, long n, int before)
    {
        Felt value = n;
        context.Words(NativeContext.ExchangePlace, before).Clear();
        MemoryMarshal.Cast<Felt, ulong>([value]).CopyTo(context.Words(NativeContext.ExchangePlace + before, 4));
    }

    private static Felt Result(NativeContext context) =>
        MemoryMarshal.Cast<ulong, Felt>(context.Words(NativeContext.ExchangePlace, 4))[0];

    /// <summary>Lets a run go on for some polls, and take some memory.</summary>
    private sealed class Host(int polls, long maxBytes = long.MaxValue) : INativeHost
    {
        public int PollsLeft { get; private set; } = polls;

        public long Reserved { get; private set; }

        public void Poll()
        {
            if (--PollsLeft == 0)
            {
                throw new TimeoutException();
            }
        }

        public void Reserve(long bytes)
        {
            Reserved += bytes;
            if (Reserved > maxBytes)
            {
                throw new TimeoutException();
            }
        }

        public void SystemCall(NativeCall call) => throw new NotSupportedException();
    }
}

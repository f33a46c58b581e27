using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using Kraken.Execution.Blocks;
using Kraken.Execution.Classes;
using Kraken.Execution.Constants;
using Kraken.Execution.Limits;
using Kraken.Execution.Native;
using Kraken.Execution.Transactions;
using Kraken.Sierra.ToCasm.Classes;
using Kraken.Sierra.ToIL;
using Kraken.Starknet.Genesis;
using Kraken.State;

namespace Kraken.Bench;

/// <summary>
/// Times signed ERC-20 transfers, execution alone: validation, transfer and fee, on the virtual machine and natively, by one thread and by
/// several. As in the reference's benchmark each account sends one transfer of a block, to any other.
/// </summary>
internal static class ExecutionBench
{
    private const int Transfers = SignedTransfers.Accounts;
    private const int Rounds = 5;
    private static readonly GenesisDescription Genesis = SignedTransfers.Genesis;
    private static readonly VersionedConstants Constants = VersionedConstants.ForVersion(Genesis.StarknetVersion)!;

    internal static int Run(int[] threads)
    {
        ExecutableTransaction[] transactions = [.. Enumerable.Range(0, Transfers * Rounds).Select(SignedTransfers.Number)];
        Console.WriteLine("once each, so that the signatures are known as after admission:");
        Time("virtual machine", transactions, native: false, threads: 1);
        Time("native", transactions, native: true, threads: 1);
        Console.WriteLine("with the signatures known:");
        double machine = Time("virtual machine", transactions, native: false, threads[0]);
        double native = Time("native", transactions, native: true, threads[0]);
        Console.WriteLine($"ratio {machine / native:f2}");
        foreach (int more in threads.Skip(1))
        {
            Console.WriteLine($"speedup {machine / Time("virtual machine", transactions, native: false, more):f2}");
            Console.WriteLine($"speedup {native / Time("native", transactions, native: true, more):f2}");
        }

        return 0;
    }

    private static double Time(string name, ExecutableTransaction[] transactions, bool native, int threads)
    {
        ClassRegistry classes = Classes(native);
        IStateReader state = new DiffOverlay(EmptyState.Instance, GenesisState.Build(Genesis));
        double[] times = new double[Rounds];
        double[] own = new double[Rounds];
        double[] total = new double[Rounds];
        long[] allocated = new long[Rounds];
        for (int round = 0; round < Rounds; round++)
        {
            BlockContext block = new(
                new()
                {
                    Number = (ulong)round + 1,
                    Timestamp = 1,
                    Sequencer = Genesis.SequencerAddress,
                    GasPrices = Genesis.GasPrices,
                },
                new(Genesis.ChainId, Genesis.FeeTokenAddress),
                Constants);
            BlockRun run = new(block, state, number => throw new InvalidOperationException($"block {number}"), classes);
            int first = round * Transfers;
            long allocatedBefore = GC.GetAllocatedBytesForCurrentThread();
            long start = Stopwatch.GetTimestamp();
            long ran = ThreadTimeProvider.Instance.GetTimestamp();
            TimeSpan all = Environment.CpuUsage.TotalTime;
            if (run.ExecuteAll(Transfers, index => transactions[first + index], threads) is { } refused)
            {
                throw new InvalidDataException($"{refused}");
            }

            times[round] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            own[round] = ThreadTimeProvider.Instance.GetElapsedTime(ran).TotalMilliseconds;
            total[round] = (Environment.CpuUsage.TotalTime - all).TotalMilliseconds;
            allocated[round] = GC.GetAllocatedBytesForCurrentThread() - allocatedBefore;
            if (run.Outcomes.Any(outcome => outcome.RevertReason is not null))
            {
                throw new InvalidDataException("a transfer failed");
            }

            state = new DiffOverlay(state, run.Finish().StateDiff);
        }

        Console.WriteLine(
            $"{name,-16} {threads} threads, {Transfers} transfers: first {times[0]:f0} ms, least {times.Min():f0} ms; "
            + $"of the processors {total.Min():f0} ms, of which the calling thread {own.Min():f0} ms, "
            + $"which allocates {allocated.Min() / (Transfers * 1024.0):f1} KiB a transfer");
        return times.Min();
    }

    private static ClassRegistry Classes(bool native)
    {
        ClassRegistry registry = new();
        ClassCompiler compiler = new();
        foreach (ChainContract contract in ChainContracts.All)
        {
            if (!compiler.TryCompile(contract.Class, out CompiledContract? compiled, out string? error))
            {
                throw new InvalidDataException(error);
            }

            RunnableClass runnable = compiled.Runnable;
            if (native)
            {
                SierraContractClass sierra = new(contract.Class.SierraProgram, contract.Class.EntryPoints);
                runnable.Native = NativeContract.TryCompile(sierra, out NativeImage? code, out string? reason)
                    ? NativeContract.Load(code, sierra)
                    : throw new InvalidDataException($"{contract.Name}: {reason}");
            }

            registry.Add(contract.ClassHash, runnable);
        }

        return registry;
    }
}

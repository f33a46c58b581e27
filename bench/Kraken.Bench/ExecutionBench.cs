using System;
using System.Collections.Immutable;
using System.Diagnostics;
using System.IO;
using System.Linq;
using Kraken.Curves;
using Kraken.Execution.Blocks;
using Kraken.Execution.Classes;
using Kraken.Execution.Constants;
using Kraken.Execution.Limits;
using Kraken.Execution.Native;
using Kraken.Execution.Transactions;
using Kraken.Fields;
using Kraken.Hashing;
using Kraken.Sierra.ToCasm.Classes;
using Kraken.Sierra.ToIL;
using Kraken.Starknet.Genesis;
using Kraken.Starknet.Transactions;
using Kraken.State;
using Kraken.State.Journal;

namespace Kraken.Bench;

/// <summary>
/// Times signed ERC-20 transfers, execution alone: validation, transfer and fee, on the virtual machine and natively, by one thread and by
/// several. As in the reference's benchmark each account sends one transfer of a block, to any other.
/// </summary>
internal static class ExecutionBench
{
    private const int Transfers = 1_000;
    private const int Rounds = 5;
    private const ulong MaxPrice = 20_000_000_000;

    private static readonly GenesisDescription Genesis = new() { Accounts = [.. Enumerable.Range(1, Transfers).Select(Account)] };
    private static readonly VersionedConstants Constants = VersionedConstants.ForVersion(Genesis.StarknetVersion)!;

    internal static int Run(int[] threads)
    {
        ExecutableTransaction[] transactions = [.. Enumerable.Range(0, Transfers * Rounds).Select(Transfer)];
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

    private static PredeployedAccount Account(int number)
    {
        Felt key = (Felt)(ulong)(0x1_0000 + number);
        Felt address = (Felt)(ulong)(0xacc_0000 + number);
        return new(address, StarkCurve.PublicKey(key), UInt128.One << 90, key);
    }

    // The receiver is another account by a fixed shuffle, so that a few transfers of a block meet.
    private static ExecutableTransaction Transfer(int number)
    {
        PredeployedAccount sender = Genesis.Accounts[number % Transfers];
        PredeployedAccount receiver = Genesis.Accounts[(int)((uint)number * 2_654_435_761 % Transfers)];
        Transaction transaction = new InvokeTransaction
        {
            SenderAddress = sender.Address,
            Nonce = number / Transfers,
            Calldata = [1, Genesis.FeeTokenAddress, Selector.FromName("transfer"), 3, receiver.Address, 5, 0],
            ResourceBounds = new(new(0, MaxPrice), new(20_000_000, MaxPrice), new(10_000, MaxPrice)),
        }.WithHash(Genesis.ChainId);
        EcdsaSignature signature = Ecdsa.Sign(sender.PrivateKey!.Value, transaction.Hash);
        return new(transaction with { Signature = [signature.R, signature.S] });
    }
}

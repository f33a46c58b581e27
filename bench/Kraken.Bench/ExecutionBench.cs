using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using Kraken.Curves;
using Kraken.Execution.Blocks;
using Kraken.Execution.Classes;
using Kraken.Execution.Constants;
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

/// <summary>Times signed ERC-20 transfers, execution alone: validation, transfer and fee, on the virtual machine and natively.</summary>
internal static class ExecutionBench
{
    private const int Transfers = 1_000;
    private const int Rounds = 5;
    private const ulong MaxPrice = 20_000_000_000;

    private static readonly GenesisDescription Genesis = new();
    private static readonly VersionedConstants Constants = VersionedConstants.ForVersion(Genesis.StarknetVersion)!;

    internal static int Run()
    {
        ExecutableTransaction[] transactions = [.. Enumerable.Range(0, Transfers * Rounds).Select(Transfer)];
        double machine = Time("virtual machine", transactions, native: false);
        double native = Time("native", transactions, native: true);
        Console.WriteLine($"ratio {machine / native:f2}");
        return 0;
    }

    private static double Time(string name, ExecutableTransaction[] transactions, bool native)
    {
        ClassRegistry classes = Classes(native);
        IStateReader state = new DiffOverlay(EmptyState.Instance, GenesisState.Build(Genesis));
        BlockContext block = new(
            new() { Number = 1, Timestamp = 1, Sequencer = Genesis.SequencerAddress, GasPrices = Genesis.GasPrices },
            new(Genesis.ChainId, Genesis.FeeTokenAddress),
            Constants);
        BlockRun run = new(block, state, number => throw new InvalidOperationException($"block {number}"), classes);
        double[] times = new double[Rounds];
        for (int round = 0; round < Rounds; round++)
        {
            long start = Stopwatch.GetTimestamp();
            for (int i = 0; i < Transfers; i++)
            {
                if (run.Execute(transactions[(round * Transfers) + i]) is not ExecutedOutcome { RevertReason: null })
                {
                    throw new InvalidDataException("a transfer failed");
                }
            }

            times[round] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }

        Console.WriteLine($"{name,-16} {Transfers} transfers: first {times[0]:f0} ms, least {times.Min():f0} ms");
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

    private static ExecutableTransaction Transfer(int number)
    {
        PredeployedAccount sender = Genesis.Accounts[number % 10];
        PredeployedAccount receiver = Genesis.Accounts[(number + 1) % 10];
        Transaction transaction = new InvokeTransaction
        {
            SenderAddress = sender.Address,
            Nonce = number / 10,
            Calldata = [1, Genesis.FeeTokenAddress, Selector.FromName("transfer"), 3, receiver.Address, 5, 0],
            ResourceBounds = new(new(0, MaxPrice), new(20_000_000, MaxPrice), new(10_000, MaxPrice)),
        }.WithHash(Genesis.ChainId);
        EcdsaSignature signature = Ecdsa.Sign(sender.PrivateKey!.Value, transaction.Hash);
        return new(transaction with { Signature = [signature.R, signature.S] });
    }
}

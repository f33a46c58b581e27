using System;
using System.Linq;
using Kraken.Bench.Chain;
using Kraken.Bench.Follow;
using Kraken.Bench.Kernels;
using Kraken.Bench.Prove;

namespace Kraken.Bench;

/// <summary>The benchmarks: 'prove' and 'verify', side by side with the measured runs of the reference, and 'kernels'.</summary>
internal static class Program
{
    private const string Usage = """
        kraken bench prove [CASE ...] [--threads 1,2] [--repeat N] [--out FILE]   time and memory by phase, cold and in a warm session,
                                                      each proof in a process of its own; without a CASE the whole table, by one
                                                      thread and by two, thrice, into docs/benchmarks.md
        kraken bench block [--phases] [TRANSFERS ...] proves a block of so many signed ERC-20 transfers, without a number of
                                                      1 10 50 74 131 150, and then writes its part of docs/benchmarks.md:
                                                      steps, time and memory, each in a process of its own; with --phases
                                                      processor time by phase and cells by component; --out FILE writes the part there
        kraken bench block --profile FEW MANY         what one further transfer takes by function of the block program, and by opcode
        kraken bench verify [FILE ...]                time to read and check proofs, median of twenty
        kraken bench native [PROGRAM ...]             milliseconds to compile and run ../shared/data/cairo/own-contracts natively
        kraken bench execution [THREADS ...]          milliseconds of 1,000 signed ERC-20 transfers on the virtual machine and natively,
                                                      by each number of threads (default: 1, and one a core)
        kraken bench store [ACCOUNTS BLOCKS]          what appending blocks of 150 transfers to a store on disk costs, over a state of so
                                                      many accounts (default: 200 200)
        kraken bench events [BLOCKS]                  milliseconds of a page of starknet_getEvents by what is asked, over so many blocks of
                                                      100 events on disk (default: 10,000)
        kraken bench pages [TRANSFERS]                milliseconds of the explorer's page of a block of so many transfers (default: 500), to
                                                      its first byte, to the block and to its end
        kraken bench follow [BLOCKS]                  seconds in which a follower takes a chain of so many blocks of 10 transfers, by HTTP
                                                      from the same process (default: 10,000)
        kraken bench trie                             milliseconds to commit 4,000 words into 1,000,000 leaves, and a block
        kraken bench kernels                          field, hash, curve and trie operations, each beside its scalar oracle
        kraken bench chain [--rows 1,2,3,4,5] [--seconds 60] ...   transfers a second and RPC of whole networks; writes docs/benchmarks.md
        kraken bench shown [RATE SECONDS]             milliseconds until all of four nodes show a transaction that one has executed, at so
                                                      many transfers a second (default: 20 20)
        kraken bench roots HASH VARIANT LOG_BLOWUP MAX_HEIGHT   roots of preprocessed trees, from the natural height upwards
        CASE is the name of an input in ../shared/data/s-two: ret, fib_16 ... fib_21, mix, all_builtins, all_opcode_components,
        pie_10_transfers. The reference's numbers are those of reference-runs.avx512.json there if the processor has AVX-512, else
        of reference-runs.json, measured on another machine: what they are good for is the ratio. A proof that is not valid, not the
        same once more in a warm session, or not the reference's where there is one, ends with exit code 1.
        """;

    private static int Main(string[] args)
    {
        switch (args)
        {
            case ["prove", .. string[] rest]:
                return ProveBench.Run(rest);
            case [ProveProcess.Verb, string name, string threads, string report]:
                return ProveProcess.Run(name, int.Parse(threads, System.Globalization.CultureInfo.InvariantCulture), report);
            case ["block", "--profile", string few, string many]:
                return BlockProfileBench.Run(
                    int.Parse(few, System.Globalization.CultureInfo.InvariantCulture),
                    int.Parse(many, System.Globalization.CultureInfo.InvariantCulture));
            case ["block", .. string[] transfers]:
                return BlockBench.Run(transfers);
            case [BlockBench.Verb, string transfers, string report, .. string[] options]:
                return BlockBench.RunOne(int.Parse(transfers, System.Globalization.CultureInfo.InvariantCulture), report, options);
            case ["verify", .. string[] rest]:
                return VerifyBench.Run(rest.Length == 0 ? VerifyBench.DefaultFiles : rest);
            case ["roots", string hash, string variant, string logBlowup, string maxHeight]:
                return RootsBench.Run(hash, variant, logBlowup, maxHeight);
            case ["native", .. string[] rest]:
                return NativeBench.Run(rest.Length == 0 ? NativeBench.Programs : rest);
            case ["chain", .. string[] rest]:
                return ChainBench.Run(rest);
            case ["shown"]:
                return ShownBench.Run(20, 20);
            case ["shown", string rate, string seconds]:
                return ShownBench.Run(
                    double.Parse(rate, System.Globalization.CultureInfo.InvariantCulture),
                    int.Parse(seconds, System.Globalization.CultureInfo.InvariantCulture));
            case ["execution", .. string[] threads]:
                return ExecutionBench.Run(
                    threads.Length == 0
                        ? [1, Environment.ProcessorCount]
                        : [.. threads.Select(number => int.Parse(number, System.Globalization.CultureInfo.InvariantCulture))]);
            case ["store"]:
                return StoreBench.Run(200, 200);
            case ["store", string accounts, string blocks]:
                return StoreBench.Run(
                    int.Parse(accounts, System.Globalization.CultureInfo.InvariantCulture),
                    int.Parse(blocks, System.Globalization.CultureInfo.InvariantCulture));
            case ["events"]:
                return EventBench.Run(10_000);
            case ["events", string blocks]:
                return EventBench.Run(int.Parse(blocks, System.Globalization.CultureInfo.InvariantCulture));
            case ["pages"]:
                return PageBench.Run(500);
            case ["pages", string transfers]:
                return PageBench.Run(int.Parse(transfers, System.Globalization.CultureInfo.InvariantCulture));
            case ["follow"]:
                return FollowBench.Run(10_000);
            case ["follow", string blocks]:
                return FollowBench.Run(int.Parse(blocks, System.Globalization.CultureInfo.InvariantCulture));
            case ["kernels"]:
                return KernelBench.Run();
            case ["trie"]:
                return TrieBench.Run();
            default:
                Console.WriteLine(Usage);
                return args is [] or ["help"] ? 0 : 2;
        }
    }
}

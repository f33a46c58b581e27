using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using Kraken.Sierra;
using Kraken.Sierra.Metadata;
using Kraken.Sierra.Text;
using Kraken.Sierra.ToIL;
using Kraken.Sierra.ToIL.Runtime;

namespace Kraken.Bench;

/// <summary>Times programs as machine code: compilation, the first call, during which the JIT compiles, and the least of several.</summary>
internal static class NativeBench
{
    /// <summary>The programs that are run unless others are named.</summary>
    internal static readonly string[] Programs =
        ["fib_2M", "factorial_2M", "logistic_map", "dict_insert", "linear_search", "dict_snapshot"];

    private const int Calls = 7;
    private const long Gas = 1L << 60;

    internal static int Run(string[] programs)
    {
        Console.WriteLine($"{"program",-16}{"compile ms",12}{"first ms",12}{"least ms",12}{"IL bytes",12}{"range checks",16}");
        foreach (string name in programs)
        {
            string path = SharedFiles.PathOf($"../cairo/own-contracts/out/bench_{name}.sierra");
            if (!File.Exists(path))
            {
                Console.Error.WriteLine($"there is no {path}");
                return 2;
            }

            Time(name, File.ReadAllText(path));
        }

        return 0;
    }

    private static void Time(string name, string text)
    {
        if (!SierraText.TryParse(text, out SierraProgram? program, out SierraError? error))
        {
            throw new InvalidDataException(error.ToString());
        }

        long start = Stopwatch.GetTimestamp();
        SierraRegistry registry = SierraRegistry.Build(program);
        if (!SierraMetadata.TryCompute(registry, new Dictionary<int, long>(), out SierraMetadata? metadata, out error))
        {
            throw new InvalidDataException(error.ToString());
        }

        NativeImage image = NativeProgram.Compile(registry, metadata);
        double compile = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        using NativeProgram native = NativeProgram.Load(image);
        using NativeContext context = new();
        int main = program.Functions.ToList().FindIndex(f => f.Name.EndsWith("::main", StringComparison.Ordinal));
        double[] times = [.. Enumerable.Range(0, Calls).Select(_ => Call(native, context, main))];
        Console.WriteLine(
            $"{name,-16}{compile,12:f1}{times[0],12:f3}{times.Min(),12:f3}{image.Assembly.Length,12}{context.RangeChecks,16}");
    }

    private static double Call(NativeProgram program, NativeContext context, int function)
    {
        context.Reset([4050, 583, 4085, 491, 230, 604, 3334]);
        context.Gas = Gas;
        context.AllowStack(1 << 20);
        long start = Stopwatch.GetTimestamp();
        program.Run(function, context);
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }
}

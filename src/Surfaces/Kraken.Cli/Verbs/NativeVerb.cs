using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Text.Json;
using Kraken.Cli.Files;
using Kraken.Execution.Constants;
using Kraken.Serialization.Json;
using Kraken.Sierra;
using Kraken.Sierra.Metadata;
using Kraken.Sierra.Text;
using Kraken.Sierra.ToCasm;
using Kraken.Sierra.ToCasm.Classes;
using Kraken.Sierra.ToIL;
using Kraken.Sierra.ToIL.Values;
using Kraken.Starknet.Classes;
using Kraken.Starknet.Genesis;
using Kraken.Starknet.Json;
using JsonNode = System.Text.Json.Nodes.JsonNode;

namespace Kraken.Cli.Verbs;

/// <summary><c>kraken native</c>: compiles a Sierra class or program to machine code, and runs a function of it.</summary>
internal static class NativeVerb
{
    /// <summary>The gas of a run unless another is given.</summary>
    internal const ulong DefaultGas = 1ul << 40;

    // What a machine takes at most.
    private const long MostGas = 1L << 62;

    public static Command Create()
    {
        Argument<string> file = new("file") { Description = "A Sierra contract class (JSON), or a program in text form (.sierra)." };
        Option<string?> run = new("--run") { Description = "A function to run: its name or the end of it, or its number." };
        Argument<string[]> arguments = new("arguments")
        {
            Description = "Its arguments: numbers, or JSON lists for arrays and structs, [variant, value] for enums.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        Option<string?> dump = new("--dump") { Description = "What to print: 'il'." };
        dump.Must(text => text == "il", "'il'");
        Option<long> gas = new("--gas") { Description = "The gas of the run.", DefaultValueFactory = _ => (long)DefaultGas };
        gas.Between(0, MostGas);
        Command command = new("native", "Compile a Sierra class or program to machine code; run one of its functions.")
        {
            file, arguments, run, dump, gas,
        };
        command.Completes(run, arguments, gas);
        command.SetAction(result => Run(
            result.GetRequiredValue(file),
            result.GetValue(run),
            result.GetValue(arguments) ?? [],
            result.GetValue(dump) is not null,
            (ulong)result.GetValue(gas)));
        return command;
    }

    /// <summary>Compiles a file, and runs a function of it where one is named.</summary>
    internal static int Run(string path, string? function, string[] arguments, bool dumps, ulong gas)
    {
        if (!TryAnalyze(path, out SierraRegistry? registry, out SierraMetadata? metadata))
        {
            return 1;
        }

        try
        {
            long start = Stopwatch.GetTimestamp();
            NativeImage image = NativeProgram.Compile(registry, metadata);
            TimeSpan compiling = Stopwatch.GetElapsedTime(start);
            if (dumps)
            {
                NativeImageText.Write(image, Console.Out);
            }

            start = Stopwatch.GetTimestamp();
            using NativeProgram program = NativeProgram.Load(image);
            program.Prepare();
            TimeSpan preparing = Stopwatch.GetElapsedTime(start);
            Console.Error.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{registry.Program.Functions.Count} functions, {image.Assembly.Length} bytes of IL in {compiling.TotalMilliseconds:f0} ms")
                + string.Create(CultureInfo.InvariantCulture, $", machine code in {preparing.TotalMilliseconds:f0} ms"));
            return function is null ? 0 : Run(path, program, registry, function, arguments, gas);
        }
        catch (NotNativeException refusal)
        {
            ErrorLine.Write(path, refusal.Message);
            return 1;
        }
    }

    private static int Run(
        string path, NativeProgram program, SierraRegistry registry, string name, string[] arguments, ulong gas)
    {
        if (Find(registry.Program, name) is not { } function)
        {
            ErrorLine.Write(path, $"expected the name of a function, got '{name}'; there are {Functions(registry.Program)}");
            return 1;
        }

        try
        {
            VersionedConstants constants = VersionedConstants.ForVersion(GenesisDescription.DefaultStarknetVersion)!;
            JsonNode?[] values = [.. arguments.Select(Parse)];
            long start = Stopwatch.GetTimestamp();
            NativeFunctionResult result = NativeFunction.Run(program, registry, function, values, gas, constants.Gas.NativePrices);
            TimeSpan time = Stopwatch.GetElapsedTime(start);
            foreach (JsonNode? value in result.Values)
            {
                Console.WriteLine(value?.ToJsonString().Trim('"') ?? "null");
            }

            Console.Error.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:f3} ms, {gas - result.Gas} gas, {Describe(result.Usage)}"));
            return 0;
        }
        catch (Exception failure) when (failure is FormatException or NativeLimitException or NotSupportedException)
        {
            ErrorLine.Write(path, failure.Message);
            return 1;
        }
    }

    private static bool TryAnalyze(
        string path, [NotNullWhen(true)] out SierraRegistry? registry, [NotNullWhen(true)] out SierraMetadata? metadata)
    {
        registry = null;
        metadata = null;
        if (InputFile.Read(path) is not { } content)
        {
            return false;
        }

        SierraError? error;
        if (!path.EndsWith(".sierra", StringComparison.Ordinal))
        {
            if (!SierraClassJson.TryDecode(content, out SierraClass? sierra, out DecodeError? malformed))
            {
                ErrorLine.Write(path, malformed);
                return false;
            }

            SierraContractClass contract = new(sierra!.SierraProgram, sierra.EntryPoints);
            return Told(
                path,
                SierraCompiler.TryCompile(contract, out _, out error)
                    && SierraCompiler.TryAnalyze(contract, out registry, out metadata, out error),
                error);
        }

        if (!SierraText.TryParse(Encoding.UTF8.GetString(content), out SierraProgram? program, out error))
        {
            ErrorLine.Write(path, error);
            return false;
        }

        // Programs that do not count gas may loop without withdrawing any.
        bool checksGas = program.Types.Any(type => type.GenericId == "GasBuiltin");
        return Told(
            path,
            SierraCompiler.TryCompileProgram(program, out _, out error, checkGas: checksGas)
                && SierraCompiler.TryAnalyzeProgram(program, out registry, out metadata, out error, checksGas),
            error);
    }

    private static bool Told(string path, bool isGood, SierraError? error)
    {
        if (!isGood)
        {
            ErrorLine.Write(path, error);
        }

        return isGood;
    }

    private static int? Find(SierraProgram program, string name)
    {
        if (int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number < program.Functions.Count)
        {
            return number;
        }

        int[] exact = [.. Matching(program, function => function == name)];
        int[] found = exact.Length > 0
            ? exact : [.. Matching(program, function => function.EndsWith("::" + name, StringComparison.Ordinal))];
        return found.Length == 1 ? found[0] : null;
    }

    private static IEnumerable<int> Matching(SierraProgram program, Predicate<string> fits) =>
        Enumerable.Range(0, program.Functions.Count).Where(i => fits(program.Functions[i].Name));

    private static string Functions(SierraProgram program)
    {
        const int Shown = 20;
        string names = string.Join(", ", program.Functions.Take(Shown).Select((function, i) => $"{i} {function.Name}"));
        return program.Functions.Count > Shown ? $"{names} and {program.Functions.Count - Shown} more" : names;
    }

    // A number needs no quotes.
    private static JsonNode? Parse(string text)
    {
        if (!text.StartsWith('[') && text != "null")
        {
            return text;
        }

        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException malformed)
        {
            throw new FormatException($"expected a list in JSON, got '{text}': {malformed.Message}");
        }
    }

    private static string Describe(NativeUsage usage) => string.Join(", ", new (string Name, long Count)[]
    {
        ("range checks", usage.RangeChecks), ("96-bit range checks", usage.RangeChecks96), ("Pedersen", usage.Pedersens),
        ("Poseidon", usage.Poseidons), ("bitwise", usage.Bitwises), ("ec_op", usage.EcOps), ("add_mod", usage.AddMods),
        ("mul_mod", usage.MulMods), ("Blake", usage.Blakes),
    }.Where(builtin => builtin.Count > 0).Select(builtin => $"{builtin.Name} {builtin.Count.ToString(CultureInfo.InvariantCulture)}"));
}

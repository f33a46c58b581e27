using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text;
using Kraken.Cli.Files;
using Kraken.Execution.Classes;
using Kraken.Fields;
using Kraken.Serialization.Json;
using Kraken.Sierra;
using Kraken.Sierra.Felts;
using Kraken.Starknet.Classes;
using Kraken.Starknet.Json;

namespace Kraken.Cli.Verbs;

/// <summary>
/// <c>kraken contracts build</c>: recompiles the chain's own Cairo sources, by starknet-compile where the user has one, else by the npm
/// package wasm-cairo. The classes go to a folder of their own: the committed ones change by hand, with their manifest.
/// </summary>
internal static class ContractsVerb
{
    public static Command Create()
    {
        Option<string> sources = new("--contracts")
        {
            Description = "The folder with src/ and compiler/.",
            DefaultValueFactory = _ => Path.Combine(Home(), "contracts"),
        };
        Option<string> output = new("--out")
        {
            Description = "Where the classes go.",
            DefaultValueFactory = _ => Path.Combine(Home(), "artifacts", "contracts"),
        };
        Command build =
            new("build", "Compile contracts/src (about a minute each with wasm-cairo); prints the hashes and which compiler made them.")
        {
            sources,
            output,
        };
        build.SetAction(
            result => Build(Path.GetFullPath(result.GetRequiredValue(sources)), Path.GetFullPath(result.GetRequiredValue(output))));
        return new Command("contracts", "The chain's own contracts.") { build };
    }

    private static string Home() => Environment.GetEnvironmentVariable("KRAKEN_HOME") ?? Environment.CurrentDirectory;

    private static int Build(string contracts, string output)
    {
        Directory.CreateDirectory(output);
        string compiler = Path.Combine(contracts, "compiler");
        bool genuine = Exists("starknet-compile");
        if (!genuine
            && !Directory.Exists(Path.Combine(compiler, "node_modules", "wasm-cairo"))
            && Run("npm", compiler, out _, "ci", "--no-audit", "--no-fund", "--loglevel=error") != 0)
        {
            Console.Error.WriteLine($"npm ci failed in {compiler}");
            return 1;
        }

        Console.WriteLine(genuine ? "compiler: starknet-compile" : "compiler: wasm-cairo 0.10.2 (Cairo 2.8.2), repaired");
        foreach (string source in Directory.EnumerateFiles(Path.Combine(contracts, "src"), "*.cairo").Order(StringComparer.Ordinal))
        {
            int code = genuine
                ? Run("starknet-compile", contracts, out string json, "--single-file", source)
                : Run("node", compiler, out json, "compile.mjs", source);
            if (code != 0 || !Write(source, json, repair: !genuine, output))
            {
                Console.Error.WriteLine($"{source} does not compile");
                return 1;
            }
        }

        return 0;
    }

    private static bool Write(string source, string json, bool repair, string output)
    {
        if (!SierraClassJson.TryDecode(Encoding.UTF8.GetBytes(json), out SierraClass? compiled, out DecodeError? malformed))
        {
            Console.Error.WriteLine(malformed);
            return false;
        }

        if (repair)
        {
            if (!SierraFelts.TryRepairNarrowFallthrough(compiled!.SierraProgram.AsSpan(), out Felt[]? felts, out SierraError? refused))
            {
                Console.Error.WriteLine(refused);
                return false;
            }

            compiled = compiled with { SierraProgram = [.. felts] };
        }

        if (!new ClassCompiler().TryCompile(compiled!, out CompiledContract? contract, out string? error))
        {
            Console.Error.WriteLine(error);
            return false;
        }

        string name = Path.GetFileNameWithoutExtension(source);
        OutputFile.Write(Path.Combine(output, $"{name}.sierra.json"), SierraClassJson.ToBytes(compiled!));
        Console.WriteLine($"{name,-20} class {contract!.ClassHash}  compiled {contract.CompiledClassHash}");
        return true;
    }

    private static bool Exists(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));

    private static int Run(string program, string folder, out string output, params IEnumerable<string> arguments)
    {
        ProcessStartInfo start = new(program) { RedirectStandardOutput = true, WorkingDirectory = folder };
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        using Process process = Process.Start(start)!;
        output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode;
    }
}

using System;
using System.CommandLine;
using System.IO;
using Kraken.Casm.Classes;
using Kraken.Execution.Classes;
using Kraken.Sequencer;
using Kraken.Starknet.Classes;
using Kraken.Starknet.Json;

namespace Kraken.Cli.Verbs;

/// <summary><c>kraken compile</c>: compiles a Sierra contract class to CASM.</summary>
internal static class CompileVerb
{
    public static Command Create()
    {
        Argument<string> file = new("class") { Description = "A Sierra contract class (JSON)." };
        Option<string?> output = new("--out") { Description = "The file for the CASM class; standard output when left out." };
        Command command = new("compile", "Compile a Sierra class to CASM; prints its hashes.") { file, output };
        command.SetAction(result => Run(result.GetRequiredValue(file), result.GetValue(output)));
        return command;
    }

    private static int Run(string path, string? output)
    {
        if (!SierraClassJson.TryDecode(File.ReadAllBytes(path), out SierraClass? sierra, out DecodeError? malformed))
        {
            Console.Error.WriteLine($"{path}: {malformed}");
            return 1;
        }

        if (!new ClassCompiler().TryCompile(sierra!, out CompiledContract? contract, out string? error))
        {
            Console.Error.WriteLine($"{path}: {error}");
            return 1;
        }

        byte[] casm = CasmClassJson.ToBytes(contract!.Casm);
        if (output is null)
        {
            using Stream stdout = Console.OpenStandardOutput();
            stdout.Write(casm);
            return 0;
        }

        File.WriteAllBytes(output, casm);
        Console.WriteLine($"class hash            {contract.ClassHash}");
        Console.WriteLine($"compiled class hash   {contract.CompiledClassHash} (Blake)");
        Console.WriteLine($"                      {CompiledClassHash.Poseidon(contract.Casm)} (Poseidon, before protocol 0.14.1)");
        Console.WriteLine($"bytecode              {contract.Casm.Bytecode.Length} felts");
        return 0;
    }
}

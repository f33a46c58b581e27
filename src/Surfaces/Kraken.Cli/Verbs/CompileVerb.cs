using System;
using System.CommandLine;
using System.IO;
using System.Linq;
using System.Text;
using Kraken.Casm.Classes;
using Kraken.Cli.Files;
using Kraken.Execution.Classes;
using Kraken.Serialization.Json;
using Kraken.Sierra;
using Kraken.Sierra.Text;
using Kraken.Sierra.ToCasm;
using Kraken.Starknet.Classes;
using Kraken.Starknet.Json;

namespace Kraken.Cli.Verbs;

/// <summary><c>kraken compile</c>: a Sierra contract class or a program in text form to CASM, a Cairo 0 program to JSON.</summary>
internal static class CompileVerb
{
    public static Command Create()
    {
        Argument<string> file = new("class")
        {
            Description = "A Sierra contract class (JSON), a program in text form (.sierra), or with --cairo0 the main file of a program.",
        };
        Option<string?> output = new("--out") { Description = "The file for what was compiled; standard output when left out." };
        Option<bool> cairo0 = new("--cairo0") { Description = "The file is Cairo 0 source; compile it to the JSON that the VM runs." };
        Option<string[]> folders = new("--cairo-path")
        {
            Description = "With --cairo0, a folder of imported modules, before the current one; may be repeated.",
            DefaultValueFactory = _ => [],
        };
        Option<bool> proofMode = new("--proof-mode") { Description = "With --cairo0, put code in front that runs main, to be proved." };
        Command command = new(
            "compile", "Compile a Sierra class to CASM and print its hashes, a Sierra program to CASM text, or a Cairo 0 program to JSON.")
        {
            file, output, cairo0, folders, proofMode,
        };
        command.Validators.Add(result =>
        {
            if (!result.GetValue(cairo0) && (result.GetValue(proofMode) || result.GetValue(folders) is { Length: > 0 }))
            {
                result.AddError("--cairo-path and --proof-mode: expected --cairo0 with them");
            }
        });
        command.SetAction(result => result.GetValue(cairo0)
            ? Cairo0Compilation.Run(
                result.GetRequiredValue(file), result.GetValue(folders)!, result.GetValue(proofMode), result.GetValue(output))
            : Run(result.GetRequiredValue(file), result.GetValue(output)));
        return command;
    }

    private static int Run(string path, string? output)
    {
        if ((output is not null && !OutputFile.CanWrite(output)) || InputFile.Read(path) is not { } content)
        {
            return 1;
        }

        return path.EndsWith(".sierra", StringComparison.Ordinal)
            ? CompileText(path, content, output) : CompileClass(path, content, output);
    }

    // Programs that do not count gas may loop without withdrawing any.
    private static int CompileText(string path, byte[] content, string? output)
    {
        if (!SierraText.TryParse(Encoding.UTF8.GetString(content), out SierraProgram? program, out SierraError? error))
        {
            ErrorLine.Write(path, error);
            return 1;
        }

        if (program.Functions.Count == 0)
        {
            ErrorLine.Write(path, "expected a program with a function, got one without");
            return 1;
        }

        bool checksGas = program.Types.Any(type => type.GenericId == "GasBuiltin");
        if (!SierraCompiler.TryCompileProgram(program, out CompiledProgram? compiled, out error, checkGas: checksGas))
        {
            ErrorLine.Write(path, error);
            return 1;
        }

        if (output is null)
        {
            Console.Write(compiled.ToText());
        }
        else
        {
            OutputFile.Write(output, Encoding.UTF8.GetBytes(compiled.ToText()));
        }

        return 0;
    }

    private static int CompileClass(string path, byte[] content, string? output)
    {
        if (!SierraClassJson.TryDecode(content, out SierraClass? sierra, out DecodeError? malformed))
        {
            ErrorLine.Write(path, malformed);
            return 1;
        }

        if (!new ClassCompiler().TryCompile(sierra!, out CompiledContract? contract, out string? error))
        {
            ErrorLine.Write(path, error);
            return 1;
        }

        byte[] casm = CasmClassJson.ToBytes(contract!.Casm);
        if (output is null)
        {
            using Stream stdout = Console.OpenStandardOutput();
            stdout.Write(casm);
            return 0;
        }

        OutputFile.Write(output, casm);
        Console.WriteLine($"class hash            {contract.ClassHash}");
        Console.WriteLine($"compiled class hash   {contract.CompiledClassHash} (Blake)");
        Console.WriteLine($"                      {CompiledClassHash.Poseidon(contract.Casm)} (Poseidon, before protocol 0.14.1)");
        Console.WriteLine($"bytecode              {contract.Casm.Bytecode.Length} felts");
        return 0;
    }
}

using System.Collections.Generic;
using System.Linq;
using System.Text;
using Kraken.Cairo.Vm.Programs;
using Kraken.Cairo0;
using Kraken.Cairo0.Diagnostics;
using Kraken.Cairo0.Modules;
using Xunit;

namespace Kraken.StarknetOs.Tests.Programs;

/// <summary>A program with a function before main and a hint, over builtins of the caller's choice.</summary>
internal static class SmallProgram
{
    private const string All = "output pedersen range_check ecdsa bitwise ec_op keccak poseidon range_check96 add_mod mul_mod";

    public static string Json(string builtins = All, bool isProofMode = false)
    {
        string arguments = string.Join(", ", builtins.Split(' ').Select(name => $"{name}_ptr"));
        string source = $$"""
            %builtins {{builtins}}

            func twice(x) -> (res: felt) {
                return (res=x + x);
            }

            func main{{{arguments}}}() {
                let (x) = twice(4);
                tempvar y = x;
                %{ a_hint %}
                assert y = 8;
                return ();
            }

            """;
        return CairoCompiler.Compile(
            [SourceReader.FromBytes(Encoding.UTF8.GetBytes(source), "small.cairo")], new NoModules(),
            new CairoCompilerOptions { IsProofMode = isProofMode }).ToJson();
    }

    public static CairoProgram Read(string json)
    {
        bool isRead = CairoProgramReader.TryRead(Encoding.UTF8.GetBytes(json), out CairoProgram? program, out ProgramError? error);
        Assert.True(isRead, $"{error}");
        return program!;
    }

    private sealed class NoModules : IModuleSource
    {
        public SourceFile? Find(string module) => null;

        public IEnumerable<string> Places(string module) => [];
    }
}

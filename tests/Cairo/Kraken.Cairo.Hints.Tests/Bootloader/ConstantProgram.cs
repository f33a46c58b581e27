using System.Collections.Generic;
using Kraken.Cairo.Hints.Bootloader;
using Kraken.Cairo.Hints.Tests.Executables;
using Kraken.Cairo.Vm.Programs;
using Kraken.Casm.Builtins;
using Kraken.Fields;

namespace Kraken.Cairo.Hints.Tests.Bootloader;

/// <summary>Programs that put out constants, assembled by hand.</summary>
internal static class ConstantProgram
{
    private const string AssertImmediate = "0x480680017fff8000";
    private const string Return = "0x208b7fff7fff7ffe";

    public static ProgramTask Task(Felt[] output)
    {
        List<Felt> code = [];
        for (int i = 0; i < output.Length; i++)
        {
            // [ap] = constant, ap++; [[fp - 3] + i] = [ap - 1].
            code.AddRange([Felt.Parse(AssertImmediate), output[i]]);
            code.Add(Felt.Parse(EchoExecutable.Word(-1, -3, i, EchoExecutable.Op0Fp | EchoExecutable.Assert)));
        }

        // [ap] = [fp - 3] + n, ap++; ret.
        const int Sum = EchoExecutable.Op0Fp | EchoExecutable.Op1Imm | EchoExecutable.Add | EchoExecutable.ApAdd1 | EchoExecutable.Assert;
        code.AddRange([Felt.Parse(EchoExecutable.Word(0, -3, 1, Sum)), output.Length, Felt.Parse(Return)]);
        Dictionary<string, ProgramIdentifier> names = new() { ["__main__.main"] = new("function", 0, null, null, null, null) };
        return new(new([.. code], [BuiltinName.Output], [], [], names), ProgramHashFunction.Pedersen);
    }
}

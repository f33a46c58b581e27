using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using System.Text;
using Kraken.Casm.Building;
using Kraken.Casm.Hints;
using Kraken.Sierra.Libfuncs;

namespace Kraken.Sierra.ToCasm.Libfuncs;

/// <summary>
/// Code for system calls: selector, gas and arguments are written to the system segment, then the response is read from it.
/// </summary>
internal static class SyscallLibfuncs
{
    private const int FailureCells = 2;

    /// <summary>What this family emits, by generic library function.</summary>
    public static IReadOnlyList<LibfuncEmitter> Emitters { get; } =
    [
        .. LibfuncRegistry.KnownIds.Where(LibfuncRegistry.IsSyscall).Select(id => new LibfuncEmitter(id, Emit)),
    ];

    /// <summary>The short string by which a system call is selected: the name's words in upper camel case.</summary>
    public static string Selector(string libfunc)
    {
        string name = libfunc.Replace(LibfuncRegistry.SyscallEnding, "", StringComparison.Ordinal);
        if (name.StartsWith("get_execution_info", StringComparison.Ordinal))
        {
            return "GetExecutionInfo";
        }

        return string.Concat(name.Split('_').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
    }

    public static Emission Emit(InvocationContext context)
    {
        int[] outputs = [.. context.Libfunc.Branches[0].Variables.Skip(2).Select(v => (int)context.Types.SizeOf(v.Type))];
        int successCells = outputs.Sum();
        int responseCells = Math.Max(successCells, FailureCells);
        int argumentCells = context.Arguments.Skip(2).Sum(a => a.Cells.Length);
        CasmBuilder c = new();
        Var gas = context.Deref(c, 0);
        Var system = context.Buffer(c, 1, argumentCells + 2 + responseCells + 2);
        Var request = c.Copy(system);
        Var selector = c.Temp(
            c.Const(new BigInteger(Encoding.ASCII.GetBytes(Selector(context.Libfunc.GenericId)), isUnsigned: true, isBigEndian: true)));
        c.Write(system, selector);
        c.Write(system, gas);
        for (int a = 2; a < context.Arguments.Length; a++)
        {
            foreach (Var cell in context.Derefs(c, a))
            {
                c.Write(system, cell);
            }
        }

        c.Hint(new SystemCall(c.In(request)));
        Var gasLeft = c.Next(system);
        Var failed = c.TempNext(system);
        (Var[] response, Var successEnd, Var failureEnd) = ReadResponse(c, system, successCells, responseCells);
        c.JumpIfNotZero(failed, "Failed");
        List<Var[]> success = [[gasLeft], [successEnd]];
        int start = 0;
        foreach (int size in outputs)
        {
            success.Add(response[start..(start + size)]);
            start += size;
        }

        return context.Finish(
            c,
            InvocationContext.Falls([.. success]),
            InvocationContext.Leaves("Failed", [gasLeft], [failureEnd], response[..FailureCells]));
    }

    private static (Var[] Response, Var SuccessEnd, Var FailureEnd) ReadResponse(
        CasmBuilder c,
        Var system,
        int successCells,
        int responseCells)
    {
        Var? successEnd = null;
        Var? failureEnd = null;
        Var[] response = new Var[responseCells];
        for (int i = 0; i < responseCells; i++)
        {
            successEnd = i == successCells ? c.Copy(system) : successEnd;
            failureEnd = i == FailureCells ? c.Copy(system) : failureEnd;
            response[i] = c.Next(system);
        }

        return (response, successEnd ?? system, failureEnd ?? system);
    }
}

using System.Collections.Generic;

namespace Kraken.Sierra.Felts;

/// <summary>Checks that every index of a decoded program refers to a declaration.</summary>
internal static class ReferenceCheck
{
    public static void Run(SierraProgram program)
    {
        for (int i = 0; i < program.Types.Count; i++)
        {
            CheckArgs(program, program.Types[i].Args, "type", i);
        }

        for (int i = 0; i < program.Libfuncs.Count; i++)
        {
            CheckArgs(program, program.Libfuncs[i].Args, "libfunc", i);
        }

        for (int i = 0; i < program.Statements.Count; i++)
        {
            CheckStatement(program, i);
        }

        for (int i = 0; i < program.Functions.Count; i++)
        {
            CheckFunction(program, i);
        }
    }

    private static void CheckArgs(SierraProgram program, IReadOnlyList<GenericArg> args, string what, int where)
    {
        foreach (GenericArg arg in args)
        {
            int limit = arg.Kind switch
            {
                GenericArgKind.Type => program.Types.Count,
                GenericArgKind.UserFunc => program.Functions.Count,
                GenericArgKind.Libfunc => program.Libfuncs.Count,
                _ => int.MaxValue,
            };
            if (arg.Index >= limit)
            {
                throw new SierraException(
                    SierraErrorKind.MalformedFelts, $"generic argument of {what}", where, $"below {limit}", $"{arg.Index}");
            }
        }
    }

    private static void CheckStatement(SierraProgram program, int index)
    {
        Statement statement = program.Statements[index];
        if (statement.Libfunc >= program.Libfuncs.Count)
        {
            throw new SierraException(
                SierraErrorKind.InvalidStatement, "library function of statement",
                index, $"below {program.Libfuncs.Count}", $"{statement.Libfunc}");
        }

        foreach (StatementBranch branch in statement.Branches)
        {
            if (branch.Next(index) >= program.Statements.Count)
            {
                throw new SierraException(
                    SierraErrorKind.InvalidStatement, "branch target", index, $"below {program.Statements.Count}", $"{branch.Next(index)}");
            }
        }
    }

    private static void CheckFunction(SierraProgram program, int index)
    {
        SierraFunction function = program.Functions[index];
        bool valid = function.EntryPoint < program.Statements.Count;
        foreach (Parameter parameter in function.Parameters)
        {
            valid &= parameter.Type < program.Types.Count;
        }

        foreach (int type in function.ReturnTypes)
        {
            valid &= type < program.Types.Count;
        }

        if (!valid)
        {
            throw new SierraException(SierraErrorKind.InvalidFunction, "types or entry point of function", index);
        }
    }
}

using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace Kraken.Sierra.Text;

/// <summary>Prints a program in the text form.</summary>
internal sealed class SierraTextPrinter
{
    private readonly SierraProgram program;
    private readonly StringBuilder output = new();
    private readonly Dictionary<int, string> labels;

    private SierraTextPrinter(SierraProgram program)
    {
        this.program = program;
        labels = AssignLabels(program);
    }

    public static string Print(SierraProgram program)
    {
        SierraTextPrinter printer = new(program);
        printer.PrintDeclarations();
        for (int i = 0; i < program.Statements.Count; i++)
        {
            printer.PrintStatement(i);
        }

        printer.output.Append('\n');
        foreach (SierraFunction function in program.Functions)
        {
            printer.PrintFunction(function);
        }

        return printer.output.ToString();
    }

    private static Dictionary<int, string> AssignLabels(SierraProgram program)
    {
        Dictionary<int, string> labels = [];
        for (int i = 0; i < program.Functions.Count; i++)
        {
            labels[program.Functions[i].EntryPoint] = $"F{i}";
        }

        HashSet<int> targets = [];
        foreach (Statement statement in program.Statements)
        {
            foreach (StatementBranch branch in statement.Branches)
            {
                if (branch.Target != StatementBranch.Fallthrough)
                {
                    targets.Add(branch.Target);
                }
            }
        }

        string function = "NONE";
        int block = 0;
        for (int i = 0; i < program.Statements.Count; i++)
        {
            if (labels.TryGetValue(i, out string? label))
            {
                function = label;
                block = 0;
            }
            else if (targets.Contains(i))
            {
                labels[i] = $"{function}_B{block++}";
            }
        }

        return labels;
    }

    private void PrintDeclarations()
    {
        foreach (TypeDeclaration type in program.Types)
        {
            output.Append("type ").Append(type.Name).Append(" = ").Append(LongId(type.GenericId, type.Args));
            if (type.Flags is { } f)
            {
                output.Append($" [storable: {Word(f.Storable)}, drop: {Word(f.Droppable)}, dup: {Word(f.Duplicatable)}, ")
                    .Append($"zero_sized: {Word(f.ZeroSized)}]");
            }

            output.Append(";\n");
        }

        output.Append('\n');
        foreach (LibfuncDeclaration libfunc in program.Libfuncs)
        {
            output.Append("libfunc ").Append(libfunc.Name).Append(" = ").Append(LongId(libfunc.GenericId, libfunc.Args)).Append(";\n");
        }

        output.Append('\n');
    }

    private static string Word(bool value) => value ? "true" : "false";

    private string LongId(string generic, IReadOnlyList<GenericArg> args) =>
        args.Count == 0 ? generic : $"{generic}<{string.Join(", ", args.Select(PrintArg))}>";

    private string PrintArg(GenericArg arg) => arg.Kind switch
    {
        GenericArgKind.UserType => $"ut@{arg.Name ?? $"[{arg.Value}]"}",
        GenericArgKind.Type => program.Types[arg.Index].Name,
        GenericArgKind.Value => arg.Value.ToString(),
        GenericArgKind.UserFunc => $"user@{program.Functions[arg.Index].Name}",
        _ => $"lib@{program.Libfuncs[arg.Index].Name}",
    };

    private void PrintStatement(int index)
    {
        Statement statement = program.Statements[index];
        if (labels.TryGetValue(index, out string? label))
        {
            output.Append(label).Append(":\n");
        }

        if (statement.IsReturn)
        {
            output.Append("return");
            AppendVariables(statement.Arguments);
            output.Append(";\n");
            return;
        }

        output.Append(program.Libfuncs[statement.Libfunc].Name);
        AppendVariables(statement.Arguments);
        if (statement.Branches is [{ Target: StatementBranch.Fallthrough } single])
        {
            output.Append(" -> ");
            AppendVariables(single.Results);
        }
        else
        {
            output.Append(" { ");
            foreach (StatementBranch branch in statement.Branches)
            {
                output.Append(branch.Target == StatementBranch.Fallthrough ? "fallthrough" : labels[branch.Target]);
                AppendVariables(branch.Results);
                output.Append(' ');
            }

            output.Append('}');
        }

        output.Append(";\n");
    }

    private void AppendVariables(ReadOnlySpan<ulong> variables)
    {
        output.Append('(');
        for (int i = 0; i < variables.Length; i++)
        {
            output.Append(i == 0 ? "" : ", ").Append(program.NameOfVariable(variables[i]));
        }

        output.Append(')');
    }

    private void PrintFunction(SierraFunction function)
    {
        string parameters =
            string.Join(", ", function.Parameters.Select(p => $"{program.NameOfVariable(p.Variable)}: {program.Types[p.Type].Name}"));
        string returns = string.Join(", ", function.ReturnTypes.Select(t => program.Types[t].Name));
        output.Append($"{function.Name}@{labels[function.EntryPoint]}({parameters}) -> ({returns});\n");
    }
}

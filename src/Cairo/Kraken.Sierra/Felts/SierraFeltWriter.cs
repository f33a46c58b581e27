using System.Collections.Generic;
using System.Numerics;
using Kraken.Fields;

namespace Kraken.Sierra.Felts;

/// <summary>Writes a program as the felts of a class, before compression.</summary>
internal sealed class SierraFeltWriter
{
    private const ulong FlagsPresent = 1UL << 63;

    private readonly List<Felt> output = [];

    public static List<Felt> Write(SierraProgram program)
    {
        SierraFeltWriter writer = new();
        writer.WriteProgram(program);
        return writer.output;
    }

    private void WriteProgram(SierraProgram program)
    {
        output.Add(program.Types.Count);
        foreach (TypeDeclaration type in program.Types)
        {
            WriteGenericId(type.GenericId);
            output.Add(Felt.FromBigInteger(type.Args.Count + ((BigInteger)EncodeFlags(type.Flags) << 128)));
            WriteArgs(type.Args);
        }

        output.Add(program.Libfuncs.Count);
        foreach (LibfuncDeclaration libfunc in program.Libfuncs)
        {
            WriteGenericId(libfunc.GenericId);
            output.Add(libfunc.Args.Count);
            WriteArgs(libfunc.Args);
        }

        output.Add(program.Statements.Count);
        foreach (Statement statement in program.Statements)
        {
            WriteStatement(statement);
        }

        output.Add(program.Functions.Count);
        foreach (SierraFunction function in program.Functions)
        {
            WriteFunction(function);
        }
    }

    private static ulong EncodeFlags(TypeFlags? flags) => flags is not { } f
        ? 0
        : FlagsPresent | (f.Storable ? 1UL : 0) | (f.Droppable ? 2UL : 0) | (f.Duplicatable ? 4UL : 0) | (f.ZeroSized ? 8UL : 0);

    private void WriteGenericId(string name) => output.Add(GenericIds.TryEncode(name, out Felt value)
        ? value
        : throw new SierraException(SierraErrorKind.MalformedText, $"generic id without a felt: {name}"));

    private void WriteArgs(IReadOnlyList<GenericArg> args)
    {
        foreach (GenericArg arg in args)
        {
            bool negative = arg.Kind == GenericArgKind.Value && arg.Value.Sign < 0;
            output.Add(negative ? 5 : (int)arg.Kind);
            output.Add(arg.Kind is GenericArgKind.Value or GenericArgKind.UserType ? Magnitude(arg.Value) : (Felt)arg.Index);
        }
    }

    // The text form has numbers of any size.
    private static Felt Magnitude(BigInteger value) => BigInteger.Abs(value) < Felt.Modulus
        ? Felt.FromBigInteger(BigInteger.Abs(value))
        : throw new SierraException(SierraErrorKind.MalformedText, $"generic argument too large: {value}");

    private void WriteStatement(Statement statement)
    {
        output.Add(statement.IsReturn ? 1 : 0);
        if (statement.IsReturn)
        {
            WriteVariables(statement.Arguments);
            return;
        }

        output.Add(statement.Libfunc);
        WriteVariables(statement.Arguments);
        output.Add(statement.Branches.Length);
        foreach (StatementBranch branch in statement.Branches)
        {
            output.Add(branch.Target == StatementBranch.Fallthrough ? (Felt)ulong.MaxValue : branch.Target);
            WriteVariables(branch.Results);
        }
    }

    private void WriteVariables(System.ReadOnlySpan<ulong> variables)
    {
        output.Add(variables.Length);
        foreach (ulong variable in variables)
        {
            output.Add(variable);
        }
    }

    private void WriteFunction(SierraFunction function)
    {
        output.Add(function.Parameters.Count);
        foreach (Parameter parameter in function.Parameters)
        {
            output.Add(parameter.Type);
        }

        output.Add(function.ReturnTypes.Count);
        foreach (int type in function.ReturnTypes)
        {
            output.Add(type);
        }

        foreach (Parameter parameter in function.Parameters)
        {
            output.Add(parameter.Variable);
        }

        output.Add(function.EntryPoint);
    }
}

using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using Kraken.Fields;
using Kraken.Sierra.Felts;
using Kraken.Sierra.Text;
using Xunit;

namespace Kraken.Sierra.Tests.Text;

/// <summary>Random programs, whatever they mean, come back from their text and from their felts.</summary>
public sealed class RandomProgramTests
{
    private const int Rounds = 300;

    [Fact]
    public void ProgramsComeBackFromTheirText()
    {
        Random random = new(1);
        for (int round = 0; round < Rounds; round++)
        {
            string text = SierraText.Print(Program(random));
            Assert.True(SierraText.TryParse(text, out SierraProgram? parsed, out SierraError? error), $"{error}\n{text}");
            Assert.Equal(text, SierraText.Print(parsed!));
        }
    }

    [Fact]
    public void ProgramsComeBackFromTheirFelts()
    {
        Random random = new(2);
        for (int round = 0; round < Rounds; round++)
        {
            SierraProgram program = Program(random);
            VersionedProgram versioned = new(new SierraVersion(1, 7, 0), new SierraVersion(2, 11, 4), program);
            Felt[] felts = SierraFelts.Encode(versioned);
            Assert.True(SierraFelts.TryDecode(felts, out VersionedProgram? decoded, out SierraError? error), error?.ToString());
            Assert.Equal((versioned.SierraVersion, versioned.CompilerVersion), (decoded!.SierraVersion, decoded.CompilerVersion));
            Assert.Equal(SierraText.Print(program), SierraText.Print(decoded.Program));
            Assert.Equal(felts, SierraFelts.Encode(decoded));
        }
    }

    [Fact]
    public void FeltsCutOffAnywhereAreRefused()
    {
        Random random = new(3);
        for (int round = 0; round < 20; round++)
        {
            Felt[] felts = SierraFelts.Encode(new VersionedProgram(new SierraVersion(1, 7, 0), new SierraVersion(2, 11, 4),
                Program(random)));
            for (int length = 0; length < felts.Length; length++)
            {
                Assert.False(SierraFelts.TryDecode(felts.AsSpan(0, length), out _, out SierraError? error), $"{length} of {felts.Length}");
                Assert.Equal(SierraErrorKind.MalformedFelts, error!.Kind);
            }
        }
    }

    [Fact]
    public void NamedVariablesAndLabelsKeepTheirNames()
    {
        const string Text = """
            type felt252 = felt252;

            libfunc rename<felt252> = rename<felt252>;
            libfunc jump = jump;

            rename<felt252>(first) -> (second);
            jump() { 2() };
            return(second);

            main@0(first: felt252) -> (felt252);
            """;
        Assert.True(SierraText.TryParse(Text, out SierraProgram? program, out SierraError? error), error?.ToString());
        string printed = SierraText.Print(program!);
        Assert.Contains("first", printed, StringComparison.Ordinal);
        Assert.Contains("second", printed, StringComparison.Ordinal);
        Assert.True(SierraText.TryParse(printed, out SierraProgram? again, out _));
        Assert.Equal(printed, SierraText.Print(again!));
    }

    private static SierraProgram Program(Random random)
    {
        int typeCount = random.Next(1, 8);
        int libfuncCount = random.Next(1, 8);
        int statementCount = random.Next(1, 20);
        int functionCount = random.Next(1, 4);
        TypeDeclaration[] types = [.. Enumerable.Range(0, typeCount).Select(i => new TypeDeclaration(
            $"[{i}]", random.Next(2) == 0 ? "Struct" : "felt252", Args(random, i, 0), Flags(random)))];
        LibfuncDeclaration[] libfuncs = [.. Enumerable.Range(0, libfuncCount).Select(i => new LibfuncDeclaration(
            $"[{i}]", random.Next(2) == 0 ? "store_temp" : "u8_eq", Args(random, typeCount, functionCount)))];
        Statement[] statements = [.. Enumerable.Range(0, statementCount).Select(i =>
            RandomStatement(random, libfuncCount, statementCount, i == statementCount - 1))];
        SierraFunction[] functions = [.. Enumerable.Range(0, functionCount).Select(i => new SierraFunction(
            $"[{i}]",
            [.. Enumerable.Range(0, random.Next(3)).Select(p => new Parameter((ulong)p, random.Next(typeCount)))],
            [.. Enumerable.Range(0, random.Next(3)).Select(_ => random.Next(typeCount))],
            random.Next(statementCount)))];
        return new SierraProgram(types, libfuncs, statements, functions);
    }

    private static Statement RandomStatement(Random random, int libfuncs, int statements, bool isLast)
    {
        ulong[] Variables() => [.. Enumerable.Range(0, random.Next(4)).Select(_ => (ulong)random.Next(50))];
        if (isLast || random.Next(5) == 0)
        {
            return Statement.Return(Variables());
        }

        StatementBranch[] branches = [.. Enumerable.Range(0, random.Next(1, 4))
            .Select(b => new StatementBranch(b == 0 ? StatementBranch.Fallthrough : random.Next(statements), Variables()))];
        return Statement.Invoke(random.Next(libfuncs), Variables(), branches);
    }

    private static List<GenericArg> Args(Random random, int types, int functions)
    {
        List<GenericArg> args = [];
        for (int count = random.Next(4); count > 0; count--)
        {
            args.Add(random.Next(4) switch
            {
                0 when types > 0 => GenericArg.Type(random.Next(types)),
                1 when functions > 0 => GenericArg.UserFunc(random.Next(functions)),
                2 => GenericArg.UserType(new BigInteger(random.NextInt64()) * random.NextInt64()),
                _ => GenericArg.Integer(new BigInteger(random.NextInt64()) * (random.Next(2) == 0 ? -1 : random.NextInt64())),
            });
        }

        return args;
    }

    private static TypeFlags? Flags(Random random)
    {
        int bits = random.Next(32);
        return bits < 16 ? new TypeFlags((bits & 1) != 0, (bits & 2) != 0, (bits & 4) != 0, (bits & 8) != 0) : null;
    }
}

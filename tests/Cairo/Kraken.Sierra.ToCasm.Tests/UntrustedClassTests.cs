using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Kraken.Cairo.Air.Tests;
using Kraken.Casm.Classes;
using Kraken.Fields;
using Kraken.Sierra.Felts;
using Kraken.Sierra.Libfuncs;
using Kraken.Sierra.ToCasm.Classes;
using Xunit;

namespace Kraken.Sierra.ToCasm.Tests;

/// <summary>
/// Classes that anyone may declare: all genuine ones compile, and broken ones end in an error, never in an exception or without end.
/// </summary>
public sealed class UntrustedClassTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public void TheClassesOfTheGenesisCompile()
    {
        string[] paths = [.. Directory.EnumerateFiles(SharedData.PathOf("starknet/classes/genesis"), "*.sierra.json")];
        Assert.Equal(5, paths.Length);
        foreach (string path in paths)
        {
            SierraContractClass contract = SharedData.Contract(path);
            AllowedLibfuncs allowed = AllowedLibfuncs.Audited;
            bool compiles = SierraCompiler.TryCompile(contract, out CasmClass? casm, out SierraError? error, allowed: allowed);
            Assert.True(compiles, $"{path}: {error}");
            Assert.NotEmpty(casm!.Bytecode);
        }
    }

    [Theory]
    [InlineData("cairo/chain-contracts/universal_deployer")]
    [InlineData("cairo/chain-contracts/demo")]
    [InlineData("cairo/chain-contracts/account")]
    [InlineData("starknet/classes/pairs/cairo210")]
    [InlineData("starknet/classes/pairs/starknetid_pricing")]
    public void ChangedFeltsNeverEscapeAsAnException(string name)
    {
        SierraContractClass contract = SharedData.Contract(SharedData.PathOf($"{name}.sierra.json"));
        Random random = new(20260103);
        int compiled = 0;
        for (int round = 0; round < 400; round++)
        {
            Felt[] felts = [.. contract.Program];
            for (int change = random.Next(1, 4); change > 0; change--)
            {
                felts[random.Next(felts.Length)] = Change(felts, random);
            }

            compiled += Compiles(contract with { Program = [.. felts] }) ? 1 : 0;
        }

        Assert.InRange(compiled, 1, 399);
    }

    [Fact]
    public void ProgramsThatNestTheirTypesDeeplyAreRefusedOrCompile()
    {
        List<TypeDeclaration> types = [new TypeDeclaration("t0", "felt252", [], null)];
        for (int i = 1; i < 30_000; i++)
        {
            types.Add(new TypeDeclaration($"t{i}", "Box", [GenericArg.Type(i - 1)], null));
        }

        Check(new SierraProgram(types, [], [Statement.Return([])], [new SierraFunction("main", [], [], 0)]));
    }

    [Fact]
    public void ProgramsOfManyJumpsAreRefusedOrCompile()
    {
        const int Count = 60_000;
        LibfuncDeclaration[] libfuncs = [new("jump", "jump", []), new("branch_align", "branch_align", [])];
        List<Statement> statements = [];
        for (int i = 0; i < Count; i++)
        {
            statements.Add(Statement.Invoke(0, [], [new StatementBranch(i + 1, [])]));
        }

        statements.Add(Statement.Return([]));
        Check(new SierraProgram([], libfuncs, statements, [new SierraFunction("main", [], [], 0)]));
        statements[Count] = Statement.Invoke(0, [], [new StatementBranch(0, [])]);
        Check(new SierraProgram([], libfuncs, statements, [new SierraFunction("main", [], [], 0)]));
    }

    [Fact]
    public void ProgramsOfManyAlignmentsAreRefusedOrCompile()
    {
        List<Statement> statements = [];
        for (int i = 0; i < 40_000; i++)
        {
            statements.Add(Statement.Invoke(0, [], [new StatementBranch(StatementBranch.Fallthrough, [])]));
        }

        statements.Add(Statement.Return([]));
        Check(new SierraProgram(
            [], [new LibfuncDeclaration("align", "branch_align", [])], statements, [new SierraFunction("main", [], [], 0)]));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ManyVariablesAcrossManyStatementsAreRefusedOrCompile(bool branches)
    {
        const int Count = 12_000;
        TypeDeclaration[] types =
        [
            new("felt252", "felt252", [], null), new("Unit", "Struct", [GenericArg.UserType(1)], null),
            new("One", "Const", [GenericArg.Type(0), GenericArg.Integer(1)], null),
            new("bool", "Enum", [GenericArg.UserType(2), GenericArg.Type(1), GenericArg.Type(1)], null),
        ];
        LibfuncDeclaration[] libfuncs =
        [
            new("one", "const_as_immediate", [GenericArg.Type(2)]),
            new("drop", "drop", [GenericArg.Type(0)]), new("align", "branch_align", []),
            new("unit", "struct_construct", [GenericArg.Type(1)]), new("false", "enum_init", [GenericArg.Type(3), GenericArg.Integer(0)]),
            new("match", "enum_match", [GenericArg.Type(3)]),
            new("free", "drop", [GenericArg.Type(1)]), new("store", "store_temp", [GenericArg.Type(3)]),
        ];
        List<Statement> statements = [.. Enumerable.Range(0, Count).Select(i => Step(0, [], [(ulong)i]))];
        for (int i = 0; i < Count; i++)
        {
            if (branches)
            {
                statements.AddRange([Step(3, [], [Count]), Step(4, [Count], [Count]), Step(7, [Count], [Count])]);
                int next = statements.Count + 1;
                statements.Add(Statement.Invoke(
                    5, [Count], [new StatementBranch(StatementBranch.Fallthrough, [Count]), new StatementBranch(next, [Count])]));
                statements.Add(Step(6, [Count], []));
            }
            else
            {
                statements.Add(Step(2, [], []));
            }
        }

        statements.AddRange(Enumerable.Range(0, Count).Select(i => Step(1, [(ulong)i], [])));
        statements.Add(Statement.Return([]));
        Check(new SierraProgram(types, libfuncs, statements, [new SierraFunction("main", [], [], 0)]));
    }

    [Fact]
    public void FunctionsThatCallInALongChainAreRefusedOrCompile()
    {
        const int Count = 20_000;
        List<LibfuncDeclaration> libfuncs = [];
        List<Statement> statements = [];
        List<SierraFunction> functions = [];
        for (int i = 0; i < Count; i++)
        {
            libfuncs.Add(new LibfuncDeclaration($"call{i}", "function_call", [GenericArg.UserFunc((i + 1) % Count)]));
            functions.Add(new SierraFunction($"f{i}", [], [], statements.Count));
            if (i < Count - 1)
            {
                statements.Add(Statement.Invoke(i, [], [new StatementBranch(StatementBranch.Fallthrough, [])]));
            }

            statements.Add(Statement.Return([]));
        }

        Check(new SierraProgram([], libfuncs, statements, functions));
        statements[^1] = Statement.Invoke(Count - 1, [], [new StatementBranch(StatementBranch.Fallthrough, [])]);
        statements.Add(Statement.Return([]));
        Check(new SierraProgram([], libfuncs, statements, functions));
    }

    [Fact]
    public void TypesThatDoubleInSizeAreRefused()
    {
        List<TypeDeclaration> types = [new TypeDeclaration("t0", "felt252", [], null)];
        for (int i = 1; i < 64; i++)
        {
            types.Add(
                new TypeDeclaration($"t{i}", "Struct", [GenericArg.UserType(i), GenericArg.Type(i - 1), GenericArg.Type(i - 1)], null));
        }

        SierraProgram program = new(types, [], [Statement.Return([])], [new SierraFunction("main", [], [], 0)]);
        Assert.False(SierraCompiler.TryCompileProgram(program, out _, out SierraError? error));
        Assert.Contains(error.Kind, new[] { SierraErrorKind.TooLarge, SierraErrorKind.InvalidType });
    }

    private static Statement Step(int libfunc, ulong[] arguments, ulong[] results) =>
        Statement.Invoke(libfunc, arguments, [new StatementBranch(StatementBranch.Fallthrough, results)]);

    private static Felt Change(Felt[] felts, Random random) => random.Next(4) switch
    {
        0 => felts[random.Next(felts.Length)] + Felt.One,
        1 => felts[random.Next(felts.Length)],
        2 => (ulong)random.NextInt64(),
        _ => (ulong)random.Next(64),
    };

    private static bool Compiles(SierraContractClass contract)
    {
        TimeSpan start = ThreadTime.Now;
        bool compiles = SierraCompiler.TryCompile(contract, out CasmClass? casm, out SierraError? error);
        Assert.InRange(ThreadTime.Now - start, TimeSpan.Zero, Patience);
        Assert.Equal(compiles, casm is not null);
        Assert.Equal(compiles, error is null);
        return compiles;
    }

    private static void Check(SierraProgram program)
    {
        TimeSpan start = ThreadTime.Now;
        bool compiles = SierraCompiler.TryCompileProgram(program, out CompiledProgram? compiled, out SierraError? error);
        Assert.InRange(ThreadTime.Now - start, TimeSpan.Zero, Patience);
        Assert.Equal(compiles, compiled is not null);
        Assert.Equal(compiles, error is null);

        // Classes before 1.4.0 go through another solver.
        VersionedProgram versioned = new(new SierraVersion(1, 3, 0), new SierraVersion(2, 3, 0), program);
        Compiles(new SierraContractClass([.. SierraFelts.Encode(versioned)], new EntryPoints<SierraEntryPoint>()));
    }
}

using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using Kraken.Cairo.Hints.Cairo0;
using Kraken.Cairo.Vm.Errors;
using Kraken.Cairo.Vm.Execution;
using Kraken.Cairo.Vm.Memory;
using Kraken.Cairo.Vm.Programs;
using Kraken.Fields;
using Xunit;

namespace Kraken.Cairo.Hints.Tests.Cairo0;

/// <summary>
/// Library hints by name, run alone: variables lie at fp in the order of their names, each of one cell, or of the members of its structure
/// where it is written "name:Type".
/// </summary>
internal sealed class LibraryHint
{
    private static readonly Dictionary<string, string[]> Structs = new()
    {
        ["Uint256"] = ["low:felt", "high:felt"],
        ["ExpandedUint256"] = ["b01:felt", "b23:felt"],
        ["BigInt3"] = ["d0:felt", "d1:felt", "d2:felt"],
        ["EcPoint"] = ["x:BigInt3", "y:BigInt3"],
        ["DictAccess"] = ["key:felt", "prev_value:felt", "new_value:felt"],
    };

    private readonly Dictionary<string, int> cells = [];
    private readonly HintBinder binder;
    private readonly HintRun run;

    /// <summary>A run with variables and constants.</summary>
    public LibraryHint(string variables, params (string Name, BigInteger Value)[] constants)
        : this(limits: null, variables, constants)
    {
    }

    /// <summary>A run whose memory somebody counts, with variables and constants.</summary>
    public LibraryHint(IRunLimits? limits, string variables, params (string Name, BigInteger Value)[] constants)
    {
        run = new() { Machine = new VirtualMachine(new VmMemory(limits: limits)) };
        List<ProgramReference> references = [];
        Dictionary<string, int> names = [];
        int offset = 0;
        foreach (string variable in variables.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] parts = variable.Split(':');
            string type = parts.Length > 1 ? parts[1] : "felt";
            names.Add($"__main__.{parts[0]}", references.Count);
            references.Add(new ProgramReference($"[cast(fp + {offset}, {type}*)]", default));
            Place(parts[0], type, ref offset);
        }

        Dictionary<string, ProgramIdentifier> identifiers = constants.ToDictionary(
            c => $"__main__.{c.Name}", c => new ProgramIdentifier("const", null, c.Value, null, null, null));
        foreach ((string name, string[] members) in Structs)
        {
            ProgramIdentifier layout = new("struct", null, null, null, SizeOf(name), Members(members));
            identifiers.Add(name, layout);
            identifiers.Add($"__main__.{name}", layout);
        }

        CairoProgram program = new([Felt.Zero], [], [], references, identifiers);
        binder = new HintBinder(program, new ProgramHint(0, "", ["__main__"], default, names));
        run.Machine.Ap = new Relocatable(VirtualMachine.ExecutionSegment, 200);
    }

    public VmMemory Memory => run.Memory;

    public HintScopes Scopes => run.Scopes;

    public Relocatable Ap => run.Machine.Ap;

    /// <summary>What the hint wrote to [ap].</summary>
    public BigInteger AtAp => Memory.GetInteger(run.Machine.Ap);

    /// <summary>The number in a variable or member.</summary>
    public BigInteger this[string path] => Memory.GetInteger(At(path));

    /// <summary>Writes a variable or member, modulo the prime.</summary>
    public LibraryHint With(string path, BigInteger value) => With(path, (MaybeRelocatable)Felt.FromBigInteger(value));

    /// <summary>Writes a variable or member.</summary>
    public LibraryHint With(string path, MaybeRelocatable content)
    {
        Memory.Insert(At(path), content);
        return this;
    }

    /// <summary>Writes a Uint256.</summary>
    public LibraryHint WithUint256(string name, BigInteger value) =>
        With($"{name}.low", value & ((BigInteger.One << 128) - 1)).With($"{name}.high", value >> 128);

    /// <summary>A Uint256.</summary>
    public BigInteger Uint256(string name) => this[$"{name}.low"] + (this[$"{name}.high"] << 128);

    /// <summary>Writes a number as three limbs of 86 bits.</summary>
    public LibraryHint WithBigInt3(string path, BigInteger value)
    {
        BigInteger mask = (BigInteger.One << 86) - 1;
        return With($"{path}.d0", value & mask).With($"{path}.d1", (value >> 86) & mask).With($"{path}.d2", value >> 172);
    }

    /// <summary>The number of three limbs of 86 bits.</summary>
    public BigInteger BigInt3(string path) => this[$"{path}.d0"] + (this[$"{path}.d1"] << 86) + (this[$"{path}.d2"] << 172);

    /// <summary>Runs a hint by the name that the reference machine gives it.</summary>
    public LibraryHint Run(string name)
    {
        HintLibrary.ByName[name](binder)(run);
        return this;
    }

    /// <summary>The code of the failure with which a hint ends.</summary>
    public string Failure(string name) => Assert.Throws<HintException>(() => Run(name)).Code;

    private Relocatable At(string path) => run.Machine.Fp + cells[path];

    private void Place(string path, string type, ref int offset)
    {
        cells.Add(path, offset);
        if (!Structs.TryGetValue(type, out string[]? members))
        {
            offset++;
            return;
        }

        foreach (string[] member in members.Select(m => m.Split(':')))
        {
            Place($"{path}.{member[0]}", member[1], ref offset);
        }
    }

    private static Dictionary<string, StructMember> Members(string[] members)
    {
        Dictionary<string, StructMember> placed = [];
        int offset = 0;
        foreach (string[] member in members.Select(m => m.Split(':')))
        {
            placed.Add(member[0], new StructMember(member[1], offset));
            offset += SizeOf(member[1]);
        }

        return placed;
    }

    private static int SizeOf(string type) =>
        Structs.TryGetValue(type, out string[]? members) ? members.Sum(m => SizeOf(m.Split(':')[1])) : 1;
}

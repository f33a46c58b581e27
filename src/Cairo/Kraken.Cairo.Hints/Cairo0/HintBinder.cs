using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using Kraken.Cairo.Vm.Errors;
using Kraken.Cairo.Vm.Programs;

namespace Kraken.Cairo.Hints.Cairo0;

/// <summary>Resolves the names in a hint when the program is loaded.</summary>
public sealed class HintBinder
{
    private const int MaxAliases = 32;
    private readonly CairoProgram program;
    private readonly ProgramHint hint;

    internal HintBinder(CairoProgram program, ProgramHint hint)
    {
        this.program = program;
        this.hint = hint;
    }

    /// <summary>The variable "ids.path".</summary>
    /// <exception cref="HintException">The name is unknown.</exception>
    public HintId this[string path]
    {
        get
        {
            string[] names = path.Split('.');
            ProgramReference reference = ReferenceOf(names[0]);
            ReferenceText text = ReferenceParser.TryParse(reference.Value)
                ?? throw Unknown(path, $"has the reference '{reference.Value}', whose form is unknown");
            string type = text.Type;
            var steps = new List<MemberStep>();
            foreach (string name in names.Skip(1))
            {
                bool pointer = type.EndsWith('*');
                ProgramIdentifier structure = Struct(pointer ? type[..^1] : type, path);
                StructMember member = structure.Members!.TryGetValue(name, out StructMember found)
                    ? found
                    : throw Unknown(path, $"has no member {name}");
                steps.Add(new MemberStep(pointer, member.Offset));
                type = member.Type;
            }

            int? shift = reference.ApTracking.Group == hint.ApTracking.Group ? hint.ApTracking.Offset - reference.ApTracking.Offset : null;
            return new HintId(path, text.Expression, text.IsAddress, shift, steps);
        }
    }

    /// <summary>The constant "ids.NAME".</summary>
    /// <exception cref="HintException">No constant of this name is seen.</exception>
    public BigInteger Constant(string name) => Lookup(name)?.Value ?? throw Unknown(name, "is no constant seen here");

    /// <summary>The cells of the structure "ids.NAME".</summary>
    /// <exception cref="HintException">No structure of this name is seen.</exception>
    public int SizeOf(string name) => Lookup(name)?.Size ?? throw Unknown(name, "is no structure seen here");

    private ProgramReference ReferenceOf(string name)
    {
        foreach ((string full, int index) in hint.References)
        {
            if (full.AsSpan()[(full.LastIndexOf('.') + 1)..].SequenceEqual(name) && (uint)index < (uint)program.References.Count)
            {
                return program.References[index];
            }
        }

        throw Unknown(name, "is no variable seen here");
    }

    private ProgramIdentifier Struct(string type, string path) =>
        Resolve(type) is { Members: not null } structure
            ? structure
            : throw Unknown(path, $"leads through the type {type}, which is no structure");

    private ProgramIdentifier? Lookup(string name) =>
        hint.Scopes.Reverse().Select(scope => Resolve($"{scope}.{name}")).FirstOrDefault(identifier => identifier is not null);

    private ProgramIdentifier? Resolve(string name)
    {
        for (int i = 0; i < MaxAliases && program.Identifiers.TryGetValue(name, out ProgramIdentifier? identifier); i++)
        {
            if (identifier.Kind != "alias" || identifier.Destination is null)
            {
                return identifier;
            }

            name = identifier.Destination;
        }

        return null;
    }

    private static HintException Unknown(string path, string what) => new("UnknownIdentifier", $"ids.{path} {what}");
}

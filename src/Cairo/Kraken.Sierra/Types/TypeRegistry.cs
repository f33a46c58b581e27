using System.Collections.Generic;
using System.Numerics;
using System.Text;

namespace Kraken.Sierra.Types;

/// <summary>The checked types of a program, by index and by long id.</summary>
public sealed class TypeRegistry
{
    private readonly ConcreteType[] types;
    private readonly Dictionary<string, int> byLongId = [];

    private TypeRegistry(int count) => types = new ConcreteType[count];

    /// <summary>The number of types.</summary>
    public int Count => types.Length;

    /// <summary>The type of an index.</summary>
    public ConcreteType this[int index] => types[index];

    /// <summary>The number of cells of a type.</summary>
    /// <exception cref="SierraException">The type has no values in memory.</exception>
    public short SizeOf(int index) => types[index].Size >= 0
        ? types[index].Size
        : throw new SierraException(SierraErrorKind.InvalidType, $"{types[index].GenericId} has no size", index);

    /// <summary>The range of a numeric type.</summary>
    /// <exception cref="SierraException">The type is not numeric.</exception>
    public IntegerRange RangeOf(int index) => IntegerRange.Of(types[index].GenericId, types[index].Args)
        ?? throw new SierraException(SierraErrorKind.InvalidLibfunc, "numeric type", index, "an integer type", types[index].GenericId);

    /// <summary>Finds a declared type; null when the program does not declare it.</summary>
    public int? Find(string genericId, IReadOnlyList<GenericArg> args) =>
        byLongId.TryGetValue(Key(genericId, args), out int index) ? index : null;

    /// <summary>Finds a declared type.</summary>
    /// <exception cref="SierraException">The program does not declare it.</exception>
    public int Get(string genericId, IReadOnlyList<GenericArg> args) => Find(genericId, args)
        ?? throw new SierraException(SierraErrorKind.InvalidLibfunc, "undeclared type", -1, Key(genericId, args), "no declaration");

    /// <summary>The type of snapshots of a type: the type itself where it can be copied.</summary>
    public int SnapshotOf(int type) => types[type].Flags.Duplicatable ? type : Get("Snapshot", [GenericArg.Type(type)]);

    /// <summary>The declared type Generic&lt;type&gt;.</summary>
    public int Wrapped(string genericId, int type) => Get(genericId, [GenericArg.Type(type)]);

    /// <summary>The declared type BoundedInt&lt;lower, upper&gt;, both inclusive.</summary>
    public int BoundedInt(BigInteger lower, BigInteger upper) => Get("BoundedInt", [GenericArg.Integer(lower), GenericArg.Integer(upper)]);

    /// <summary>Checks all type declarations of a program.</summary>
    /// <exception cref="SierraException">A declaration is not allowed.</exception>
    public static TypeRegistry Build(SierraProgram program)
    {
        TypeRegistry registry = new(program.Types.Count);
        TypeRules rules = new(program, registry);
        for (int i = 0; i < program.Types.Count; i++)
        {
            TypeDeclaration declaration = program.Types[i];
            registry.types[i] = rules.Check(i, declaration);
            if (!registry.byLongId.TryAdd(Key(declaration.GenericId, declaration.Args), i))
            {
                throw new SierraException(SierraErrorKind.InvalidType, $"{declaration.Name} declared twice", i);
            }
        }

        return registry;
    }

    internal bool IsDeclaredBefore(int index) => types[index] is not null;

    private static string Key(string genericId, IReadOnlyList<GenericArg> args)
    {
        if (args.Count == 0)
        {
            return genericId;
        }

        StringBuilder key = new(genericId);
        foreach (GenericArg arg in args)
        {
            key.Append(arg.Kind switch
            {
                GenericArgKind.UserType => ",u",
                GenericArgKind.Type => ",t",
                GenericArgKind.Value => ",v",
                GenericArgKind.UserFunc => ",f",
                _ => ",l",
            });
            if (arg.Kind is GenericArgKind.UserType or GenericArgKind.Value)
            {
                key.Append(arg.Value);
            }
            else
            {
                key.Append(arg.Index);
            }
        }

        return key.ToString();
    }
}

using System;
using System.Numerics;
using Kraken.Fields;

namespace Kraken.Sierra.Felts;

/// <summary>Reads the expanded felts of a class into a program.</summary>
internal sealed class SierraFeltReader(Felt[] code, int[] indices, bool acceptsNarrowFallthrough = false)
{
    private const ulong FallthroughTarget = ulong.MaxValue;

    // What compilers built for 32-bit machines write in its place.
    private const ulong NarrowFallthroughTarget = uint.MaxValue;

    private static readonly BigInteger LengthMask = (BigInteger.One << 128) - 1;

    private int position;

    private int Remaining => indices.Length - position;

    public SierraProgram ReadProgram()
    {
        TypeDeclaration[] types = ReadList(ReadType);
        LibfuncDeclaration[] libfuncs = ReadList(ReadLibfunc);
        Statement[] statements = ReadList(ReadStatement);
        SierraFunction[] functions = ReadList(ReadFunction);
        SierraProgram program = new(types, libfuncs, statements, functions);
        ReferenceCheck.Run(program);
        return program;
    }

    private T[] ReadList<T>(Func<int, T> readItem)
    {
        T[] items = new T[ReadCount()];
        for (int i = 0; i < items.Length; i++)
        {
            items[i] = readItem(i);
        }

        return items;
    }

    private TypeDeclaration ReadType(int index)
    {
        string generic = ReadGenericId();
        BigInteger lengthAndFlags = Next().ToBigInteger();
        BigInteger length = lengthAndFlags & LengthMask;
        BigInteger flags = lengthAndFlags >> 128;
        if (length > Remaining || flags > ulong.MaxValue)
        {
            throw Malformed("type declaration");
        }

        return new TypeDeclaration($"[{index}]", generic, ReadArgs((int)length), flags.IsZero ? null : DecodeFlags((ulong)flags));
    }

    private static TypeFlags DecodeFlags(ulong flags) => new((flags & 1) != 0, (flags & 2) != 0, (flags & 4) != 0, (flags & 8) != 0);

    private LibfuncDeclaration ReadLibfunc(int index)
    {
        string generic = ReadGenericId();
        return new LibfuncDeclaration($"[{index}]", generic, ReadArgs(ReadCount()));
    }

    private GenericArg[] ReadArgs(int count)
    {
        GenericArg[] args = new GenericArg[count];
        for (int i = 0; i < count; i++)
        {
            args[i] = ReadArg();
        }

        return args;
    }

    private GenericArg ReadArg() => ReadUInt64() switch
    {
        0 => GenericArg.UserType(Next().ToBigInteger()),
        1 => GenericArg.Type(ReadIndex()),
        2 => GenericArg.Integer(Next().ToBigInteger()),
        3 => GenericArg.UserFunc(ReadIndex()),
        4 => GenericArg.Libfunc(ReadIndex()),
        5 => GenericArg.Integer(-Next().ToBigInteger()),
        _ => throw Malformed("generic argument"),
    };

    private Statement ReadStatement(int index)
    {
        switch (ReadUInt64())
        {
            case 0:
                int libfunc = ReadIndex();
                ulong[] arguments = ReadVariables();
                StatementBranch[] branches = new StatementBranch[ReadCount()];
                for (int i = 0; i < branches.Length; i++)
                {
                    branches[i] = new StatementBranch(ReadTarget(), ReadVariables());
                }

                return Statement.Invoke(libfunc, arguments, branches);
            case 1:
                return Statement.Return(ReadVariables());
            default:
                throw Malformed("statement");
        }
    }

    private int ReadTarget()
    {
        ulong target = ReadUInt64();
        if (target == FallthroughTarget || (acceptsNarrowFallthrough && target == NarrowFallthroughTarget))
        {
            return StatementBranch.Fallthrough;
        }

        return target < int.MaxValue ? (int)target : throw Malformed("branch target");
    }

    private SierraFunction ReadFunction(int index)
    {
        int[] parameterTypes = ReadIndices();
        int[] returnTypes = ReadIndices();
        Parameter[] parameters = new Parameter[parameterTypes.Length];
        for (int i = 0; i < parameters.Length; i++)
        {
            parameters[i] = new Parameter(ReadUInt64(), parameterTypes[i]);
        }

        return new SierraFunction($"[{index}]", parameters, returnTypes, ReadIndex());
    }

    private int[] ReadIndices()
    {
        int[] items = new int[ReadCount()];
        for (int i = 0; i < items.Length; i++)
        {
            items[i] = ReadIndex();
        }

        return items;
    }

    private ulong[] ReadVariables()
    {
        ulong[] items = new ulong[ReadCount()];
        for (int i = 0; i < items.Length; i++)
        {
            items[i] = ReadUInt64();
        }

        return items;
    }

    private string ReadGenericId() => GenericIds.TryDecode(Next(), out string name) ? name : throw Malformed("generic id");

    // A list is never longer than the felts that are left, which bounds the allocation before it is made.
    private int ReadCount()
    {
        ulong count = ReadUInt64();
        return count <= (ulong)Remaining ? (int)count : throw Malformed("list length");
    }

    private int ReadIndex()
    {
        ulong value = ReadUInt64();
        return value < int.MaxValue ? (int)value : throw Malformed("index");
    }

    private ulong ReadUInt64() => Next().TryToUInt64(out ulong value) ? value : throw Malformed("64-bit number");

    private Felt Next() => position < indices.Length ? code[indices[position++]] : throw Malformed("end of felts");

    private SierraException Malformed(string what) => new(SierraErrorKind.MalformedFelts, what, position);
}

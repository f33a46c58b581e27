using Kraken.Fields;

namespace Kraken.BlockProof.Program;

/// <summary>
/// The routines that write output. Each takes (from, to, out) at fp-5, fp-4 and fp-3 and leaves the next output address at [ap-1].
/// Loops are recursions, as code without local state wants them.
/// </summary>
internal static class OutputRoutines
{
    /// <summary>Writes the cells between two addresses.</summary>
    public const string Copy = "copy";

    /// <summary>Writes the number of cells between two addresses, then the cells.</summary>
    public const string Array = "array";

    /// <summary>Writes the system calls between two addresses: request and answer, arrays in the place of their addresses.</summary>
    public const string Transcript = "transcript";

    /// <summary>The cells of a storage read (request 4, answer 3) and of a storage write (request 5, answer 2).</summary>
    public const int StorageCells = 7;

    /// <summary>The cells of an event (request 6, answer 2).</summary>
    public const int EventCells = 8;

    private static readonly Cell From = Cell.Fp(-5);
    private static readonly Cell To = Cell.Fp(-4);
    private static readonly Cell Out = Cell.Fp(-3);

    public static Felt StorageRead { get; } = Felt.FromShortString("StorageRead");

    public static Felt StorageWrite { get; } = Felt.FromShortString("StorageWrite");

    public static Felt EmitEvent { get; } = Felt.FromShortString("EmitEvent");

    public static void Append(ProgramBuilder builder)
    {
        AppendCopy(builder);
        AppendArray(builder);
        AppendTranscript(builder);
    }

    private static void AppendCopy(ProgramBuilder builder)
    {
        builder.Label(Copy);
        ReturnAtEnd(builder, "copy_cell");
        builder.PushIndirect(From, 0);
        builder.AssertIndirect(Cell.Ap(-1), Out, 0);
        builder.PushSum(From, 1);
        builder.Push(To);
        builder.PushSum(Out, 1);
        builder.Call(Copy);
        builder.Return();
    }

    private static void AppendArray(ProgramBuilder builder)
    {
        builder.Label(Array);
        builder.AssertSum(To, Cell.Ap(), From, increment: true);
        builder.AssertIndirect(Cell.Ap(-1), Out, 0);
        builder.Push(From);
        builder.Push(To);
        builder.PushSum(Out, 1);
        builder.Call(Copy);
        builder.Return();
    }

    private static void AppendTranscript(ProgramBuilder builder)
    {
        builder.Label(Transcript);
        ReturnAtEnd(builder, "system_call");
        builder.PushIndirect(From, 0);
        builder.PushSum(Cell.Ap(-1), -EmitEvent);
        builder.JumpIfNonZero(Cell.Ap(-1), "not_event");
        AppendEvent(builder);

        // The selector is at [ap-2]: either a read, or it must be a write; any other system call has no proof.
        builder.Label("not_event");
        builder.PushSum(Cell.Ap(-2), -StorageRead);
        builder.JumpIfNonZero(Cell.Ap(-1), "not_read");
        builder.Jump("storage");
        builder.Label("not_read");
        builder.AssertValue(Cell.Ap(-3), StorageWrite);
        builder.Label("storage");
        builder.Push(From);
        builder.PushSum(From, StorageCells);
        builder.Push(Out);
        builder.Call(Copy);
        Continue(builder, StorageCells);
    }

    private static void AppendEvent(ProgramBuilder builder)
    {
        builder.Push(From);
        builder.PushSum(From, 2);
        builder.Push(Out);
        builder.Call(Copy);
        foreach (int array in (System.ReadOnlySpan<int>)[2, 4])
        {
            builder.PushIndirect(From, array);
            builder.PushIndirect(From, array + 1);
            builder.Push(Cell.Ap(-3));
            builder.Call(Array);
        }

        builder.PushSum(From, 6);
        builder.PushSum(From, EventCells);
        builder.Push(Cell.Ap(-3));
        builder.Call(Copy);
        Continue(builder, EventCells);
    }

    /// <summary>Goes on behind a system call of so many cells.</summary>
    private static void Continue(ProgramBuilder builder, int cells)
    {
        builder.PushSum(From, cells);
        builder.Push(To);
        builder.Push(Cell.Ap(-3));
        builder.Call(Transcript);
        builder.Return();
    }

    private static void ReturnAtEnd(ProgramBuilder builder, string otherwise)
    {
        builder.AssertSum(To, Cell.Ap(), From, increment: true);
        builder.JumpIfNonZero(Cell.Ap(-1), otherwise);
        builder.Push(Out);
        builder.Return();
        builder.Label(otherwise);
    }
}

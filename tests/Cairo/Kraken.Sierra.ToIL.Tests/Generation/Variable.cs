using System.Collections.Generic;

namespace Kraken.Sierra.ToIL.Tests.Generation;

/// <summary>How the compiler to CASM holds a value, as far as it matters for what may take it.</summary>
internal enum Place
{
    /// <summary>Cells that move away when the stack moves by an unknown number.</summary>
    Stack,

    /// <summary>Cells of the frame, which stay.</summary>
    Frame,

    /// <summary>A number in the code.</summary>
    Constant,

    /// <summary>A term over cells, which few library functions take.</summary>
    Term,
}

/// <summary>A variable of a function that is generated.</summary>
internal sealed class Variable(int id, string type, Place place)
{
    internal string Name => $"v{id}";

    internal string Type => type;

    internal Place Place => place;

    internal TypeFacts Facts => TypeFacts.Of(type);

    /// <summary>Whether it is one of the builtins, of which a function has one each.</summary>
    internal bool IsBuiltin => System.Array.IndexOf(Shapes.Builtins, type) >= 0;

    /// <summary>Whether it has to be used up by a library function that is made for it.</summary>
    internal bool IsLinear => !IsBuiltin && !Facts.Flags.Droppable;
}

/// <summary>The variables that are set at some place of a function.</summary>
/// <param name="Pool">Those that anything may use.</param>
/// <param name="Held">Those that something will use which is about to be generated.</param>
/// <param name="Spent">The places in the frame that were written.</param>
internal sealed record Scope(List<Variable> Pool, List<Variable> Held, HashSet<int> Spent)
{
    internal Scope Copy() => new([.. Pool], [.. Held], [.. Spent]);
}

using Kraken.Sierra.ToIL.Emission;

namespace Kraken.Sierra.ToIL.Libfuncs;

/// <summary>Storing, copying and dropping: variables change their names, and nothing is done.</summary>
internal static class MemoryLibfuncs
{
    /// <summary>Every argument is an output.</summary>
    internal static void Same(Invocation i) => i.Leave(0, i.Arguments);

    /// <summary>No argument is an output.</summary>
    internal static void Nothing(Invocation i) => i.Leave(0);

    /// <summary>The argument is both outputs.</summary>
    internal static void Twice(Invocation i) => i.Leave(0, i.Arguments[0], i.Arguments[0]);
}

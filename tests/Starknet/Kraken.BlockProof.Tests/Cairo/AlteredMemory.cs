using Kraken.Cairo.Hints.Cairo0;
using Kraken.Cairo.Vm.Memory;

namespace Kraken.BlockProof.Tests.Cairo;

/// <summary>What a lying hint does to cells that nothing has read.</summary>
internal static class AlteredMemory
{
    /// <summary>Writes another value over one that the hint just wrote.</summary>
    public static void Replace(this HintRun run, Relocatable at, MaybeRelocatable value)
    {
        run.Memory.Unload(at, 1);
        run.Memory.Insert(at, value);
    }

    /// <summary>The same of a variable.</summary>
    public static void Replace(this HintRun run, HintId variable, MaybeRelocatable value) => run.Replace(variable.Address(run), value);
}

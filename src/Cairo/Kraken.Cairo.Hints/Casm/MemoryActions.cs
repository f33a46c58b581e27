using Kraken.Cairo.Vm.Memory;
using Kraken.Casm.Hints;

namespace Kraken.Cairo.Hints.Casm;

/// <summary>Hints that allocate, print and leave the program.</summary>
internal static class MemoryActions
{
    public static void AllocSegment(CasmHintContext c, AllocSegment h) => c.Write(h.Dst, c.Memory.AddSegment());

    public static void AllocConstantSize(CasmHintContext c, AllocConstantSize h)
    {
        int size = c.Count(h.Size);
        Relocatable start = c.NextConstantSize ?? c.Memory.AddSegment();
        c.Write(h.Dst, start);
        c.NextConstantSize = start + size;
    }

    public static void DebugPrint(CasmHintContext c, DebugPrint h) => c.Host?.DebugPrint(c.Machine, c.Pointer(h.Start), c.Pointer(h.End));

    public static void SystemCall(CasmHintContext c, SystemCall h) =>
        (c.Host ?? throw CasmHints.Unsupported(h)).SystemCall(c.Machine, c.Pointer(h.System));

    public static void Cheatcode(CasmHintContext c, Cheatcode h) => (c.Host ?? throw CasmHints.Unsupported(h)).Cheatcode(c.Machine, h);

    public static void AddRelocationRule(CasmHintContext c, AddRelocationRule h) =>
        c.Memory.AddRelocationRule(c.Pointer(h.Src), c.Pointer(h.Dst));

    public static void External(CasmHintContext c, ExternalHint h) => (c.Host ?? throw CasmHints.Unsupported(h)).External(c.Machine, h);
}

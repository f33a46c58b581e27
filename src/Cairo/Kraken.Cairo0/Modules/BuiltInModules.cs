using Kraken.Cairo0.Diagnostics;

namespace Kraken.Cairo0.Modules;

/// <summary>Text that the compiler adds to every program by itself.</summary>
internal static class BuiltInModules
{
    /// <summary>The module that <c>new</c> calls into. Its names are part of every program; a folder may bring its own.</summary>
    public const string RegistersName = "starkware.cairo.lang.compiler.lib.registers";

    public const string StartName = "<start>";

    /// <summary>Moves ap as if main's arguments had been pushed, runs main, and stays in a loop that a proof can lengthen.</summary>
    public static readonly SourceFile Start = new(
        StartName,
        """
        __start__:
        ap += main.Args.SIZE + main.ImplicitArgs.SIZE;
        call main;

        __end__:
        jmp rel 0;

        """);

    /// <summary>What stands below a frame's start are the caller's fp and the pc behind the call.</summary>
    public static readonly SourceFile Registers = new(
        "starkware/cairo/lang/compiler/lib/registers.cairo",
        """
        // fp of the caller, and the pc that follows the call.
        func get_fp_and_pc() -> (fp_val: felt*, pc_val: felt*) {
            return (fp_val=cast([ap - 2], felt*), pc_val=cast([ap - 1], felt*));
        }

        // ap of the caller before the call: two cells below the frame that the call opened.
        @known_ap_change
        func get_ap() -> (ap_val: felt*) {
            let (fp_val, pc_val) = get_fp_and_pc();
            return (ap_val=fp_val - 2);
        }

        """);
}

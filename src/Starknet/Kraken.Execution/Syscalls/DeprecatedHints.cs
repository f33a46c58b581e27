using System.Collections.Frozen;
using Kraken.Cairo.Hints.Cairo0;

namespace Kraken.Execution.Syscalls;

/// <summary>
/// The hints by which Cairo 0 contracts make system calls, by their texts. Whatever the text names, the call that is made is the one
/// whose request lies at the system pointer.
/// </summary>
internal static class DeprecatedHints
{
    private static readonly string[] Names =
    [
        "call_contract", "delegate_call", "delegate_l1_handler", "deploy", "emit_event", "get_block_number", "get_block_timestamp",
        "get_caller_address", "get_contract_address", "get_sequencer_address", "get_tx_info", "get_tx_signature", "library_call",
        "library_call_l1_handler", "replace_class", "send_message_to_l1", "storage_read", "storage_write",
    ];

    internal static FrozenDictionary<string, HintFactory> All { get; } = Names.ToFrozenDictionary(
        static name => $"syscall_handler.{name}(segments=segments, syscall_ptr=ids.syscall_ptr)",
        static _ => new HintFactory(static ids =>
        {
            HintId pointer = ids["syscall_ptr"];
            return run => ((DeprecatedSyscalls)run.Host!).SystemCall(pointer.Pointer(run));
        }));
}

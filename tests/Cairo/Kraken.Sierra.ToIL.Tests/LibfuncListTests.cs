using System;
using System.Linq;
using Kraken.Sierra.ToIL.Libfuncs;
using Xunit;

namespace Kraken.Sierra.ToIL.Tests;

/// <summary>Which library functions have an emitter. The list of those without may only become shorter.</summary>
public sealed class LibfuncListTests
{
    private const string Missing = """
        call_contract_syscall cheatcode deploy_syscall emit_event_syscall get_block_hash_syscall get_class_hash_at_syscall
        get_execution_info_syscall get_execution_info_v2_syscall get_execution_info_v3_syscall keccak_syscall library_call_syscall
        meta_tx_v0_syscall replace_class_syscall secp256k1_add_syscall secp256k1_get_point_from_x_syscall secp256k1_get_xy_syscall
        secp256k1_mul_syscall secp256k1_new_syscall secp256r1_add_syscall secp256r1_get_point_from_x_syscall
        secp256r1_get_xy_syscall secp256r1_mul_syscall secp256r1_new_syscall send_message_to_l1_syscall sha256_process_block_syscall
        sha512_process_block_syscall storage_read_syscall storage_write_syscall
        """;

    [Fact]
    public void EachOfTheCompilersLibraryFunctionsHasAnEmitter()
    {
        string[] missing = [.. ToCasm.Libfuncs.LibfuncEmitters.Ids.Except(LibfuncEmitters.Ids).Order(StringComparer.Ordinal)];
        Assert.Equal(Missing.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries), missing);
    }

    [Fact]
    public void NoEmitterIsWithoutItsCompiler() =>
        Assert.Empty(LibfuncEmitters.Ids.Except(ToCasm.Libfuncs.LibfuncEmitters.Ids));
}

using System;
using System.Linq;
using Kraken.Fields;
using Xunit;

namespace Kraken.Execution.Tests.Deprecated;

/// <summary>
/// A contract that tries whatever the operating system of Starknet could not prove; the reference's
/// contract. What it expects is expected here, in its words but for those of the machine, which has its own.
/// </summary>
public sealed class DeprecatedSecurityTests
{
    [Theory]
    [InlineData("test_nonrelocatable_syscall_ptr", "Validation failed: Syscall segment size")]
    [InlineData("test_unknown_memory", "Failed to compute or deduce op1 at 7:0")]
    [InlineData("test_subtraction_between_relocatables", "Cannot subtract 4:0 from 7:0")]
    [InlineData("test_relocatables_addition_failure", "Cannot add two relocatable values: 7:0 + 7:0")]
    [InlineData("test_op0_unknown_double_dereference", "op0 must be known in double dereference")]
    [InlineData("test_write_to_program_segment", "Out of bounds access to program segment")]
    [InlineData("test_exit_main_scope", "Cannot exit main scope.")]
    [InlineData("test_missing_exit_scope", "Every enter_scope() requires a corresponding exit_scope()")]
    [InlineData("test_out_of_bound_memory_value", "maximum offset value exceeded")]
    [InlineData("test_non_relocatable_memory_address", "Failed to add to 10: it is no address")]
    [InlineData("test_bad_expr_eval", "Error message: Bad expr: {test}.")]
    [InlineData("test_bad_pedersen_values", "Inconsistent auto-deduction for pedersen builtin, ")]
    [InlineData(
        "test_bad_range_check_values",
        "Range-check validation failed, number 340282366920938463463374607431768211457 is out of valid")]
    [InlineData("test_missing_signature_hint", "Signature hint is missing")]
    [InlineData("test_signature_hint_on_wrong_segment", "Signature hint must point to the signature builtin segment")]
    [InlineData("test_ec_op_invalid_input", "Cannot apply EC operation: computation reached two points with the same x coordinate")]
    [InlineData("test_ec_op_point_not_on_curve", "is not on the curve")]
    [InlineData("test_read_bad_address", "Out of range", 0UL)]
    [InlineData("test_read_bad_address", "Out of range", 1UL)]
    [InlineData("test_relocatable_storage_address", "expected an integer at 7:1, got 7:0", 0UL)]
    [InlineData("test_relocatable_storage_address", "expected an integer at 7:1, got 7:0", 1UL)]
    [InlineData(
        "test_bad_call_address",
        "Requested contract address 0x0000000000000000000000000000000000000000000000000000000000000017 is not deployed")]
    [InlineData("test_bad_syscall_request_arg_type", "expected an address at 7:4, got 0")]
    [InlineData("test_bad_deploy_from_zero_field", "The deploy_from_zero field in the deploy system call must be 0 or 1.")]
    [InlineData("test_builtin_hole", "Missing memory cells for range_check")]
    [InlineData("test_missing_pedersen_values", "Missing memory cells for pedersen")]
    [InlineData("test_bad_builtin_stop_ptr", "Validation failed: the stop pointer of range_check is 4:2, 0 cells are used")]
    [InlineData("test_access_after_syscall_stop_ptr", "Validation failed: Syscall segment size")]
    [InlineData("test_bad_syscall_stop_ptr", "Validation failed: Syscall segment end")]
    [InlineData("test_out_of_bounds_write_to_signature_segment", "Validation failed: Read-only segments")]
    [InlineData("test_out_of_bounds_write_to_tx_info_segment", "Validation failed: Read-only segments")]
    [InlineData("test_write_to_call_contract_return_value", "Validation failed: Read-only segments")]
    [InlineData("test_out_of_bounds_write_to_calldata_segment", "Validation failed: Read-only segments", 1UL, 1UL)]
    public void WhatCouldNotBeProvedEndsTheRun(string name, string error, params ulong[] calldata)
    {
        string text = new OldContracts().Error(OldContracts.Security, name, calldata.Select(value => (Felt)value));
        Assert.True(text.Contains(error, StringComparison.Ordinal), text);
    }
}

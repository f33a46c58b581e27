using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace Kraken.Starknet.Limits;

/// <summary>
/// How large anything on a chain may be. All validators must agree on these figures, so they are part of the genesis file; every size
/// in bytes follows from them in <see cref="SizeModel"/>.
/// </summary>
/// <param name="Transaction">The largest transaction; null for Starknet's.</param>
/// <param name="Class">The largest class; null for Starknet's.</param>
/// <param name="Block">The largest block; null for Starknet's.</param>
public sealed record ChainLimits(TransactionBounds? Transaction = null, ClassBounds? Class = null, BlockBounds? Block = null)
{
    /// <summary>The largest transaction.</summary>
    public TransactionBounds Transaction { get; init; } = Transaction ?? new();

    /// <summary>The largest class.</summary>
    public ClassBounds Class { get; init; } = Class ?? new();

    /// <summary>The largest block.</summary>
    public BlockBounds Block { get; init; } = Block ?? new();

    /// <summary>What makes these limits useless, with the place, what was expected and what came; null when they are consistent.</summary>
    public string? Problem() => Negative() ?? Versions() ?? Policy() ?? new SizeModel(this).Problem();

    /// <summary>Reads a version of two or three numbers.</summary>
    internal static Version? ReadVersion(string? text) =>
        Version.TryParse(text, out Version? version) && version.Revision < 0 ? version : null;

    private string? Negative() => Counts().Where(entry => entry.Value < entry.Least)
        .Select(entry => string.Create(
            CultureInfo.InvariantCulture, $"limits.{entry.Name}: expected at least {entry.Least}, got {entry.Value}"))
        .FirstOrDefault();

    private IEnumerable<(string Name, long Value, long Least)> Counts() =>
    [
        ("transaction.max_calldata_felts", Transaction.MaxCalldataFelts, 1),
        ("transaction.max_signature_felts", Transaction.MaxSignatureFelts, 1),
        ("transaction.max_l2_gas_amount", Clamp(Transaction.MaxL2GasAmount), 1),
        ("class.max_sierra_felts", Class.MaxSierraFelts, 1),
        ("class.max_bytecode_felts", Class.MaxBytecodeFelts, 1),
        ("class.max_json_bytes", Class.MaxJsonBytes, 1),
        ("block.max_transactions", Block.MaxTransactions, 1),
        ("block.max_l1_gas", Clamp(Block.MaxL1Gas), 1),
        ("block.max_message_words", Block.MaxMessageWords, 0),
        ("block.max_events", Block.MaxEvents, 1),
        ("block.max_state_diff_words", Block.MaxStateDiffWords, 1),
        ("block.max_sierra_gas", Clamp(Block.MaxSierraGas), 1),
        ("block.max_proving_gas", Clamp(Block.MaxProvingGas), 1),
        ("block.max_receipt_l2_gas", Clamp(Block.MaxReceiptL2Gas), Clamp(Transaction.MaxL2GasAmount)),
        ("block.builtins.pedersen", Clamp(Block.Builtins.Pedersen), 1),
        ("block.builtins.range_check", Clamp(Block.Builtins.RangeCheck), 1),
        ("block.builtins.range_check96", Clamp(Block.Builtins.RangeCheck96), 1),
        ("block.builtins.poseidon", Clamp(Block.Builtins.Poseidon), 1),
        ("block.builtins.ecdsa", Clamp(Block.Builtins.Ecdsa), 1),
        ("block.builtins.ec_op", Clamp(Block.Builtins.EcOp), 1),
        ("block.builtins.bitwise", Clamp(Block.Builtins.Bitwise), 1),
        ("block.builtins.keccak", Clamp(Block.Builtins.Keccak), 1),
        ("block.builtins.add_mod", Clamp(Block.Builtins.AddMod), 1),
        ("block.builtins.mul_mod", Clamp(Block.Builtins.MulMod), 1),
        ("block.builtins.blake", Clamp(Block.Builtins.Blake), 1),
        ("block.max_bytes", Block.MaxBytes, 1),
        ("block.clock_lead_seconds", Block.ClockLeadSeconds, 0),
    ];

    private string? Versions()
    {
        foreach ((string name, string text) in (ReadOnlySpan<(string, string)>)
            [("min_sierra_version", Class.MinSierraVersion), ("max_sierra_version", Class.MaxSierraVersion)])
        {
            if (ReadVersion(text) is null)
            {
                return $"limits.class.{name}: expected a version such as 1.1.0, got '{text}'";
            }
        }

        return ReadVersion(Class.MinSierraVersion)! <= ReadVersion(Class.MaxSierraVersion)!
            ? null
            : $"limits.class.max_sierra_version: expected at least {Class.MinSierraVersion}, got {Class.MaxSierraVersion}";
    }

    private string? Policy() => Transaction.ProofPolicy is null or TransactionBounds.ByGateway
        ? null
        : $"limits.transaction.proof_policy: expected {TransactionBounds.ByGateway} or nothing, got '{Transaction.ProofPolicy}'";

    private static long Clamp(ulong value) => (long)Math.Min(value, long.MaxValue);
}

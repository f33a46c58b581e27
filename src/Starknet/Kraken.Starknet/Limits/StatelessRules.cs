using System;
using System.Collections.Immutable;
using System.Globalization;
using Kraken.Casm.Classes;
using Kraken.Fields;
using Kraken.Sierra;
using Kraken.Starknet.Chain;
using Kraken.Starknet.Classes;
using Kraken.Starknet.Transactions;

namespace Kraken.Starknet.Limits;

/// <summary>
/// What a transaction must be like whatever the state of the chain. Users' transactions, those that validators pass on and those of
/// blocks come through the same checks, before anything is hashed, compiled or executed.
/// </summary>
/// <param name="limits">The chain's limits.</param>
public sealed class StatelessRules(ChainLimits limits)
{
    /// <summary>The first rule that the transaction breaks; null when there is none. Derived fields are not looked at.</summary>
    public SubmissionError? Check(SubmittedTransaction submitted)
    {
        ArgumentNullException.ThrowIfNull(submitted);
        return submitted.Transaction.IsQuery
            ? Invalid("version", "0x3", "the version of a query")
            : CheckSimulated(submitted, paysFee: true);
    }

    /// <summary>The first rule that a simulated transaction breaks; it may have the version of a query.</summary>
    /// <param name="submitted">The transaction.</param>
    /// <param name="paysFee">Whether a fee is charged: if not, its bounds may be anything.</param>
    public SubmissionError? CheckSimulated(SubmittedTransaction submitted, bool paysFee)
    {
        ArgumentNullException.ThrowIfNull(submitted);
        AccountTransaction transaction = submitted.Transaction;
        return Reserved(transaction)
            ?? Lists(transaction)
            ?? (paysFee ? Bounds(transaction) : null)
            ?? (transaction is DeclareTransaction ? CheckClass(submitted.Class) : NoClass(submitted.Class))
            ?? NoProof(transaction);
    }

    private static SubmissionError? Reserved(AccountTransaction transaction)
    {
        ImmutableArray<Felt> deployment = transaction switch
        {
            InvokeTransaction invoke => invoke.AccountDeploymentData,
            DeclareTransaction declare => declare.AccountDeploymentData,
            _ => [],
        };
        return transaction.NonceDataAvailabilityMode != DataAvailabilityMode.L1
            ? Invalid("nonce_data_availability_mode", "L1", transaction.NonceDataAvailabilityMode)
            : transaction.FeeDataAvailabilityMode != DataAvailabilityMode.L1
            ? Invalid("fee_data_availability_mode", "L1", transaction.FeeDataAvailabilityMode)
            : transaction.PaymasterData.Length > 0 ? Invalid("paymaster_data", "no element", transaction.PaymasterData.Length)
            : deployment.Length > 0 ? Invalid("account_deployment_data", "no element", deployment.Length)
            : null;
    }

    private SubmissionError? Lists(AccountTransaction transaction)
    {
        TransactionBounds most = limits.Transaction;
        (string name, int length) = transaction switch
        {
            InvokeTransaction invoke => ("calldata and proof_facts", invoke.Calldata.Length + invoke.ProofFacts.Length),
            DeployAccountTransaction deploy => ("constructor_calldata", deploy.ConstructorCalldata.Length),
            _ => (string.Empty, 0),
        };
        return length > most.MaxCalldataFelts ? Invalid(name, $"at most {most.MaxCalldataFelts} elements", length)
            : transaction.Signature.Length > most.MaxSignatureFelts
            ? Invalid("signature", $"at most {most.MaxSignatureFelts} elements", transaction.Signature.Length)
            : null;
    }

    private SubmissionError? Bounds(AccountTransaction transaction)
    {
        ResourceBoundsMapping bounds = transaction.ResourceBounds;
        if (limits.Transaction.MinL2GasPrice != 0 && IsZero(bounds.L1Gas) && IsZero(bounds.L2Gas) && IsZero(bounds.L1DataGas))
        {
            return Invalid("resource_bounds", "a fee above zero", 0);
        }

        if (limits.Transaction.MinL2GasPrice is { } least && bounds.L2Gas.MaxPricePerUnit < least)
        {
            return Invalid("resource_bounds.l2_gas.max_price_per_unit", $"at least {least}", bounds.L2Gas.MaxPricePerUnit);
        }

        return transaction is not DeclareTransaction && bounds.L2Gas.MaxAmount > limits.Transaction.MaxL2GasAmount
            ? Invalid("resource_bounds.l2_gas.max_amount", $"at most {limits.Transaction.MaxL2GasAmount}", bounds.L2Gas.MaxAmount)
            : null;
    }

    private SubmissionError? CheckClass(SierraClass? sierra)
    {
        if (sierra is null)
        {
            return new(SubmissionErrorKind.Unexpected, "contract_class: expected a class, got none");
        }

        if (sierra.ContractClassVersion != ClassBounds.FormatVersion)
        {
            return new(
                SubmissionErrorKind.UnsupportedClassVersion,
                $"contract_class_version: expected {ClassBounds.FormatVersion}, got '{sierra.ContractClassVersion}'");
        }

        if (sierra.SierraProgram.Length > limits.Class.MaxSierraFelts)
        {
            return TooLarge("sierra_program", $"at most {limits.Class.MaxSierraFelts} elements", sierra.SierraProgram.Length);
        }

        long bytes = ClassSize.JsonBytes(sierra);
        return bytes > limits.Class.MaxJsonBytes
            ? TooLarge("contract_class", $"at most {limits.Class.MaxJsonBytes} bytes", bytes)
            : SierraVersion(sierra.SierraProgram) ?? EntryPoints(sierra.EntryPoints);
    }

    private SubmissionError? SierraVersion(ImmutableArray<Felt> program)
    {
        Version least = ChainLimits.ReadVersion(limits.Class.MinSierraVersion)!;
        Version most = ChainLimits.ReadVersion(limits.Class.MaxSierraVersion)!;
        if (program.Length < 3
            || !TryPart(program[0], out int major) || !TryPart(program[1], out int minor) || !TryPart(program[2], out int patch))
        {
            return new(
                SubmissionErrorKind.UnsupportedClassVersion,
                "sierra_program: expected a Sierra version in its first three elements, got none");
        }

        Version version = new(major, minor, patch);
        Version comparable = most.Build < 0 ? new Version(major, minor) : version;
        return version >= least && comparable <= most
            ? null
            : new(
                SubmissionErrorKind.UnsupportedClassVersion,
                $"sierra_program: expected a Sierra version of {least} to {most}, got {version}");
    }

    private static SubmissionError? EntryPoints(EntryPoints<SierraEntryPoint> entryPoints)
    {
        foreach (EntryPointType type in Enum.GetValues<EntryPointType>())
        {
            ImmutableArray<SierraEntryPoint> list = entryPoints.Of(type);
            for (int i = 1; i < list.Length; i++)
            {
                if (list[i].Selector.ToBigInteger() <= list[i - 1].Selector.ToBigInteger())
                {
                    return Invalid($"entry_points_by_type {type}[{i}].selector", $"more than {list[i - 1].Selector}", list[i].Selector);
                }
            }
        }

        return null;
    }

    private static SubmissionError? NoClass(SierraClass? sierra) =>
        sierra is null
            ? null
            : new(SubmissionErrorKind.Unexpected, "contract_class: expected none beside this kind of transaction, got one");

    private SubmissionError? NoProof(AccountTransaction transaction) =>
        limits.Transaction.ProofPolicy is null && transaction is InvokeTransaction { ProofFacts.IsEmpty: false } invoke
        ? new(
            SubmissionErrorKind.InvalidProof,
            $"proof_facts: expected none, because this chain takes no client-side proofs, got {invoke.ProofFacts.Length} elements")
        : null;

    private static bool IsZero(ResourceBounds bounds) => bounds.MaxAmount == 0 || bounds.MaxPricePerUnit == 0;

    private static bool TryPart(Felt felt, out int part)
    {
        bool small = felt.TryToUInt64(out ulong value) && value <= int.MaxValue;
        part = small ? (int)value : 0;
        return small;
    }

    private static SubmissionError TooLarge(string place, string expected, long got) =>
        new(SubmissionErrorKind.ClassTooLarge, string.Create(CultureInfo.InvariantCulture, $"{place}: expected {expected}, got {got}"));

    private static SubmissionError Invalid(string place, string expected, object got) =>
        new(SubmissionErrorKind.ValidationFailure, string.Create(CultureInfo.InvariantCulture, $"{place}: expected {expected}, got {got}"));
}

using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using Kraken.BlockProof.Witness;
using Kraken.Cairo.Hints.Cairo0;
using Kraken.Cairo.Vm.Errors;
using Kraken.Cairo.Vm.Memory;
using Kraken.Fields;
using Kraken.Starknet.Classes;
using Kraken.Starknet.Transactions;
using Kraken.StarknetOs.Runs;

namespace Kraken.StarknetOs.Hints;

/// <summary>The hints of transactions and their fields.</summary>
internal static class TransactionHints
{
    public static IReadOnlyDictionary<string, HintFactory> Over(OsRunState state) => new Dictionary<string, HintFactory>
    {
        ["OsInputTransactions"] = ids => Set(ids, "n_txs", () => state.Block.Transactions.Length),
        ["EnterScopeExecuteTransactionsInner"] = _ => r => r.Scopes.Enter((HintDictionaries.Name, HintDictionaries.Of(r))),
        ["LoadNextTx"] = ids =>
        {
            HintId type = ids["tx_type"];
            return r =>
            {
                state.NextTransaction();
                type.Set(r, TypeOf(state.Transaction));
            };
        },
        ["StartTx"] = _ => _ => state.BeginCalls(),
        ["EndTx"] = _ => _ => state.RequireAllCallsTaken(),
        ["SkipTx"] = _ => _ => { },
        ["LoadCommonTxFields"] = ids => CommonFields(ids, state),
        ["LoadTxNonceAccount"] = ids => Set(ids, "nonce", () => state.Transaction.Nonce),
        ["LoadTxNonceL1Handler"] = ids => Set(ids, "nonce", () => state.Transaction.Nonce),
        ["TxVersion"] = ids => Set(ids, "tx_version", () => state.Transaction.Version),
        ["TxEntryPointSelector"] = ids => Set(ids, "entry_point_selector", () => Expect<L1HandlerTransaction>(state).EntryPointSelector),
        ["ContractAddress"] = ids => Set(ids, "contract_address", () => state.Transaction.Sender),
        ["TxCalldata"] = ids => SetList(ids, "calldata", "calldata_size", () => state.Transaction switch
        {
            InvokeTransaction invoke => invoke.Calldata,
            _ => Expect<L1HandlerTransaction>(state).Calldata,
        }),
        ["GenSignatureArg"] = ids => SetList(ids, "signature_start", "signature_len", () => state.Transaction.Signature),
        ["TxAccountDeploymentData"] = ids => SetList(
            ids, "account_deployment_data", "account_deployment_data_size", () => Expect<InvokeTransaction>(state).AccountDeploymentData),
        ["TxProofFacts"] = ids => SetList(ids, "proof_facts", "proof_facts_size", () => Expect<InvokeTransaction>(state).ProofFacts),
        ["PrepareConstructorExecution"] = ids => Constructor(ids, state),
        ["DeclareTxFields"] = ids => Declaration(ids, state),
        ["SetComponentHashes"] = ids =>
        {
            HintId hashes = ids["contract_class_component_hashes"];
            return r => hashes.Set(r, r.Memory.Place(ClassHash.PartsOf(state.Declared.Sierra)));
        },
        ["AssertTransactionHash"] = ids =>
        {
            HintId hash = ids["transaction_hash"];
            return r => HintRun.Require(
                hash.Felt(r) == state.Transaction.Hash, "TransactionHash",
                $"the hash of a transaction: expected {state.Transaction.Hash}, got {hash.Felt(r)}");
        },
        ["LoadActualFee"] = ids => Set(ids, "low_actual_fee", () => (Felt)state.Recorded.Receipt.ActualFee.Amount),
        ["IsReverted"] = ids => Set(ids, "is_reverted", () => state.Recorded.Receipt.RevertReason is null ? Felt.Zero : Felt.One),
    };

    private static Felt TypeOf(Transaction transaction) => Felt.FromShortString(transaction switch
    {
        InvokeTransaction => "INVOKE_FUNCTION",
        DeployAccountTransaction => "DEPLOY_ACCOUNT",
        DeclareTransaction => "DECLARE",
        _ => "L1_HANDLER",
    });

    private static Action<HintRun> Set(HintBinder ids, string name, Func<Felt> value)
    {
        HintId id = ids[name];
        return r => id.Set(r, value());
    }

    private static Action<HintRun> SetList(HintBinder ids, string start, string count, Func<ImmutableArray<Felt>> list)
    {
        (HintId at, HintId length) = (ids[start], ids[count]);
        return r =>
        {
            ImmutableArray<Felt> cells = list();
            at.Set(r, r.Memory.Place(cells));
            length.Set(r, cells.Length);
        };
    }

    private static Action<HintRun> CommonFields(HintBinder ids, OsRunState state)
    {
        (HintId tip, HintId bounds) = (ids["tip"], ids["resource_bounds"]);
        (HintId nonceMode, HintId feeMode) = (ids["nonce_data_availability_mode"], ids["fee_data_availability_mode"]);
        Action<HintRun> paymaster = SetList(ids, "paymaster_data", "paymaster_data_length", () => state.Account.PaymasterData);
        return r =>
        {
            AccountTransaction account = state.Account;
            ResourceBoundsMapping mapping = account.ResourceBounds;
            tip.Set(r, (Felt)account.Tip);
            nonceMode.Set(r, (Felt)(ulong)account.NonceDataAvailabilityMode);
            feeMode.Set(r, (Felt)(ulong)account.FeeDataAvailabilityMode);
            paymaster(r);
            bounds.Set(r, r.Memory.Place(
            [
                .. Bounds(ResourceNames.L1Gas, mapping.L1Gas), .. Bounds(ResourceNames.L2Gas, mapping.L2Gas),
                .. Bounds(ResourceNames.L1DataGas, mapping.L1DataGas),
            ]));
        };
    }

    private static MaybeRelocatable[] Bounds(Felt resource, ResourceBounds bounds) =>
        [resource, (Felt)bounds.MaxAmount, (Felt)bounds.MaxPricePerUnit];

    private static Action<HintRun> Constructor(HintBinder ids, OsRunState state)
    {
        (HintId salt, HintId classHash) = (ids["contract_address_salt"], ids["class_hash"]);
        Action<HintRun> calldata = SetList(
            ids, "constructor_calldata", "constructor_calldata_size",
            () => Expect<DeployAccountTransaction>(state).ConstructorCalldata);
        return r =>
        {
            DeployAccountTransaction deployment = Expect<DeployAccountTransaction>(state);
            salt.Set(r, deployment.ContractAddressSalt);
            classHash.Set(r, deployment.ClassHash);
            calldata(r);
        };
    }

    private static Action<HintRun> Declaration(HintBinder ids, OsRunState state)
    {
        (HintId sender, HintId classHash, HintId compiled) = (ids["sender_address"], ids["class_hash_ptr"], ids["compiled_class_hash"]);
        Action<HintRun> deployment = SetList(
            ids, "account_deployment_data", "account_deployment_data_size", () => Expect<DeclareTransaction>(state).AccountDeploymentData);
        return r =>
        {
            DeclareTransaction declaration = Expect<DeclareTransaction>(state);
            sender.Set(r, declaration.SenderAddress);
            classHash.Set(r, r.Memory.Place(declaration.ClassHash));
            compiled.Set(r, declaration.CompiledClassHash);
            deployment(r);
        };
    }

    private static T Expect<T>(OsRunState state)
        where T : Transaction => state.Transaction as T
            ?? throw new HintException("WrongTransaction", $"expected a {typeof(T).Name}, got {state.Transaction.Type}");
}

using System.Collections.Generic;
using Kraken.Execution.Calls;
using Kraken.Execution.Constants;
using Kraken.Execution.Transactions;
using Kraken.Fields;
using Kraken.Starknet.Transactions;

namespace Kraken.Execution.Syscalls;

/// <summary>
/// The transaction as calls see it: all of a phase see the same, but for classes of old accounts, and the last is kept for the next call.
/// </summary>
/// <param name="Transaction">What it was made of.</param>
/// <param name="Version">The version, which some old accounts see as 1.</param>
/// <param name="HasDataGas">Whether the bounds of L1 data gas are among the others, which some old accounts do not know.</param>
/// <param name="Members">The members of the transaction info; arrays that an old transaction does not have are null.</param>
internal sealed record ShownTransaction(
    TransactionInfo Transaction, Felt Version, bool HasDataGas, IReadOnlyList<InfoMember> Members)
{
    /// <summary>What a running call sees.</summary>
    internal static ShownTransaction Of(CallFrame frame)
    {
        TransactionInfo info = frame.Context.Transaction;
        Felt version = VersionFor(frame);
        bool hasDataGas = !frame.Context.Constants.LegacyAccounts.WithoutDataGas.Contains(frame.ClassHash);
        if (frame.Context.Shown is { } last
            && ReferenceEquals(last.Transaction, info) && last.Version == version && last.HasDataGas == hasDataGas)
        {
            return last;
        }

        ShownTransaction shown = new(info, version, hasDataGas, MembersOf(frame.Context, version, hasDataGas));
        frame.Context.Shown = shown;
        return shown;
    }

    private static InfoMember[] MembersOf(CallContext context, Felt version, bool hasDataGas)
    {
        TransactionInfo info = context.Transaction;
        bool current = info.IsCurrent;
        return
        [
            InfoMember.Of(version), InfoMember.Of(info.Sender), InfoMember.Of(Felt.Zero), InfoMember.Of(info.Signature),
            InfoMember.Of(info.Hash), InfoMember.Of(context.Chain.ChainId.Value), InfoMember.Of(info.Nonce),
            current ? InfoMember.Of(Bounds(info, hasDataGas)) : InfoMember.NoArray,
            InfoMember.Of(current ? (Felt)info.Tip : Felt.Zero),
            current ? InfoMember.Of(info.PaymasterData) : InfoMember.NoArray,
            InfoMember.Of(current ? info.NonceMode : Felt.Zero),
            InfoMember.Of(current ? info.FeeMode : Felt.Zero),
            current ? InfoMember.Of(info.AccountDeploymentData) : InfoMember.NoArray,
            current ? InfoMember.Of(info.ProofFacts) : InfoMember.NoArray,
        ];
    }

    // Some old accounts know version 1 only; they see it unless a larger tip than agreed would hide behind it.
    private static Felt VersionFor(CallFrame frame)
    {
        TransactionInfo info = frame.Context.Transaction;
        LegacyAccounts legacy = frame.Context.Constants.LegacyAccounts;
        return info.IsCurrent && info.Tip <= legacy.VersionOneMaxTip && legacy.VersionOne.Contains(frame.ClassHash)
            ? info.Version - TransactionInfo.VersionThree + Felt.One
            : info.Version;
    }

    private static Felt[] Bounds(TransactionInfo info, bool hasDataGas)
    {
        Felt[] bounds = new Felt[hasDataGas ? 9 : 6];
        (bounds[0], bounds[1], bounds[2]) = (ResourceNames.L1Gas, info.MaxAmounts.L1Gas, info.MaxPrices.L1Gas);
        (bounds[3], bounds[4], bounds[5]) = (ResourceNames.L2Gas, info.MaxAmounts.L2Gas, info.MaxPrices.L2Gas);
        if (hasDataGas)
        {
            (bounds[6], bounds[7], bounds[8]) = (ResourceNames.L1DataGas, info.MaxAmounts.L1DataGas, info.MaxPrices.L1DataGas);
        }

        return bounds;
    }
}

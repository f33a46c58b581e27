using System;
using System.Collections.Immutable;
using Kraken.Dev.Chain;
using Kraken.Fields;
using Kraken.Rpc.Protocol;

namespace Kraken.Dev.Methods;

/// <summary>Transactions without an account's signature.</summary>
internal sealed class ImpersonationMethods(DevChain chain)
{
    internal ImmutableArray<RpcMethod> All =>
    [
        OfAccount("devnet_impersonateAccount", static (now, account) => now.With(account)),
        OfAccount("devnet_stopImpersonateAccount", static (now, account) => now with { Accounts = now.Accounts.Remove(account) }),
        OfAll("devnet_autoImpersonate", isForAll: true),
        OfAll("devnet_stopAutoImpersonate", isForAll: false),
    ];

    private RpcMethod OfAccount(string name, Func<Impersonation, Felt, Impersonation> change) =>
        DevMethod.Silent(name, ["account_address"], (call, _) =>
        {
            Felt account = call.Get("account_address", static node => node.Felt());
            chain.Impersonate(name, account, now => change(now, account));
        });

    private RpcMethod OfAll(string name, bool isForAll) =>
        DevMethod.Silent(name, [], (_, _) => chain.Impersonate(name, null, now => now with { IsForAll = isForAll }));
}

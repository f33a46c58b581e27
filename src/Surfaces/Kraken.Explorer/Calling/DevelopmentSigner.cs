using System;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Kraken.Curves;
using Kraken.Explorer.Chain;
using Kraken.Fields;
using Kraken.Starknet.Chain;
using Kraken.Starknet.Transactions;

namespace Kraken.Explorer.Calling;

/// <summary>
/// Signs calls with the keys that a development chain gives to everybody. The key is asked of the node for each call, used here, and kept
/// nowhere: no page, answer or line of the log has it. A chain without such keys signs nothing. Safe for several threads.
/// </summary>
internal sealed class DevelopmentSigner(NodeReader node) : IDisposable
{
    private const int MarginPercent = 50;
    private readonly SemaphoreSlim turns = new(ExplorerLimits.Signing, ExplorerLimits.Signing);

    /// <summary>The accounts that can sign; none on a serious chain.</summary>
    public async Task<ImmutableArray<Felt>> AccountsAsync(CancellationToken cancellation) =>
        [.. (await node.DevelopmentAccountsAsync(cancellation).ConfigureAwait(false))
            .Where(account => account.PrivateKey is not null).Select(account => account.Address)];

    /// <summary>Sends a call from an account and gives the transaction's hash; null when the chain gives no key of the account.</summary>
    /// <exception cref="Rpc.Client.RpcClientException">The node refused the transaction.</exception>
    public async Task<Felt?> SendAsync(FunctionCall call, Felt account, CancellationToken cancellation)
    {
        await turns.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            ImmutableArray<(Felt Address, Felt? PrivateKey)> accounts =
                await node.DevelopmentAccountsAsync(cancellation).ConfigureAwait(false);
            if (accounts.FirstOrDefault(candidate => candidate.Address == account).PrivateKey is not { } key)
            {
                return null;
            }

            InvokeTransaction content = new()
            {
                SenderAddress = account,
                Nonce = await node.NextNonceAsync(account, cancellation).ConfigureAwait(false),
                Calldata =
                [
                    Felt.One, call.ContractAddress, call.EntryPointSelector, (ulong)call.Calldata.Length, .. call.Calldata,
                ],
                ResourceBounds = default,
            };
            FeeEstimate estimate = await node.EstimateAsync(new SubmittedTransaction(content), cancellation).ConfigureAwait(false);
            content = content with { ResourceBounds = BoundsOf(estimate) };
            InvokeTransaction hashed = (InvokeTransaction)content.WithHash(await node.ChainAsync(cancellation).ConfigureAwait(false));
            EcdsaSignature signature = Ecdsa.Sign(key, hashed.Hash);
            return await node.SubmitAsync(new SubmittedTransaction(hashed with { Signature = [signature.R, signature.S] }), cancellation)
                .ConfigureAwait(false);
        }
        finally
        {
            turns.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => turns.Dispose();

    // What is not used is not charged; prices move between the estimate and the block.
    private static ResourceBoundsMapping BoundsOf(FeeEstimate estimate) => new(
        Bound(estimate.Gas.L1Gas, estimate.Prices.L1Gas),
        Bound(estimate.Gas.L2Gas, estimate.Prices.L2Gas),
        Bound(estimate.Gas.L1DataGas, estimate.Prices.L1DataGas));

    private static ResourceBounds Bound(ulong amount, UInt128 price) =>
        new(amount + (amount * MarginPercent / 100), price + (price * MarginPercent / 100));
}

using System;
using System.Numerics;
using System.Threading;
using Kraken.Curves;
using Kraken.Dev.Chain;
using Kraken.Fields;
using Kraken.Hashing;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Chain;
using Kraken.Starknet.Genesis;
using Kraken.Starknet.Receipts;
using Kraken.Starknet.Transactions;

namespace Kraken.Dev.Accounts;

/// <summary>Mints tokens by signed transactions of the account that may. Safe for several threads.</summary>
internal sealed class Faucet(DevChain chain)
{
    private const ulong L1Gas = 10_000;
    private const ulong L2Gas = 100_000_000;

    private static readonly Felt MintSelector = Selector.FromName("permissioned_mint");

    private readonly Lock gate = new();

    /// <summary>Mints for an address.</summary>
    /// <param name="address">Who is given the tokens.</param>
    /// <param name="amount">How many, 0 to 2^256 - 1.</param>
    /// <param name="hash">The transaction, which is in a block, or in the one being built, and may be reverted.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>Null when the transaction was taken; else why not.</returns>
    internal SubmissionError? Mint(Felt address, BigInteger amount, FeeUnit unit, out Felt hash, CancellationToken cancellation)
    {
        lock (gate)
        {
            SubmittedTransaction transaction = Sign(address, amount, unit);
            hash = transaction.Transaction.Hash;
            return chain.Submit(transaction, cancellation);
        }
    }

    private SubmittedTransaction Sign(Felt address, BigInteger amount, FeeUnit unit)
    {
        PredeployedAccount minter = DevGenesis.Faucet;
        BigInteger low = (BigInteger.One << 128) - 1;
        GasPrices prices = chain.Prices;
        InvokeTransaction mint = new()
        {
            SenderAddress = minter.Address,
            Nonce = chain.ReadNext(state => state.NonceAt(minter.Address)),
            Calldata =
            [
                1, TokenUnits.TokenOf(unit), MintSelector, 3, address, (Felt)(UInt128)(amount & low), (Felt)(UInt128)(amount >> 128),
            ],
            ResourceBounds = new(
                new ResourceBounds(L1Gas, prices.L1Gas.InFri),
                new ResourceBounds(L2Gas, prices.L2Gas.InFri),
                new ResourceBounds(L1Gas, prices.L1DataGas.InFri)),
        };
        InvokeTransaction hashed = (InvokeTransaction)mint.WithHash(chain.Rules.Chain.ChainId);
        EcdsaSignature signature = Ecdsa.Sign(minter.PrivateKey!.Value, hashed.Hash);
        return new SubmittedTransaction(hashed with { Signature = [signature.R, signature.S] });
    }
}

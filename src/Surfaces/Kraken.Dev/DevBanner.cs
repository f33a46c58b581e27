using System.Globalization;
using System.Text;
using Kraken.Dev.Chain;
using Kraken.Starknet;
using Kraken.Starknet.Genesis;

namespace Kraken.Dev;

/// <summary>
/// What is printed at the start, in the layout of starknet-devnet, which scripts read: the private keys are of accounts that everybody who
/// knows the seed has.
/// </summary>
internal static class DevBanner
{
    internal static string Of(DevOptions options, DevChain chain)
    {
        StringBuilder text = new();
        CultureInfo culture = CultureInfo.InvariantCulture;
        text.AppendLine("Predeployed FeeToken");
        text.AppendLine(culture, $"ETH Address: {WellKnownAddresses.EthToken}");
        text.AppendLine(culture, $"STRK Address: {WellKnownAddresses.FeeToken}");
        text.AppendLine(culture, $"Class Hash: {ChainContracts.FeeToken.ClassHash}").AppendLine();
        text.AppendLine("Predeployed UDC");
        text.AppendLine(culture, $"Address: {WellKnownAddresses.UniversalDeployer}");
        text.AppendLine(culture, $"Class Hash: {ChainContracts.UniversalDeployer.ClassHash}").AppendLine();
        ChainId id = chain.Rules.Chain.ChainId;
        text.AppendLine(culture, $"Chain ID: {id.Name} ({id.Value})").AppendLine();
        if (chain.Fork is { } fork)
        {
            text.AppendLine(culture, $"Fork of {fork.Options.Shown}");
            text.AppendLine(culture, $"at block {fork.Header.Number} {fork.Header.Hash}");
            text.AppendLine(fork.State.IsProven
                ? "Its values are taken where they are proven under that block's state root"
                : "It gives no storage proofs: its values are taken on its word").AppendLine();
        }

        text.AppendLine(culture, $"Predeployed accounts using class with hash: {chain.Genesis.AccountClass}");
        foreach (PredeployedAccount account in chain.Genesis.Accounts)
        {
            text.AppendLine();
            text.AppendLine(culture, $"| Account address |  {account.Address}");
            text.AppendLine(culture, $"| Private key     |  {account.PrivateKey}");
            text.AppendLine(culture, $"| Public key      |  {account.PublicKey}");
        }

        text.AppendLine();
        text.AppendLine(culture, $"Initial balance of each account: {options.InitialBalance} WEI and FRI");
        text.AppendLine(culture, $"Seed to replicate this account sequence: {options.Seed}");
        return text.ToString();
    }
}

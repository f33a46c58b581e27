using System.Collections.Generic;
using Kraken.BlockProof.Replay;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Receipts;

namespace Kraken.Proofs.Checking.Tests.Blocks;

/// <summary>
/// What the block program takes as given: of every block its timestamp, sequencer, prices and where its data goes; of every transaction
/// whether and why it was reverted, its fee, and its gas on L1.
/// </summary>
internal static class FreeValues
{
    /// <summary>A block with one of them altered and sealed again, one after the other; those of transactions of the first.</summary>
    public static IEnumerable<DecidedBlock> AlteredOf(DecidedBlock body)
    {
        Block block = body.Block;
        yield return ProvenRange.Sealed(body, header => header with { Timestamp = header.Timestamp + 1 });
        yield return ProvenRange.Sealed(body, header => header with { SequencerAddress = header.SequencerAddress + 1 });
        yield return ProvenRange.Sealed(body, header => header with
        {
            L1DataAvailability = (L1DataAvailability)(1 - (int)header.L1DataAvailability),
        });
        GasPrices honest = block.Header.GasPrices;
        foreach (GasPrices prices in (GasPrices[])
        [
            honest with { L1Gas = Wei(honest.L1Gas) }, honest with { L1Gas = Fri(honest.L1Gas) },
            honest with { L1DataGas = Wei(honest.L1DataGas) }, honest with { L1DataGas = Fri(honest.L1DataGas) },
            honest with { L2Gas = Wei(honest.L2Gas) }, honest with { L2Gas = Fri(honest.L2Gas) },
        ])
        {
            yield return ProvenRange.Sealed(body, header => header with { GasPrices = prices });
        }

        TransactionReceipt receipt = block.Receipts[0];
        foreach (TransactionReceipt altered in (TransactionReceipt[])
        [
            receipt with { RevertReason = receipt.RevertReason is null ? "a reason" : null },
            receipt with { RevertReason = receipt.RevertReason + "?" },
            receipt with { ActualFee = receipt.ActualFee with { Amount = receipt.ActualFee.Amount + 1 } },
            receipt with { Gas = receipt.Gas with { L1Gas = receipt.Gas.L1Gas + 1 } },
            receipt with { Gas = receipt.Gas with { L1DataGas = receipt.Gas.L1DataGas + 1 } },
        ])
        {
            yield return ProvenRange.Sealed(body with { Block = block with { Receipts = [altered, .. block.Receipts[1..]] } });
        }
    }

    private static GasPrice Wei(GasPrice price) => price with { InWei = price.InWei + 1 };

    private static GasPrice Fri(GasPrice price) => price with { InFri = price.InFri + 1 };
}

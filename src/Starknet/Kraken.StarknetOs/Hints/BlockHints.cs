using System;
using System.Collections.Generic;
using Kraken.BlockProof.Witness;
using Kraken.Cairo.Hints.Cairo0;
using Kraken.Fields;
using Kraken.Starknet.Blocks;
using Kraken.StarknetOs.Runs;

namespace Kraken.StarknetOs.Hints;

/// <summary>The hints of chain, blocks and headers.</summary>
internal static class BlockHints
{
    // Of the elements of a header that enter its hash.
    private const int Counts = 4;
    private const int StateDiff = 5;
    private const int Transactions = 6;
    private const int Events = 7;
    private const int Receipts = 8;
    private const int GasPrices = 9;
    private const int Version = 10;

    public static IReadOnlyDictionary<string, HintFactory> Over(OsRunState state) => new Dictionary<string, HintFactory>
    {
        ["GetPublicKeys"] = ids =>
        {
            (HintId keys, HintId count) = (ids["public_keys"], ids["n_public_keys"]);
            return r =>
            {
                keys.Set(r, r.Memory.AddSegment());
                count.Set(r, Felt.Zero);
            };
        },
        ["GetBlocksNumber"] = ids =>
        {
            HintId count = ids["n_blocks"];
            return r => count.Set(r, state.Blocks.Length);
        },
        ["SegmentsAddTempInitialTxsRangeCheckPtr"] = ids =>
        {
            HintId start = ids["initial_txs_range_check_ptr"];
            return r => start.Set(r, r.Memory.AddTemporarySegment());
        },
        ["ChainIdAndFeeTokenAddress"] = ids =>
        {
            (HintId chain, HintId feeToken) = (ids["chain_id"], ids["fee_token_address"]);
            return r =>
            {
                chain.Set(r, state.Witness.Chain.ChainId.Value);
                feeToken.Set(r, state.Witness.Chain.FeeToken);
            };
        },
        ["CreateBlockAdditionalHints"] = _ => _ => state.NextBlock(),
        ["GuessBlockInfo"] = ids => BlockInfo(ids, state),
        ["GetNClassHashesToMigrate"] = ids =>
        {
            HintId count = ids["n_classes_to_migrate"];
            return r => count.Set(r, Felt.Zero);
        },
        ["GetOldBlockNumberAndHash"] = ids =>
        {
            HintId hash = ids["old_block_hash"];
            return r => hash.Set(r, state.Block.Block.OldHash);
        },
        ["GetBlockHashes"] = ids => Header(ids, state),
        ["CheckBlockHashConsistency"] = ids =>
        {
            HintId hash = ids["block_hash"];
            return r =>
            {
                Felt expected = state.Block.Block.Header.Hash;
                HintRun.Require(
                    hash.Felt(r) == expected, "BlockHash",
                    $"the hash of block {state.Block.Block.Header.Number}: expected {expected}, got {hash.Felt(r)}");
            };
        },
    };

    private static Action<HintRun> BlockInfo(HintBinder ids, OsRunState state)
    {
        HintId info = ids["block_info"];
        (HintId number, HintId timestamp) = (ids["block_info.block_number"], ids["block_info.block_timestamp"]);
        HintId sequencer = ids["block_info.sequencer_address"];
        return r =>
        {
            BlockHeader header = state.Block.Block.Header;
            info.Set(r, r.Memory.AddSegment());
            number.Set(r, (Felt)header.Number);
            timestamp.Set(r, (Felt)header.Timestamp);
            sequencer.Set(r, header.SequencerAddress);
        };
    }

    private static Action<HintRun> Header(HintBinder ids, OsRunState state)
    {
        (HintId parent, HintId prices, HintId version) = (ids["previous_block_hash"], ids["gas_prices_hash"], ids["starknet_version"]);
        HintId commitments = ids["header_commitments"];
        return r =>
        {
            BlockHeader header = state.Block.Block.Header;
            Felt[] elements = BlockHash.ElementsOf(header);
            parent.Set(r, header.ParentHash);
            prices.Set(r, elements[GasPrices]);
            version.Set(r, elements[Version]);
            commitments.Set(r, r.Memory.Place(
                elements[Transactions], elements[Events], elements[Receipts], elements[StateDiff], elements[Counts]));
        };
    }
}

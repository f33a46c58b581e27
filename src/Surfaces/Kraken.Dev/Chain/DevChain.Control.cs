using System;
using System.Collections.Immutable;
using Kraken.Fields;
using Kraken.Starknet.Blocks;

namespace Kraken.Dev.Chain;

/// <summary>What a developer does to the chain: blocks, time, prices, and the way back.</summary>
internal sealed partial class DevChain
{
    /// <summary>Makes a block of what waits, or an empty one.</summary>
    internal BlockHeader CreateBlock()
    {
        lock (gate)
        {
            Record.Add("devnet_createBlock", static _ => { });
            return blocks.Close();
        }
    }

    /// <summary>Sets the time of the next block, from which the clock goes on.</summary>
    /// <param name="time">Seconds since 1970-01-01 UTC.</param>
    /// <param name="makesBlock">Whether the block is made at once.</param>
    /// <returns>The block, or null.</returns>
    internal BlockHeader? SetTime(ulong time, bool makesBlock)
    {
        lock (gate)
        {
            Record.Add("devnet_setTime", writer =>
            {
                writer.WriteNumber("time", time);
                writer.WriteBoolean("generate_block", makesBlock);
            });
            Clock.Set(time);
            blocks.NextTime = time;
            blocks.Reopen();
            return makesBlock ? blocks.Close() : null;
        }
    }

    /// <summary>Sets the clock ahead, for good, and makes a block.</summary>
    /// <param name="seconds">By how much.</param>
    /// <exception cref="DevRefusalException">The time would be beyond <see cref="DevOptions.MaxTime"/>.</exception>
    internal BlockHeader IncreaseTime(ulong seconds)
    {
        lock (gate)
        {
            if (seconds > DevOptions.MaxTime - Clock.Seconds)
            {
                throw new DevRefusalException($"time: expected at most {DevOptions.MaxTime - Clock.Seconds}, got {seconds}");
            }

            Record.Add("devnet_increaseTime", writer => writer.WriteNumber("time", seconds));
            Clock.Shift += (long)seconds;
            blocks.NextTime = null;
            blocks.Reopen();
            return blocks.Close();
        }
    }

    /// <summary>Sets the prices from the next block on.</summary>
    /// <param name="change">The new prices by those before.</param>
    /// <param name="makesBlock">Whether the block is made at once.</param>
    internal GasPrices SetPrices(Func<GasPrices, GasPrices> change, bool makesBlock)
    {
        lock (gate)
        {
            blocks.Prices = change(blocks.Prices);
            Record.Add("devnet_setGasPrice", writer =>
            {
                GasPriceFields.Write(writer, blocks.Prices);
                writer.WriteBoolean("generate_block", makesBlock);
            });
            blocks.Reopen();
            if (makesBlock)
            {
                blocks.Close();
            }

            return blocks.Prices;
        }
    }

    /// <summary>Sets whose transactions are not validated.</summary>
    internal void Impersonate(string method, Felt? account, Func<Impersonation, Impersonation> change)
    {
        lock (gate)
        {
            impersonated = change(impersonated);
            Record.Add(method, writer =>
            {
                if (account is { } address)
                {
                    writer.WriteString("account_address", address.ToString());
                }
            });
        }
    }

    /// <summary>Takes blocks back, and drops what waits.</summary>
    /// <param name="numberOf">The first block to go; the block being built is made before it is asked for where that is to go.</param>
    /// <param name="isPreConfirmed">Whether the block being built is the first to go.</param>
    /// <returns>Their hashes, the latest first.</returns>
    /// <exception cref="DevRefusalException">It is block 0.</exception>
    internal ImmutableArray<Felt> Abort(Func<ulong?> numberOf, bool isPreConfirmed)
    {
        lock (gate)
        {
            ulong number = isPreConfirmed ? blocks.Close().Number : numberOf() ?? throw new DevRefusalException("Block not found");
            if (number == 0)
            {
                throw new DevRefusalException("Genesis block can't be aborted");
            }

            ulong latest = Store.LatestNumber!.Value;
            ImmutableArray<Felt>.Builder aborted = ImmutableArray.CreateBuilder<Felt>((int)(latest - number + 1));
            for (ulong block = latest; block >= number; block--)
            {
                aborted.Add(Store.Header(block)!.Hash);
            }

            GoBackTo(number - 1);
            Record.Add("devnet_abortBlocks", writer =>
            {
                writer.WriteStartObject("starting_block_id");
                writer.WriteNumber("block_number", number);
                writer.WriteEndObject();
            });
            return aborted.MoveToImmutable();
        }
    }

    /// <summary>Goes back to block 0 as if the process began anew; block 0 itself, with its time, stays.</summary>
    internal void Restart()
    {
        lock (gate)
        {
            GoBackTo(0);
            SetFirstTime();
            blocks.Prices = Rules.GasPrices;
            impersonated = Impersonation.None;
            Record.Clear();
        }
    }

    /// <summary>Keeps the chain as it is to go back to.</summary>
    /// <returns>The snapshot's number.</returns>
    internal ulong TakeSnapshot()
    {
        lock (gate)
        {
            BlockHeader latest = Store.Header(Store.LatestNumber!.Value)!;
            return snapshots.Add(new Snapshot(
                latest.Number, latest.Hash, Clock.Shift, blocks.NextTime, blocks.Prices, impersonated, blocks.Content, Record.Count));
        }
    }

    /// <summary>Goes back to a snapshot, which is gone then, as are those made after it.</summary>
    /// <returns>Whether there is such a snapshot.</returns>
    internal bool RevertTo(ulong snapshotNumber)
    {
        lock (gate)
        {
            if (snapshots.Take(snapshotNumber) is not { } snapshot)
            {
                return false;
            }

            GoBackTo(snapshot.Number);
            Clock.Shift = snapshot.TimeShift;
            blocks.NextTime = snapshot.NextTime;
            blocks.Prices = snapshot.Prices;
            impersonated = snapshot.Impersonated;
            Record.DropFrom(snapshot.Recorded);
            blocks.AddAgain(snapshot.Pending);
            return true;
        }
    }

    private void GoBackTo(ulong number)
    {
        blocks.Drop();
        Store.Rollback(number);
        blocks.NextTime = null;
        snapshots.DropAbove(number);
    }
}

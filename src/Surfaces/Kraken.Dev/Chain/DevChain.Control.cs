using System;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Kraken.Dev.Recording;
using Kraken.Fields;
using Kraken.Starknet.Blocks;
using Kraken.Starknet.Json;

namespace Kraken.Dev.Chain;

/// <summary>What a developer does to the chain: blocks, time, prices, and the way back.</summary>
internal sealed partial class DevChain
{
    private const string NoneIsImpersonated = "an account that is impersonated validates nothing, which is not provable";
    private const string StartingBlock = "starting_block_id";
    private const string NoneIsTakenBack = "the blocks of this chain are proved, and none is taken back";

    /// <summary>Makes a block of what waits, or an empty one.</summary>
    internal BlockHeader CreateBlock()
    {
        lock (gate)
        {
            Record.Add("devnet_createBlock", static _ => { });
            return blocks.Close();
        }
    }

    /// <summary>Sets the time of the next block that is begun, from which the clock goes on.</summary>
    /// <param name="time">Seconds since 1970-01-01 UTC.</param>
    /// <param name="makesBlock">Whether the block is made at once, behind one of what waits.</param>
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
            return makesBlock ? blocks.CloseNext() : null;
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
            return blocks.CloseNext();
        }
    }

    /// <summary>Sets the prices from the next block on that is begun.</summary>
    /// <param name="change">The new prices by those before.</param>
    /// <param name="makesBlock">Whether the block is made at once, behind one of what waits.</param>
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
            if (makesBlock)
            {
                blocks.CloseNext();
            }

            return blocks.Prices;
        }
    }

    /// <summary>Sets whose transactions are not validated.</summary>
    /// <exception cref="DevRefusalException">The blocks are proved.</exception>
    internal void Impersonate(string method, Felt? account, Func<Impersonation, Impersonation> change)
    {
        RequireUnproved(NoneIsImpersonated);
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
    /// <exception cref="DevRefusalException">It is block 0, or the blocks are proved.</exception>
    internal ImmutableArray<Felt> Abort(Func<ulong?> numberOf, bool isPreConfirmed)
    {
        RequireUnproved(NoneIsTakenBack);
        lock (gate)
        {
            ulong number = isPreConfirmed ? blocks.Close().Number : numberOf() ?? throw new DevRefusalException("Block not found");
            if (number <= Store.First)
            {
                throw new DevRefusalException("Genesis block can't be aborted");
            }

            ImmutableArray<Felt> aborted = HashesDownTo(number, Store.LatestNumber!.Value);
            GoBackTo(number - 1);
            Record.Add("devnet_abortBlocks", writer =>
            {
                // Done again it makes that block as well.
                writer.WritePropertyName(StartingBlock);
                BlockIdJson.Write(writer, isPreConfirmed ? new BlockId.ByTag(BlockTag.PreConfirmed) : new BlockId.ByNumber(number));
            });
            return aborted;
        }
    }

    /// <summary>Says of blocks that L1 accepted them.</summary>
    /// <param name="numberOf">The last of them, a decided one; all below it are as well. Null where there is no such block.</param>
    /// <returns>The hashes of those that were not accepted before, the latest first.</returns>
    /// <exception cref="DevRefusalException">There is no such block, or it was accepted before.</exception>
    internal ImmutableArray<Felt> AcceptOnL1(Func<ulong?> numberOf)
    {
        lock (gate)
        {
            ulong number = numberOf() ?? throw new DevRefusalException("No block found");
            ulong first = (acceptedOnL1?.Value + 1) ?? Store.First;
            if (number < first)
            {
                throw new DevRefusalException("Block already accepted on L1");
            }

            acceptedOnL1 = new StrongBox<ulong>(number);
            Record.Add("devnet_acceptOnL1", writer =>
            {
                writer.WritePropertyName(StartingBlock);
                BlockIdJson.Write(writer, new BlockId.ByNumber(number));
            });
            return HashesDownTo(first, number);
        }
    }

    /// <summary>Goes back to the first block as if the process began anew; that block itself, with its time, stays.</summary>
    /// <exception cref="DevRefusalException">The blocks are proved.</exception>
    internal void Restart()
    {
        RequireUnproved(NoneIsTakenBack);
        Restarting();
        lock (gate)
        {
            GoBackTo(Store.First);
            SetFirstTime();
            blocks.Prices = Rules.GasPrices;
            impersonated = Impersonation.None;
            acceptedOnL1 = null;
            Record.Clear();
        }
    }

    /// <summary>Goes on behind the calls of a dump, which made the blocks that are here.</summary>
    /// <param name="dump">The dump, a list that was checked.</param>
    /// <exception cref="DevRefusalException">One of its calls is none, or an account of a proved chain was impersonated.</exception>
    internal void Resume(ReadOnlyMemory<byte> dump)
    {
        lock (gate)
        {
            RecordedSettings settings = Replay.Resume(dump, Record, new RecordedSettings(blocks.Prices, impersonated, null));
            if (settings.Impersonated is { IsForAll: true } or { Accounts.IsEmpty: false })
            {
                RequireUnproved(NoneIsImpersonated);
            }

            (blocks.Prices, impersonated) = (settings.Prices, settings.Impersonated);
            acceptedOnL1 = settings.AcceptedOnL1 is { } accepted
                ? new StrongBox<ulong>(Math.Min(accepted, Store.LatestNumber!.Value))
                : null;
        }
    }

    /// <summary>Makes the block being built where it has transactions: what is not in a block ends with the process.</summary>
    internal void KeepWaiting()
    {
        lock (gate)
        {
            if (!blocks.Content.IsEmpty)
            {
                CreateBlock();
            }
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
                latest.Number, latest.Hash, Clock.Shift, blocks.NextTime, blocks.Prices, impersonated, acceptedOnL1, blocks.Terms,
                blocks.Content, Record.Count));
        }
    }

    /// <summary>Goes back to a snapshot, which is gone then, as are those made after it.</summary>
    /// <returns>Whether there is such a snapshot.</returns>
    /// <exception cref="DevRefusalException">The blocks are proved.</exception>
    internal bool RevertTo(ulong snapshotNumber)
    {
        RequireUnproved(NoneIsTakenBack);
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
            acceptedOnL1 = snapshot.AcceptedOnL1;
            Record.DropFrom(snapshot.Recorded);
            blocks.Restore(snapshot.Terms, snapshot.Pending);
            return true;
        }
    }

    private ImmutableArray<Felt> HashesDownTo(ulong first, ulong last)
    {
        ImmutableArray<Felt>.Builder hashes = ImmutableArray.CreateBuilder<Felt>((int)(last - first + 1));
        for (ulong number = last + 1; number > first; number--)
        {
            hashes.Add(Store.Header(number - 1)!.Hash);
        }

        return hashes.MoveToImmutable();
    }

    private void RequireUnproved(string reason)
    {
        if (options.IsProved)
        {
            throw new DevRefusalException($"--prove: {reason}");
        }
    }

    private void GoBackTo(ulong number)
    {
        blocks.Drop();
        Store.Rollback(number);
        acceptedOnL1 = acceptedOnL1 is { } accepted && accepted.Value > number ? new StrongBox<ulong>(number) : acceptedOnL1;
        blocks.NextTime = null;
        snapshots.DropAbove(number);
    }
}

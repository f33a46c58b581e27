using System;
using Kraken.Consensus.Engine.Keys;
using Kraken.Consensus.Engine.Log;
using Kraken.Consensus.Engine.Machine;
using Kraken.Storage.Files;

namespace Kraken.Consensus.Engine.Storage;

/// <summary>
/// What a validator keeps on disk and in which order: the log of the height, the guard's last step, and no signature before both are
/// durable. A shell says when and on which thread, and tries again what the disk had no room for; the simulator's does so in virtual time.
/// </summary>
public sealed class Persistence
{
    private readonly WriteAheadLog log;
    private readonly SignerGuard guard;
    private EngineEvent.Started? start;

    private Persistence(WriteAheadLog log, SignerGuard guard, EngineEvent.Started start)
    {
        this.log = log;
        this.guard = guard;
        this.start = start;
    }

    /// <summary>Why nothing is written or signed any more; null while the disk keeps what it is given.</summary>
    public string? Failure { get; private set; }

    /// <summary>Opens guard and log.</summary>
    /// <param name="storage">Where they are.</param>
    /// <param name="signer">Makes the signatures.</param>
    /// <param name="tip">The last committed block.</param>
    /// <exception cref="System.IO.InvalidDataException">The guard's file is missing or damaged.</exception>
    /// <exception cref="System.IO.IOException">The disk refused; a start later may succeed.</exception>
    public static Persistence Open(EngineSetup setup, IDurableStorage storage, ISigner signer, CommittedTip tip)
    {
        ArgumentNullException.ThrowIfNull(setup);
        WriteAheadLog log = new(storage, setup.Algorithm, setup.Limits.MaxBlockBytes);
        SignerGuard guard = SignerGuard.Open(signer, setup.Algorithm, setup.Domain, storage, isNew: tip.Height == 0 && log.IsEmpty);
        return new Persistence(log, guard, new EngineEvent.Started(tip, log.Open(tip.Height + 1), guard.Last));
    }

    /// <summary>The machine's first event: what was found. Given once, since the blocks in it should not stay in memory.</summary>
    public EngineEvent.Started TakeStart()
    {
        EngineEvent.Started taken = start ?? throw new InvalidOperationException("a machine starts once");
        start = null;
        return taken;
    }

    /// <summary>Does what the machine asks of its disk; effects come in the machine's order.</summary>
    /// <returns>The answer where there is one. After a failed sync nothing is done any more and nothing answered.</returns>
    /// <exception cref="System.IO.IOException">The disk took not all of it: the same effect may be performed again.</exception>
    public EngineEvent? Perform(EngineEffect effect)
    {
        if (Failure is not null)
        {
            return null;
        }

        try
        {
            return Do(effect);
        }
        catch (SyncFailedException failed)
        {
            Failure = failed.Message;
            return new EngineEvent.StorageFailed(failed.Message);
        }
    }

    private EngineEvent.Signed? Do(EngineEffect effect)
    {
        switch (effect)
        {
            case EngineEffect.OpenLog open:
                log.Begin(open.Height);
                return null;
            case EngineEffect.Append append:
                log.Append(append.Record);
                return null;
            case EngineEffect.CompactLog compact:
                log.Compact(compact.Keep);
                return null;
            case EngineEffect.Sign sign:
                log.Flush();
                return new EngineEvent.Signed(sign.Ticket, guard.Sign(sign.Statement));
            default:
                throw new ArgumentOutOfRangeException(nameof(effect), effect, "expected an effect on the disk");
        }
    }
}

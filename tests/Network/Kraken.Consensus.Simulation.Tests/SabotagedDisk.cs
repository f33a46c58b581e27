using System;
using System.Collections.Generic;
using System.IO;
using Kraken.Consensus.Engine.Keys;
using Kraken.Consensus.Engine.Storage;
using Kraken.Storage.Files;

namespace Kraken.Consensus.Simulation.Tests;

/// <summary>A disk that a process deals with wrongly.</summary>
internal abstract class SabotagedDisk(IDurableStorage inner) : IDurableStorage
{
    public IReadOnlyList<string> Names => Inner.Names;

    protected IDurableStorage Inner => inner;

    public byte[]? Read(string name) => Inner.Read(name);

    public void Append(string name, ReadOnlySpan<byte> content) => Inner.Append(name, content);

    public void Truncate(string name, long length) => Inner.Truncate(name, length);

    public virtual void Sync(string name) => Inner.Sync(name);

    public virtual void Replace(string name, ReadOnlySpan<byte> content) => Inner.Replace(name, content);

    public void Delete(string name) => Inner.Delete(name);
}

/// <summary>Tries a sync that failed again and believes what it hears then.</summary>
internal sealed class DiskWhoseSyncsAreRepeated(IDurableStorage inner) : SabotagedDisk(inner)
{
    public override void Sync(string name)
    {
        try
        {
            base.Sync(name);
        }
        catch (SyncFailedException failed)
        {
            throw new IOException(failed.Message);
        }
    }

    public override void Replace(string name, ReadOnlySpan<byte> content)
    {
        try
        {
            base.Replace(name, content);
        }
        catch (SyncFailedException failed)
        {
            throw new IOException(failed.Message);
        }
    }
}

/// <summary>Leaves it to the system when the log becomes durable.</summary>
internal sealed class DiskThatIsNotSynced(IDurableStorage inner) : SabotagedDisk(inner)
{
    public override void Sync(string name)
    {
    }
}

/// <summary>Keeps what the guard let pass in memory only.</summary>
internal sealed class DiskWithoutGuard(IDurableStorage inner) : SabotagedDisk(inner)
{
    public override void Replace(string name, ReadOnlySpan<byte> content)
    {
        if (name != SignerGuard.FileName || Inner.Read(name) is null)
        {
            base.Replace(name, content);
        }
    }
}

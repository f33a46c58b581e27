using System;
using System.Diagnostics.CodeAnalysis;
using System.IO;
using Kraken.Farm.Objects;
using Kraken.Proofs.Ranges;

namespace Kraken.Farm;

/// <summary>A farm's store: an S3 server, or a folder that all its machines share.</summary>
public sealed class StoreConnection : IDisposable
{
    private readonly S3Objects? bucket;
    private readonly string address;

    private StoreConnection(S3Address? place, string folder)
    {
        bucket = place is null ? null : new S3Objects(place);
        address = place?.ToString() ?? Path.GetFullPath(folder);
        Objects = bucket is null ? new FileObjects(address) : bucket;
        Proofs = new ObjectRangeStore(Objects);
    }

    /// <summary>The proofs of blocks in it.</summary>
    public IRangeProofStore Proofs { get; }

    internal IObjectStore Objects { get; }

    /// <summary>Reads an address; nothing is connected yet.</summary>
    /// <param name="store">The store, as <see cref="S3Address"/> has it, or a folder.</param>
    /// <param name="environment">Gives variables of the environment.</param>
    /// <param name="connection">The store.</param>
    /// <param name="problem">What was expected; it does not repeat the address, which may hold credentials.</param>
    public static bool TryOpen(
        string store,
        Func<string, string?> environment,
        [NotNullWhen(true)] out StoreConnection? connection,
        [NotNullWhen(false)] out string? problem)
    {
        ArgumentNullException.ThrowIfNull(store);
        connection = null;
        S3Address? place = null;
        if (S3Address.Fits(store))
        {
            if (!S3Address.TryParse(store, environment, out place, out problem))
            {
                return false;
            }
        }
        else if (store.Length == 0 || store.Contains("://", StringComparison.Ordinal))
        {
            problem = "store: expected s3://... or a folder, got something else";
            return false;
        }

        problem = null;
        connection = new StoreConnection(place, store);
        return true;
    }

    /// <summary>The address, without credentials.</summary>
    public override string ToString() => address;

    /// <inheritdoc/>
    public void Dispose() => bucket?.Dispose();
}

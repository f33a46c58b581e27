using System;
using System.IO;
using System.Threading;
using Kraken.Storage.Files;

namespace Kraken.Proofs;

/// <summary>Entries of stores as folders: written beside their place and renamed into it, so that nobody ever sees half of one.</summary>
internal static class EntryFolder
{
    /// <summary>Writes an entry; one that lies there already stays as it is.</summary>
    /// <param name="parent">The folder around it, which exists.</param>
    /// <param name="place">The entry's folder.</param>
    /// <param name="cancellation">Gives up before the entry becomes visible.</param>
    /// <param name="files">Its files with their content.</param>
    public static void Write(
        string parent, string place, CancellationToken cancellation, params ReadOnlySpan<(string Name, ReadOnlyMemory<byte> Content)> files)
    {
        string beside = UnfinishedEntry.In(parent);
        Directory.CreateDirectory(beside);
        try
        {
            foreach ((string name, ReadOnlyMemory<byte> content) in files)
            {
                cancellation.ThrowIfCancellationRequested();
                DurableFile.Create(Path.Combine(beside, name), content.Span);
            }

            DurableFile.RenameFolder(beside, place);
        }
        catch (IOException failure) when (failure is not SyncFailedException && Directory.Exists(place))
        {
            // Another writer stored the same entry first.
            Directory.Delete(beside, recursive: true);
        }
        catch when (Directory.Exists(beside))
        {
            Directory.Delete(beside, recursive: true);
            throw;
        }
    }
}

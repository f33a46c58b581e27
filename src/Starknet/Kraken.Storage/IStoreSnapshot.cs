using System;

namespace Kraken.Storage;

/// <summary>Reads of one moment: batches written after it was taken are not seen. Reads after its disposal throw.</summary>
public interface IStoreSnapshot : IStoreReader, IDisposable;

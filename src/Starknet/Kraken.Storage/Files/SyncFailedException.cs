using System;
using System.IO;

namespace Kraken.Storage.Files;

/// <summary>
/// The system could not make written bytes durable. Repeating the sync proves nothing: a kernel may have dropped the bytes and report
/// success the next time. Whoever gets it goes on with nothing that rests on this file; a new process reads what is there and writes it
/// anew.
/// </summary>
/// <param name="name">The file or folder.</param>
/// <param name="cause">What the system said.</param>
public sealed class SyncFailedException(string name, Exception cause)
    : IOException(
        $"{name}: expected the system to make it durable, got: {cause?.Message}; what was written since the last success may be lost",
        cause);

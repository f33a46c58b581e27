using System.IO;

namespace Kraken.Farm;

/// <summary>
/// Queue or store cannot be reached or refuses, which is nobody's job's fault and may pass. The message holds no credentials, and there is no
/// inner exception, which might.
/// </summary>
/// <param name="message">What could not be done, where, and why.</param>
public sealed class FarmUnavailableException(string message) : IOException(message);

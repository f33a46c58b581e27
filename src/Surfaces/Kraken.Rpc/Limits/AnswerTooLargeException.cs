using System;

namespace Kraken.Rpc.Limits;

/// <summary>An answer passed its bound while it was written.</summary>
/// <param name="maxBytes">The bound.</param>
internal sealed class AnswerTooLargeException(int maxBytes) : Exception($"the answer exceeds {maxBytes} bytes");

using System;

namespace Kraken.Rpc.Limits;

/// <summary>A request was refused because others are being answered.</summary>
/// <param name="message">Of what there is too much, and how much is allowed.</param>
internal sealed class ServerBusyException(string message) : Exception(message);

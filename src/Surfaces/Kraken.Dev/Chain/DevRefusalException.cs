using System;

namespace Kraken.Dev.Chain;

/// <summary>What a development chain does not do, with the reason for whoever asked.</summary>
internal sealed class DevRefusalException(string message) : Exception(message);

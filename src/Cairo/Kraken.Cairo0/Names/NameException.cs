using System;

namespace Kraken.Cairo0.Names;

/// <summary>A name that leads nowhere; the one who asked knows the place in the source.</summary>
internal class NameException(string message) : Exception(message);

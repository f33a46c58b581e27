using System;
using Kraken.Fields;

namespace Kraken.Execution.Errors;

/// <summary>A fault of the machine, met while an entry point ran.</summary>
/// <param name="ClassHash">The class that ran.</param>
/// <param name="Selector">The entry point's selector.</param>
/// <param name="Exception">What went wrong.</param>
public sealed record MachineFault(Felt ClassHash, Felt Selector, Exception Exception);

using System;

namespace Kraken.Execution.Errors;

/// <summary>Carries an <see cref="EntryPointError"/> through the calls that cannot catch it, up to the transaction.</summary>
internal sealed class EntryPointException(EntryPointError error) : Exception
{
    internal EntryPointError Error => error;
}

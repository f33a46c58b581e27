using Kraken.Fields;

namespace Kraken.Execution.Constants;

/// <summary>Selectors of the entry points that the protocol itself calls.</summary>
/// <param name="Transfer">transfer of the fee token.</param>
public sealed record EntryPointSelectors(
    Felt Constructor,
    Felt Execute,
    Felt Transfer,
    Felt Validate,
    Felt ValidateDeclare,
    Felt ValidateDeploy);

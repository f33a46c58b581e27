using System.Collections.Generic;
using Kraken.Cairo.Hints.Cairo0;
using Kraken.Fields;
using Kraken.StarknetOs.Runs;

namespace Kraken.StarknetOs.Hints;

/// <summary>The hints of aliases: short numbers for keys and addresses, which the contract at address 2 keeps.</summary>
internal static class AliasHints
{
    /// <summary>The contract that keeps aliases.</summary>
    public static readonly Felt Contract = 2;

    private static readonly Felt Counter = Felt.Zero;

    public static IReadOnlyDictionary<string, HintFactory> Over(OsRunState state) => new Dictionary<string, HintFactory>
    {
        ["ReadAliasCounter"] = ids =>
        {
            HintId next = ids["next_available_alias"];
            return r => next.Set(r, state.Cells.Committed(Contract, Counter));
        },
        ["InitializeAliasCounter"] = ids =>
        {
            Felt first = Felt.FromBigInteger(ids.Constant("INITIAL_AVAILABLE_ALIAS"));
            return _ => state.Cells[Contract, Counter] = first;
        },
        ["UpdateAliasCounter"] = ids =>
        {
            HintId next = ids["next_available_alias"];
            return r => state.Cells[Contract, Counter] = next.Felt(r);
        },
        ["ReadAliasFromKey"] = ids =>
        {
            (HintId key, HintId previous) = (ids["key"], ids["prev_value"]);
            return r => previous.Set(r, state.Cells.Committed(Contract, key.Felt(r)));
        },
        ["WriteNextAliasFromKey"] = ids =>
        {
            (HintId key, HintId next) = (ids["key"], ids["next_available_alias"]);
            return r => state.Cells[Contract, key.Felt(r)] = next.Felt(r);
        },
    };
}

using System.Collections.Generic;
using System.Linq;
using Kraken.Fields;
using Kraken.Serialization;

namespace Kraken.Explorer.Abi;

/// <summary>A function of a contract.</summary>
/// <param name="Inputs">Its arguments.</param>
/// <param name="Outputs">The types that it returns.</param>
/// <param name="IsView">Whether the ABI says that it only reads.</param>
internal sealed record AbiFunction(string Name, IReadOnlyList<AbiMember> Inputs, IReadOnlyList<AbiType> Outputs, bool IsView)
{
    private const int MaxShown = 32;

    /// <summary>The selector that calls it.</summary>
    public Felt Selector { get; } = Kraken.Hashing.Selector.FromName(Name);

    /// <summary>Arguments and results as a signature.</summary>
    public string Signature
    {
        get
        {
            string inputs = string.Join(", ", Inputs.Take(MaxShown).Select(input => $"{ForeignText.Name(input.Name)}: {input.Type}"));
            return $"{ForeignText.Name(Name)}({inputs}){(Outputs.Count == 0 ? "" : " -> " + string.Join(", ", Outputs.Take(MaxShown)))}";
        }
    }
}

using System.Collections.Generic;
using System.Linq;
using Kraken.Fields;
using Kraken.Serialization;

namespace Kraken.Explorer.Abi;

/// <summary>An event, as a struct; variants of event enums lead to it.</summary>
/// <param name="Name">Its full path.</param>
/// <param name="Members">Keys and data.</param>
internal sealed record AbiEvent(string Name, IReadOnlyList<AbiMember> Members)
{
    private const int MaxShown = 32;

    /// <summary>The last part of the path.</summary>
    public string ShortName => Name[(Name.LastIndexOf(':') + 1)..];

    /// <summary>Name and members as a signature.</summary>
    public string Signature
    {
        get
        {
            string members = string.Join(", ", Members.Take(MaxShown).Select(member => $"{ForeignText.Name(member.Name)}: {member.Type}"));
            return $"{ForeignText.Name(ShortName)}({members})";
        }
    }

    /// <summary>The key that an event of this name begins with.</summary>
    public Felt Selector { get; } = Kraken.Hashing.Selector.FromName(Name[(Name.LastIndexOf(':') + 1)..]);
}

using System.Collections.Generic;
using System.IO;
using System.Linq;
using Kraken.Fields;
using Kraken.Node.Configuration.Yaml;
using Kraken.Starknet.Genesis;
using Kraken.Starknet.Transactions;

namespace Kraken.Node.Configuration.Launch;

/// <summary>What the names of a chain file stand for, as far as it was read.</summary>
internal sealed class ChainNames
{
    private const string Nobody = "none";

    private readonly Dictionary<string, Felt> classes = ChainContracts.All.ToDictionary(own => own.Name, own => own.ClassHash);
    private readonly Dictionary<string, Felt> addresses = [];

    /// <summary>Gives a class its name.</summary>
    /// <exception cref="InvalidDataException">It is another one's.</exception>
    public void AddClass(YamlNode name, in Felt hash) => Add(classes, name, hash);

    /// <summary>Gives an address a name.</summary>
    /// <exception cref="InvalidDataException">It is another one's, or reserved.</exception>
    public void AddAddress(YamlNode name, in Felt address)
    {
        if (name.Text() == Nobody)
        {
            throw name.Refuse($"another name than '{Nobody}'");
        }

        Add(addresses, name, address);
    }

    /// <summary>Gives an address a name that no place of the file gives.</summary>
    public void AddAddress(string name, in Felt address) => addresses.Add(name, address);

    /// <summary>The class of a name.</summary>
    /// <exception cref="InvalidDataException">There is none.</exception>
    public Felt Class(YamlNode name) => classes.TryGetValue(name.Text(), out Felt hash)
        ? hash
        : throw name.Refuse($"the name of a class ({string.Join(", ", classes.Keys)})");

    /// <summary>The address of a name, or the address itself.</summary>
    /// <exception cref="InvalidDataException">There is none.</exception>
    public Felt Address(YamlNode node) =>
        addresses.TryGetValue(node.Text(), out Felt address) ? address
        : ChainValues.TryFelt(node.Text(), out Felt value) && value < Felt.FromBigInteger(ContractAddresses.UpperBound) ? value
        : throw node.Refuse("an address, or the name of an account or a contract that stands before");

    /// <summary>As <see cref="Address"/>, or zero for "none".</summary>
    /// <exception cref="InvalidDataException">There is none.</exception>
    public Felt AddressOrNobody(YamlNode node) => node.Text() == Nobody ? Felt.Zero : Address(node);

    /// <summary>The address of a name; false when nothing has it.</summary>
    public bool TryAddress(string name, out Felt address) => addresses.TryGetValue(name, out address);

    private static void Add(Dictionary<string, Felt> names, YamlNode name, in Felt value)
    {
        if (!names.TryAdd(name.Identifier(), value))
        {
            throw name.Refuse("a name that nothing before has");
        }
    }
}

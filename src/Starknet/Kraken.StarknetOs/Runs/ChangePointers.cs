using System.Collections.Generic;
using Kraken.Cairo.Vm.Memory;
using Kraken.Fields;

namespace Kraken.StarknetOs.Runs;

/// <summary>
/// Where the squashed changes of the next block go: behind those of the block before it, so that the program can join them by squashing
/// the whole.
/// </summary>
internal sealed class ChangePointers(VmMemory memory)
{
    private readonly Dictionary<Felt, (Relocatable Entry, Relocatable Storage)> contracts = [];

    /// <summary>Where the outer list goes on, of one entry for each contract and block.</summary>
    public Relocatable Contracts { get; set; } = memory.AddSegment();

    /// <summary>Where the list of compiled hashes goes on.</summary>
    public Relocatable Classes { get; set; } = memory.AddSegment();

    /// <summary>The contract's entry after the last block, or room for it, and the end of its storage changes.</summary>
    public (Relocatable Entry, Relocatable Storage) Of(Felt contract)
    {
        if (!contracts.TryGetValue(contract, out (Relocatable Entry, Relocatable Storage) known))
        {
            known = New(memory);
            contracts.Add(contract, known);
        }

        return known;
    }

    /// <summary>Sets what <see cref="Of"/> gives next.</summary>
    public void Set(Felt contract, Relocatable entry, Relocatable storage) => contracts[contract] = (entry, storage);

    /// <summary>Room for an entry and for storage changes.</summary>
    public static (Relocatable Entry, Relocatable Storage) New(VmMemory memory) => (memory.AddSegment(), memory.AddSegment());
}

using System;
using System.Collections.Generic;
using System.Threading.Tasks;
using Kraken.Cairo.Air.Claims;
using Kraken.Cairo.Air.Components;
using Kraken.Cairo.Prover.Input;
using Kraken.Stark.Prover.Memory;

namespace Kraken.Cairo.Prover.Witness;

/// <summary>The traces of the three memory components, with the counters of their uses.</summary>
internal sealed class MemoryTraces
{
    private readonly ProverMemory memory;
    private readonly TraceBuilder builder;
    private readonly int[] addressCounts;
    private readonly int[] smallCounts;
    private readonly int[] bigCounts;
    private readonly AddressReceiver addresses;
    private readonly IdReceiver ids;
    private readonly int maxLogSize;

    /// <summary>Prepares the counters.</summary>
    /// <param name="receivers">Where the memory's own relations are registered.</param>
    /// <param name="builder">Builds the traces.</param>
    /// <param name="maxLogSize">The largest component, that of the row counter.</param>
    public MemoryTraces(ProverMemory memory, Dictionary<string, RelationReceiver> receivers, TraceBuilder builder, int maxLogSize)
    {
        this.memory = memory;
        this.builder = builder;
        this.maxLogSize = maxLogSize;
        addressCounts = new int[memory.AddressCount];
        smallCounts = new int[memory.SmallCount];
        bigCounts = new int[memory.BigCount];
        addresses = new(addressCounts);
        ids = new(smallCounts, bigCounts);
        receivers.Add("memory_address_to_id", addresses);
        receivers.Add("memory_id_to_big", ids);
    }

    /// <summary>Counts the uses that the verifier adds for public memory: one of the address and one of the id.</summary>
    /// <exception cref="ProvingException">A cell is not in the memory, or has no value.</exception>
    public void CountPublic(IReadOnlyList<uint> publicAddresses)
    {
        foreach (uint address in publicAddresses)
        {
            if (!addresses.TryCount(address))
            {
                throw new ProvingException($"public memory: expected {addresses.Expected}, got {address}");
            }

            uint id = memory.IdOf(address);
            if (!ids.TryCount(id))
            {
                throw new ProvingException($"public memory, cell {address}: expected {ids.Expected}, got {id}");
            }
        }
    }

    /// <summary>The map from address to id: 16 chunks of (id, multiplicity) over the addresses from 1 on.</summary>
    public ComponentTrace AddressToId(CairoComponent component)
    {
        int cells = memory.AddressCount - 1;
        int log = TraceBuilder.LogSize(ComponentParameters.AddressRows(cells));
        CheckSize(component, log);
        ColumnBlock trace = builder.NewTrace(component, log);
        Parallel.For(0, ComponentParameters.AddressChunks, chunk =>
        {
            int first = 1 + (chunk << log);
            int count = Math.Clamp(memory.AddressCount - first, 0, 1 << log);
            Span<uint> ids = trace.Rows(2 * chunk);
            Span<uint> uses = trace.Rows((2 * chunk) + 1);
            if (count > 0)
            {
                memory.Ids.Slice(first, count).CopyTo(ids);
                Counts(addressCounts, first, count, uses);
            }

            ids[count..].Clear();
            uses[count..].Clear();
        });
        return builder.Filled(component, trace);
    }

    /// <summary>The big values, in parts of at most the largest size.</summary>
    /// <param name="parts">The number of parts, filled up with empty ones; null for as many as there are.</param>
    /// <exception cref="ProvingException">The values need more parts.</exception>
    public IEnumerable<ComponentTrace> BigValues(CairoComponent component, int? parts)
    {
        int largest = 1 << maxLogSize;
        int needed = (memory.BigCount + largest - 1) / largest;
        if (needed > parts)
        {
            throw new ProvingException($"opt_n_id_to_big_components: expected at least {needed} for this run, got {parts}");
        }

        for (int part = 0; part < (parts ?? needed); part++)
        {
            int first = (int)Math.Min(memory.BigCount, (long)part * largest);
            int count = Math.Min(largest, memory.BigCount - first);
            uint id = ComponentParameters.FirstBigId + (uint)first;
            yield return Values(component, id, count, bigCounts, first, ProverMemory.BigLimbs, part);
        }
    }

    /// <summary>The values below 2^72, one row each by id.</summary>
    public ComponentTrace SmallValues(CairoComponent component) =>
        Values(component, 0, memory.SmallCount, smallCounts, 0, ComponentParameters.SmallLimbs, 0);

    private ComponentTrace Values(CairoComponent component, uint firstId, int count, int[] counts, int firstCount, int limbs, int part)
    {
        int log = TraceBuilder.LogSize(count);
        CheckSize(component, log);
        ColumnBlock trace = builder.NewTrace(component, log);
        Counts(counts, firstCount, count, trace.Rows(0));
        trace.Rows(0)[count..].Clear();
        const int rowsPerTask = 4096;
        Parallel.For(0, (count + rowsPerTask - 1) / rowsPerTask, task =>
        {
            Span<uint> row = stackalloc uint[ProverMemory.BigLimbs];
            for (int i = task * rowsPerTask; i < Math.Min(count, (task + 1) * rowsPerTask); i++)
            {
                memory.LimbsOf(firstId + (uint)i, row);
                for (int limb = 0; limb < limbs; limb++)
                {
                    trace.Rows(1 + limb)[i] = row[limb];
                }
            }
        });
        for (int limb = 0; limb < limbs; limb++)
        {
            trace.Rows(1 + limb)[count..].Clear();
        }

        return builder.Filled(component, trace, part);
    }

    private void CheckSize(CairoComponent component, int log)
    {
        if (log > maxLogSize)
        {
            throw new ProvingException(
                $"{component.Name} needs 2^{log} rows; this variant of the preprocessed trace allows 2^{maxLogSize}");
        }
    }

    private static void Counts(int[] counts, int first, int count, Span<uint> column)
    {
        for (int i = 0; i < count; i++)
        {
            column[i] = (uint)counts[first + i];
        }
    }
}

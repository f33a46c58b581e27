using System;
using System.Collections.Generic;
using System.Linq;
using Kraken.Cairo.Vm.Errors;
using Kraken.Cairo.Vm.Memory;
using Kraken.Fields;

namespace Kraken.Cairo.Hints.Cairo0.Library;

/// <summary>Searches in tables, sets and sorting.</summary>
internal static class SearchHints
{
    public static readonly (string Name, HintFactory Factory)[] All =
    [
        ("FIND_ELEMENT", ids =>
        {
            (HintId table, HintId size, HintId count, HintId key, HintId index) =
                (ids["array_ptr"], ids["elm_size"], ids["n_elms"], ids["key"], ids["index"]);
            return r =>
            {
                MaybeRelocatable wanted = key.Get(r);
                int found = Scan(r, table, size, count, cell => cell == wanted);
                index.Set(r, found >= 0 ? found : throw new HintException("NoValueForKeyFindElement", $"Key {wanted} was not found."));
            };
        }),
        ("SEARCH_SORTED_LOWER", ids =>
        {
            (HintId table, HintId size, HintId count, HintId key, HintId index) =
                (ids["array_ptr"], ids["elm_size"], ids["n_elms"], ids["key"], ids["index"]);
            return r =>
            {
                Felt wanted = key.Felt(r);
                int found = Scan(r, table, size, count, cell => cell.IsFelt && cell.Felt >= wanted);
                index.Set(r, found >= 0 ? found : count.Integer(r));
            };
        }),
        ("SET_ADD", SetAdd),
        ("USORT_ENTER_SCOPE", _ => r => r.Scopes.Enter()),
        ("USORT_BODY", Sort),
        ("USORT_VERIFY", ids =>
        {
            HintId value = ids["value"];
            return r =>
            {
                r.Scopes.Set("last_pos", 0);
                r.Scopes.Set("positions", new Queue<int>(r.Scopes.Get<SortedDictionary<Felt, List<int>>>("positions_dict")[value.Felt(r)]));
            };
        }),
        ("USORT_VERIFY_MULTIPLICITY_ASSERT", _ => r => HintRun.Require(
            r.Scopes.Get<Queue<int>>("positions").Count == 0, "PositionsLengthNotZero", "assertion failed: len(positions) == 0")),
        ("USORT_VERIFY_MULTIPLICITY_BODY", ids =>
        {
            HintId next = ids["next_item_index"];
            return r =>
            {
                int position = r.Scopes.Get<Queue<int>>("positions").TryDequeue(out int first)
                    ? first
                    : throw new HintException("CouldntPopPositions", "no position is left");
                next.Set(r, position - r.Scopes.Get<int>("last_pos"));
                r.Scopes.Set("last_pos", position + 1);
            };
        }),
    ];

    private static int Scan(HintRun run, HintId table, HintId size, HintId count, Func<MaybeRelocatable, bool> matches)
    {
        Relocatable start = table.Pointer(run);
        int step = HintRun.Count(size.Felt(run), "ValueOutOfRange");
        HintRun.Require(step > 0, "ValueOutOfRange", "Invalid value for elm_size. Got: 0.");
        int rows = HintRun.Count(count.Felt(run), "ValueOutOfRange");
        for (int i = 0; i < rows; i++)
        {
            if (matches(run.Memory.Get(start + ((long)i * step))))
            {
                return i;
            }
        }

        return -1;
    }

    private static Action<HintRun> SetAdd(HintBinder ids)
    {
        (HintId isIn, HintId index) = (ids["is_elm_in_set"], ids["index"]);
        (HintId element, HintId size, HintId start, HintId end) = (ids["elm_ptr"], ids["elm_size"], ids["set_ptr"], ids["set_end_ptr"]);
        return r =>
        {
            int cells = HintRun.Count(size.Felt(r), "ValueOutOfRange");
            long length = end.Pointer(r).Offset - start.Pointer(r).Offset;
            HintRun.Require(cells > 0 && length >= 0, "InvalidSetRange", "Set starting point may not be greater than its end");
            MaybeRelocatable[] wanted = Cells(r, element.Pointer(r), cells);
            for (long i = 0; i < length; i += cells)
            {
                if (Cells(r, start.Pointer(r) + i, cells).AsSpan().SequenceEqual(wanted))
                {
                    index.Set(r, i / cells);
                    isIn.Set(r, true);
                    return;
                }
            }

            isIn.Set(r, false);
        };
    }

    private static MaybeRelocatable[] Cells(HintRun run, Relocatable start, int count) =>
        [.. Enumerable.Range(0, count).Select(i => run.Memory.Get(start + i))];

    private static Action<HintRun> Sort(HintBinder ids)
    {
        (HintId input, HintId length) = (ids["input"], ids["input_len"]);
        (HintId outputLength, HintId output, HintId multiplicities) = (ids["output_len"], ids["output"], ids["multiplicities"]);
        return r =>
        {
            var positions = new SortedDictionary<Felt, List<int>>();
            Felt[] values = r.Memory.GetFelts(input.Pointer(r), HintRun.Count(length.Felt(r)));
            for (int i = 0; i < values.Length; i++)
            {
                if (!positions.TryGetValue(values[i], out List<int>? list))
                {
                    positions.Add(values[i], list = []);
                }

                list.Add(i);
            }

            r.Scopes.Set("positions_dict", positions);
            outputLength.Set(r, positions.Count);
            output.Set(r, Store(r, [.. positions.Keys]));
            multiplicities.Set(r, Store(r, [.. positions.Values.Select(list => (Felt)list.Count)]));
        };
    }

    private static Relocatable Store(HintRun run, Felt[] values)
    {
        Relocatable start = run.Memory.AddSegment();
        run.Memory.Load(start, values);
        return start;
    }
}

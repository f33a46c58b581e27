using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;

namespace Kraken.Consensus.Simulation.Tests;

/// <summary>A scenario of Twins (Bano et al., 2021): who leads in each round, who hears whom, and whose messages are held back.</summary>
/// <param name="Name">Its file and place.</param>
/// <param name="Nodes">How many validators.</param>
/// <param name="Twins">How many of them, from the first, run twice; instance number n + i is the twin of i.</param>
/// <param name="Leaders">The leading instances by round, in the file's numbering.</param>
/// <param name="Partitions">The groups by round; groups may overlap.</param>
/// <param name="Firewall">By round and sender: whom its messages do not reach.</param>
internal sealed record TwinsScenario(
    string Name,
    int Nodes,
    int Twins,
    IReadOnlyDictionary<int, int[]> Leaders,
    IReadOnlyDictionary<int, int[][]> Partitions,
    IReadOnlyDictionary<int, IReadOnlyDictionary<int, int[]>> Firewall)
{
    /// <summary>The rounds of the script, ascending.</summary>
    public IReadOnlyList<int> Rounds { get; } = [.. Partitions.Keys.Order()];

    /// <summary>True when a message of a round passes.</summary>
    public bool Passes(int round, int from, int to) =>
        Partitions[round].Any(group => group.Contains(from) && group.Contains(to))
        && !(Firewall.TryGetValue(round, out IReadOnlyDictionary<int, int[]>? walls)
            && walls.TryGetValue(from, out int[]? blocked)
            && blocked.Contains(to));

    /// <summary>Reads a file of scenarios.</summary>
    public static IEnumerable<TwinsScenario> Read(string path)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(path));
        JsonElement root = document.RootElement;
        int index = 0;
        foreach (JsonElement scenario in root.GetProperty("scenarios").EnumerateArray())
        {
            yield return new TwinsScenario(
                $"{Path.GetFileNameWithoutExtension(path)}[{index++}]",
                root.GetProperty("num_of_nodes").GetInt32(),
                root.GetProperty("num_of_twins").GetInt32(),
                ByRound(scenario.GetProperty("round_leaders"), Numbers),
                ByRound(scenario.GetProperty("round_partitions"), groups => groups.EnumerateArray().Select(Numbers).ToArray()),
                scenario.TryGetProperty("firewall", out JsonElement firewall)
                    ? ByRound(firewall, walls => (IReadOnlyDictionary<int, int[]>)ByRound(walls, Numbers))
                    : new Dictionary<int, IReadOnlyDictionary<int, int[]>>());
        }
    }

    private static Dictionary<int, T> ByRound<T>(JsonElement element, System.Func<JsonElement, T> read) =>
        element.EnumerateObject().ToDictionary(
            entry => int.Parse(entry.Name, System.Globalization.CultureInfo.InvariantCulture), entry => read(entry.Value));

    private static int[] Numbers(JsonElement array) => [.. array.EnumerateArray().Select(number => number.GetInt32())];
}

using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using Kraken.Explorer.Chain;
using Kraken.Fields;
using Kraken.Serialization;

namespace Kraken.Explorer.Views;

/// <summary>The way of a failure: the calls from the transaction's down to the one that failed, and what that one said.</summary>
/// <param name="Calls">The calls, the outermost first.</param>
/// <param name="Reason">What the last of them failed with.</param>
internal sealed partial record RevertPath(IReadOnlyList<RevertCall> Calls, string Reason)
{
    private const int MaxReasonLines = 12;

    /// <summary>
    /// Reads the reason that a receipt gives, in which each call on the way stands on a line with contract, class and selector. Where none
    /// does, the reason is all there is. Calls that a line repeats one after another are one.
    /// </summary>
    public static RevertPath Of(string reason, ClassCatalog classes)
    {
        List<RevertCall> calls = [];
        List<string> rest = [];
        foreach (string line in reason.Split('\n'))
        {
            if (Frame().Match(line) is { Success: true } frame
                && Felt.TryParse(frame.Groups["contract"].Value, out Felt contract)
                && Felt.TryParse(frame.Groups["class"].Value, out Felt classHash)
                && Felt.TryParse(frame.Groups["selector"].Value, out Felt selector))
            {
                rest.Clear();
                string name = classes.NameOf(selector) is { } known ? ForeignText.Name(known) : ShortFelt.Of(selector);
                RevertCall call = new(contract, classHash, name);
                if (calls.Count < ExplorerLimits.RevertFrames && (calls.Count == 0 || calls[^1] != call))
                {
                    calls.Add(call);
                }
            }
            else if (line.Trim().Length > 0)
            {
                rest.Add(line.Trim());
            }
        }

        string said = string.Join(
            '\n', rest.Count <= MaxReasonLines ? rest : [.. rest.Take(2), "...", .. rest.TakeLast(MaxReasonLines - 3)]);
        return new(calls, calls.Count == 0 && rest.Count == 0 ? reason : said);
    }

    // The form of blockifier's error stack. Each part is bounded, so that no text makes the search slow.
    [GeneratedRegex(
        @"\(contract address: (?<contract>0x[0-9a-fA-F]{1,64}), class hash: (?<class>0x[0-9a-fA-F]{1,64}), "
        + @"selector: (?<selector>0x[0-9a-fA-F]{1,64})\):$",
        RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 200)]
    private static partial Regex Frame();
}

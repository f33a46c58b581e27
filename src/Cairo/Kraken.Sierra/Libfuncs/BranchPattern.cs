using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Kraken.Sierra.Metadata;
using Kraken.Sierra.Text;
using Kraken.Sierra.Types;

namespace Kraken.Sierra.Libfuncs;

/// <summary>
/// A branch as the tables write it: outputs, ':' and attributes. An output ends in =i when it is parameter i, in ^i when it is stack
/// variable i. Attributes: s steps, h holes, r range checks, q 96-bit range checks, a change of ap (each a number, or a letter for that
/// type's cells, or a letter and '+' for at least one); a token's name with an optional *n; keep; ap:kind; gas:kind.
/// </summary>
internal sealed class BranchPattern
{
    private readonly List<(TypePattern Type, VariableOrigin Origin, int Index)> outputs = [];
    private readonly Dictionary<char, string> amounts = [];
    private readonly bool keep;
    private readonly TokenCounts tokens;
    private readonly string ap = "";
    private readonly string gas = "";

    public BranchPattern(string text)
    {
        int colon = text.LastIndexOf(" :", StringComparison.Ordinal);
        ParseOutputs(text[..colon].Trim());
        foreach (string attribute in text[(colon + 2)..].Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (attribute == "keep")
            {
                keep = true;
            }
            else if (attribute.StartsWith("ap:", StringComparison.Ordinal))
            {
                ap = attribute[3..];
            }
            else if (attribute.StartsWith("gas:", StringComparison.Ordinal))
            {
                gas = attribute[4..];
            }
            else if (char.IsAsciiLetterUpper(attribute[0]))
            {
                string[] parts = attribute.Split('*');
                tokens = tokens.With(
                    Enum.Parse<CostToken>(parts[0]), parts.Length > 1 ? int.Parse(parts[1], CultureInfo.InvariantCulture) : 1);
            }
            else
            {
                amounts.Add(attribute[0], attribute[1..]);
            }
        }
    }

    public LibfuncBranch Resolve(TypeRegistry types, LibfuncBindings bindings)
    {
        BranchVariable[] variables = [.. outputs.Select(o => Variable(types, o.Type.Resolve(types, bindings), o.Origin, o.Index))];
        ConstCost cost = new(Amount('s'), Amount('h'), Amount('r'), Amount('q'));
        return new LibfuncBranch(variables, keep, Effect(), Cost(cost));

        int Amount(char key) => amounts.TryGetValue(key, out string? text) ? Evaluate(text, types, bindings) : 0;

        ApEffect Effect() => ap switch
        {
            "unknown" => new ApEffect(ApEffectKind.Unknown),
            "align" => new ApEffect(ApEffectKind.FromMetadata),
            "finalize" => new ApEffect(ApEffectKind.FinalizeLocals),
            "enable" => new ApEffect(ApEffectKind.EnableTracking),
            "disable" => new ApEffect(ApEffectKind.DisableTracking),
            "local" => new ApEffect(ApEffectKind.AtLocalsFinalization, Amount('h')),
            "gas" => new ApEffect(ApEffectKind.GasComputation, Amount('a')),
            _ => new ApEffect(ApEffectKind.Known, Amount('a')),
        };
    }

    /// <summary>A variable without cells is never on the stack.</summary>
    internal static BranchVariable Variable(TypeRegistry types, int type, VariableOrigin origin, int index) =>
        origin == VariableOrigin.NewTemporary && types[type].Flags.ZeroSized
            ? new BranchVariable(type)
            : new BranchVariable(type, origin, index);

    private static int Evaluate(string text, TypeRegistry types, LibfuncBindings bindings)
    {
        bool negative = text[0] == '-';
        text = negative ? text[1..] : text;
        bool atLeastOne = text[^1] == '+';
        if (!char.IsAsciiLetterUpper(text[0]))
        {
            return int.Parse(text, CultureInfo.InvariantCulture);
        }

        int size = types.SizeOf(bindings[text[0]].Index);
        size = atLeastOne ? Math.Max(1, size) : size;
        return negative ? -size : size;
    }

    private void ParseOutputs(string text)
    {
        foreach (string output in text == "-" ? [] : GenericArgText.Split(text))
        {
            bool same = output.Length > 2 && output[^2] == '=';
            bool temporary = output.Length > 2 && output[^2] == '^';
            VariableOrigin origin = same ? VariableOrigin.SameAsParameter : temporary ? VariableOrigin.NewTemporary : VariableOrigin.Other;
            bool plain = origin == VariableOrigin.Other;
            outputs.Add((TypePattern.Parse(plain ? output : output[..^2]), origin, plain ? 0 : output[^1] - '0'));
        }
    }

    private BranchCost Cost(ConstCost cost) => gas switch
    {
        "align" => new BranchCost(BranchCostKind.BranchAlign),
        "redeposit" => new BranchCost(BranchCostKind.RedepositGas),
        "unspent" => new BranchCost(BranchCostKind.GetUnspentGas),
        "withdraw" => new BranchCost(BranchCostKind.WithdrawGas, Success: true),
        "refused" => new BranchCost(BranchCostKind.WithdrawGas),
        "withdraw-priced" => new BranchCost(BranchCostKind.WithdrawGas, Success: true, WithPriceTable: true),
        "refused-priced" => new BranchCost(BranchCostKind.WithdrawGas, WithPriceTable: true),
        _ => new BranchCost(BranchCostKind.Regular, cost, tokens),
    };
}
